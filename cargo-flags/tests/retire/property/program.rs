//! Programs of many generated functions, retired, built and run.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use super::render;
use super::syntax::Block;
use crate::case::retire;
use crate::manifest;
use crate::parallel::each;
use crate::tree::Tree;
use crate::workspace::Workspace;

/// The feature that goes, and the value that stays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retirement {
    pub(crate) feature: &'static str,
    pub(crate) keep: &'static str,
}

/// What became of one function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fate {
    /// It prints the same.
    Same,
    /// The command refused it.
    Refused(String),
    /// It was no program before: what a shrunken function may be.
    Invalid(String),
    /// What is wrong, and the function afterwards.
    Wrong(String, String),
}

/// Programs by name, with the functions of each by number.
pub(crate) type Programs = BTreeMap<String, (Retirement, BTreeMap<usize, Block>)>;

/// What becomes of each function of each program, built together.
pub(crate) fn fates(
    workspace: &str,
    programs: &Programs,
) -> BTreeMap<String, BTreeMap<usize, Fate>> {
    let mut fates = BTreeMap::<String, BTreeMap<usize, Fate>>::new();
    let mut left = programs.clone();
    // Each round sets aside functions that keep the others from being built.
    loop {
        let programs: Vec<_> = mem::take(&mut left).into_iter().collect();
        let done = each(&programs, |(_, (retirement, functions)), lane| {
            let (mut functions, mut fates) = (functions.clone(), BTreeMap::new());
            let after = retired(*retirement, &mut functions, &mut fates, lane);
            (functions, fates, after)
        });
        let mut afterwards = BTreeMap::new();
        for ((name, (retirement, _)), (functions, new, after)) in programs.into_iter().zip(done) {
            fates.entry(name.clone()).or_default().extend(new);
            afterwards.insert(name.clone(), after);
            left.insert(name, (retirement, functions));
        }
        let mut all = Workspace::new(workspace);
        for (name, (retirement, functions)) in &left {
            let text = program(functions);
            all.add(&format!("{name}-before"), &files(&text, Some(*retirement)));
            all.add(&format!("{name}-after"), &afterwards[name]);
        }
        all.write();
        let built = all.cargo(&["build", "--workspace", "--keep-going", "--quiet"]);
        if built.status.success() {
            for (name, (retirement, functions)) in &left {
                let fates = fates.entry(name.clone()).or_default();
                compare(&all, name, *retirement, functions, &afterwards[name], fates);
            }
            return fates;
        }
        let said = String::from_utf8_lossy(&built.stderr);
        let mut any = false;
        for (name, (_, functions)) in &mut left {
            let fates = fates.entry(name.clone()).or_default();
            let before = program(functions);
            for (side, text) in [
                ("before", &before),
                ("after", &afterwards[name]["src/main.rs"]),
            ] {
                let place = format!("packages/{name}-{side}/src/main.rs:");
                for (line, message) in placed(&said, &place) {
                    let Some(number) = function_at(text, line) else {
                        continue;
                    };
                    any |= functions.remove(&number).is_some();
                    let fate = match side {
                        "before" => Fate::Invalid(message),
                        _ => Fate::Wrong(message, function_text(text, number)),
                    };
                    fates.entry(number).or_insert(fate);
                }
            }
        }
        assert!(any, "nothing can be built:\n{said}");
    }
}

/// The program afterwards. What the command refuses is set aside.
fn retired(
    retirement: Retirement,
    functions: &mut BTreeMap<usize, Block>,
    fates: &mut BTreeMap<usize, Fate>,
    lane: usize,
) -> Tree {
    loop {
        let text = program(functions);
        let before = files(&text, None);
        let done = retire(
            &before,
            &[retirement.feature, "--keep", retirement.keep, "--no-check"],
            lane,
        );
        if done.status == 0 {
            return done.files;
        }
        assert_eq!(
            done.files, before,
            "it refuses, and nothing changes:\n{}",
            done.said
        );
        let mut any = false;
        for (line, message) in placed(&done.said, "src/main.rs:") {
            if let Some(number) = function_at(&text, line) {
                any |= functions.remove(&number).is_some();
                fates.entry(number).or_insert(Fate::Refused(message));
            }
        }
        assert!(
            any,
            "it refuses, and names no place in a function:\n{}",
            done.said
        );
    }
}

