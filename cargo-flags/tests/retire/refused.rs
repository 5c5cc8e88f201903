//! The programs of `refused/`: the command says why and where, and changes nothing.

use std::fs;

use expect_test::expect_file;

use crate::case::Case;

#[test]
fn what_cannot_be_folded_is_told_with_its_place_and_nothing_changes() {
    for case in Case::all("refused") {
        let retired = case.retire(0);
        assert_ne!(retired.status, 0, "{}: {}", case.name, retired.said);
        for (path, text) in &case.before {
            assert_eq!(
                retired.files.get(path),
                Some(text),
                "{}: `{path}`",
                case.name
            );
        }
        assert_eq!(
            retired.files.len(),
            case.before.len(),
            "{}: another file",
            case.name
        );
        let said = format!(
            "{}exit status {}\n",
            without_rustc(&retired.said),
            retired.status
        );
        expect_file![case.folder.join("refused.txt")].assert_eq(&said);
    }
}

#[test]
fn each_refusal_names_the_lines_that_it_is_about() {
    for case in Case::all("refused") {
        let said = fs::read_to_string(case.folder.join("refused.txt")).expect("it is there");
        // What is wrong with the command line, or with the feature as a whole, has no place in code.
        let about_arguments = said.ends_with("exit status 2\n");
        let place = [
            "src/main.rs:",
            "src/lib.rs:",
            "src/broken.rs:",
            "features.toml:",
            "page.html:",
        ];
        let placed = place.iter().any(|place| said.contains(place));
        assert!(placed || about_arguments, "{}: {said}", case.name);
    }
}

/// What rustc says is another text with each of its versions.
fn without_rustc(said: &str) -> String {
    let Some((before, rustc)) = said.split_once("the compiler says of the result:\n") else {
        return said.to_owned();
    };
    let (rustc, after) = rustc
        .trim_end()
        .rsplit_once('\n')
        .expect("a summary ends it");
    let place = rustc
        .lines()
        .find(|line| line.trim_start().starts_with("--> "));
    let place = place.expect("rustc names a place");
    format!("{before}the compiler says of the result:\n{place}\n{after}\n")
}
