//! The programs of `cases/`: what is written of each by hand is what the command makes of it, and
//! prints what the program printed before.

use crate::case::{Case, Retired};
use crate::manifest;
use crate::parallel::each;
use crate::tree;
use crate::workspace::Workspace;

#[test]
fn every_program_of_the_corpus_is_as_somebody_would_write_it_and_prints_the_same() {
    let cases = Case::all("cases");
    let retired = each(&cases, |case, lane| case.retire(lane));
    let mut wrong: Vec<String> = Vec::new();
    let mut workspace = Workspace::new("corpus");
    for (case, retired) in cases.iter().zip(&retired) {
        wrong.extend(text_problem(case, retired));
        workspace.add(
            &format!("{}-before", case.name),
            &case.before_with_kept_value(),
        );
        workspace.add(&format!("{}-after", case.name), &retired.files);
    }
    // What is refused are sound programs.
    for case in Case::all("refused") {
        workspace.add(&format!("{}-refused", case.name), &case.before);
    }
    workspace.write();
    wrong.extend(behaviour_problems(&workspace, &cases, &retired));
    assert!(
        wrong.is_empty(),
        "{} problems\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_corpus_has_the_styles_that_were_asked_for() {
    assert!(Case::all("cases").len() >= 90);
}

/// What is wrong with the text, if anything.
fn text_problem(case: &Case, retired: &Retired) -> Option<String> {
    let name = &case.name;
    if retired.status != 0 {
        return Some(format!(
            "{name}: exit status {}\n{}",
            retired.status, retired.said
        ));
    }
    let mut differences = String::new();
    let (mut found, wanted) = (retired.files.clone(), &case.after);
    let manifest = found["features.toml"].clone();
    if !wanted.contains_key("features.toml") {
        found.remove("features.toml");
    }
    if manifest.contains(&format!("[features.{}]", case.feature))
        || !manifest.contains("[retired]")
        || !manifest.contains(&case.feature)
    {
        differences += &format!("features.toml is\n{manifest}");
    }
    let mut paths: Vec<&String> = found.keys().chain(wanted.keys()).collect();
    paths.sort();
    paths.dedup();
    for path in paths {
        match (wanted.get(path), found.get(path)) {
            (Some(wanted), Some(found)) if wanted == found => {}
            (Some(wanted), Some(found)) => {
                differences += &format!("{path} {}", tree::difference(wanted, found));
            }
            (Some(_), None) => differences += &format!("{path} is gone\n"),
            (None, _) => differences += &format!("{path} is still there\n"),
        }
    }
    (!differences.is_empty()).then(|| format!("{name}: {differences}"))
}

/// Programs that do not compile, or that print something else.
fn behaviour_problems(workspace: &Workspace, cases: &[Case], retired: &[Retired]) -> Vec<String> {
    let built = workspace.cargo(&["build", "--workspace", "--keep-going", "--quiet"]);
    if !built.status.success() {
        return vec![String::from_utf8_lossy(&built.stderr).into_owned()];
    }
    let mut wrong: Vec<String> = each(cases, |case, _| {
        let booleans = manifest::booleans(&case.before["features.toml"]);
        let others: Vec<String> = booleans
            .into_iter()
            .filter(|key| *key != case.feature)
            .collect();
        let mut wrong = String::new();
        // Every combination of the other features: there are two at most.
        for combination in 0..1_u32 << others.len() {
            let features: Vec<(String, &str)> = (others.iter().enumerate())
                .map(|(index, key)| {
                    let on = combination >> index & 1 == 1;
                    (key.clone(), if on { "true" } else { "false" })
                })
                .collect();
            let before = workspace.run(&format!("{}-before", case.name), &features);
            let after = workspace.run(&format!("{}-after", case.name), &features);
            if before != after {
                wrong += &format!(
                    "{}: with {features:?} before {:?} printed\n{}after {:?}\n{}",
                    case.name, before.status, before.stdout, after.status, after.stdout
                );
            }
        }
        wrong
    });
    wrong.retain(|wrong| !wrong.is_empty());

    let mut arguments = vec![
        "test".to_owned(),
        "--quiet".to_owned(),
        "--no-fail-fast".to_owned(),
    ];
    for (case, retired) in cases.iter().zip(retired) {
        for (side, files) in [("before", &case.before), ("after", &retired.files)] {
            if Case::has_tests(files) {
                arguments.extend(["--package".to_owned(), format!("{}-{side}", case.name)]);
            }
        }
    }
    assert!(arguments.len() > 3, "the corpus has programs with tests");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let tested = workspace.cargo(&arguments);
    if !tested.status.success() {
        let said = [tested.stdout, tested.stderr].concat();
        wrong.push(String::from_utf8_lossy(&said).into_owned());
    }
    wrong
}