fn files(main: &str, kept: Option<Retirement>) -> Tree {
    let mut files = Tree::new();
    files.insert("src/main.rs".into(), main.to_owned());
    files.insert(
        "src/features.rs".into(),
        "typed_flags::features!(\"features.toml\");\n".into(),
    );
    let mut manifest = manifest::for_program(&files);
    if let Some(Retirement { feature, keep }) = kept {
        manifest = manifest::with_default(&manifest, feature, keep);
    }
    files.insert("features.toml".into(), manifest);
    files
}

fn program(functions: &BTreeMap<usize, Block>) -> String {
    let mut text = render::PRELUDE.to_owned();
    for (number, body) in functions {
        text += "\n";
        text += &render::function(*number, body);
    }
    text += "\n";
    text += &render::main(functions.keys().copied());
    text
}

/// Lines that messages name, with the message.
fn placed(said: &str, file: &str) -> Vec<(usize, String)> {
    let mut message = String::new();
    let mut places = Vec::new();
    for line in said.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            message = line.to_owned();
        }
        let Some((_, rest)) = line.split_once(file) else {
            continue;
        };
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse() {
            places.push((number, message.clone()));
        }
    }
    places
}

/// The generated function that a line, from 1, is in.
fn function_at(text: &str, line: usize) -> Option<usize> {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let header = lines.iter().rev().find(|line| line.starts_with("fn "))?;
    let number = header.strip_prefix("fn f")?.split('(').next()?;
    number.parse().ok()
}

fn function_text(text: &str, number: usize) -> String {
    let header = format!("fn f{number}(");
    let Some(start) = text.find(&header) else {
        return String::new();
    };
    let end = text[start..]
        .find("\n}\n")
        .map_or(text.len(), |end| start + end + 3);
    text[start..end].to_owned()
}

/// Runs both, with every value of the other features.
fn compare(
    workspace: &Workspace,
    name: &str,
    retirement: Retirement,
    functions: &BTreeMap<usize, Block>,
    after: &Tree,
    fates: &mut BTreeMap<usize, Fate>,
) {
    let mut different = BTreeSet::new();
    for features in combinations(retirement.feature) {
        let ran = |side: &str| workspace.run(&format!("{name}-{side}"), &features);
        let (before, now) = (ran("before"), ran("after"));
        assert_eq!(before.status, Some(0), "{name} ends well before");
        let (before, now) = (sections(&before.stdout), sections(&now.stdout));
        for number in functions.keys() {
            if before.get(number) != now.get(number) && different.insert(*number) {
                let message = format!(
                    "with {features:?} it printed {:?}, and now {:?}",
                    before.get(number),
                    now.get(number)
                );
                let text = function_text(&after["src/main.rs"], *number);
                fates.insert(*number, Fate::Wrong(message, text));
            }
        }
    }
    for number in functions.keys() {
        fates.entry(*number).or_insert(Fate::Same);
    }
}

fn combinations(without: &str) -> Vec<Vec<(String, &'static str)>> {
    let all: [(&str, &[&str]); 4] = [
        ("new_checkout", &["true", "false"]),
        ("dark_mode", &["true", "false"]),
        ("beta_search", &["true", "false"]),
        ("button", &["red", "green", "blue"]),
    ];
    let mut combinations = vec![Vec::new()];
    for (key, values) in all.into_iter().filter(|(key, _)| *key != without) {
        combinations = combinations
            .iter()
            .flat_map(|so_far: &Vec<(String, &'static str)>| {
                values.iter().map(move |value| {
                    let mut next = so_far.clone();
                    next.push((key.to_owned(), *value));
                    next
                })
            })
            .collect();
    }
    combinations
}

/// What each function printed.
fn sections(stdout: &str) -> BTreeMap<usize, String> {
    stdout
        .split("= ")
        .skip(1)
        .filter_map(|section| {
            let (number, printed) = section.split_once('\n')?;
            Some((number.parse().ok()?, printed.to_owned()))
        })
        .collect()
}
