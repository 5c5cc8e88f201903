//! Runs what README.md shows: each section on a copy of `tests/shop` of its own (`init` in what
//! `cargo new` makes), from top to bottom. `SNAPSHOTS=overwrite` writes down what the program says
//! now; read the diff.

use snapbox::Data;

use crate::prompt::Prompt;

#[test]
fn readme() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(file).expect("it is there");
    snapbox::assert_data_eq!(
        replay(&text),
        Data::read_from(file.as_ref(), Some(snapbox::data::DataFormat::Text)).raw()
    );
}

/// The text with every output as it is now. A block of `console` holds commands after `$ `, their
/// output, and `? N` where the exit status is not 0.
fn replay(text: &str) -> String {
    let mut now = String::new();
    let mut prompt = Prompt::shop();
    let mut in_console = false;
    for line in text.lines() {
        if !in_console && line.starts_with("## ") {
            prompt = match line {
                "## `init`" => Prompt::fresh("--bin", "shop"),
                _ => Prompt::shop(),
            };
        }
        if line.starts_with("```") {
            in_console = line == "```console";
        }
        if !in_console || line.starts_with("```") {
            now += line;
            now += "\n";
        } else if let Some(command) = line.strip_prefix("$ ") {
            now += &format!("{line}\n");
            now += &run(&prompt, command);
        }
    }
    now
}

fn run(prompt: &Prompt, command: &str) -> String {
    let command = command
        .split("  #")
        .next()
        .expect("there is a first part")
        .trim_end();
    if let Some(path) = command.strip_prefix("cat ") {
        return prompt.read(path);
    }
    let Some(arguments) = command.strip_prefix("cargo flags") else {
        panic!("the transcript runs `cargo flags` and `cat`, not `{command}`");
    };
    if arguments.trim_start().starts_with("doctor") {
        let locked = prompt.cargo("generate-lockfile --offline");
        assert_eq!(locked.status, 0, "{}", locked.text);
    }
    let repository = crate::prompt::repository();
    let clone = repository.to_str().expect("it is UTF-8");
    let said = prompt.flags(&arguments.replace("../typed-flags", clone));
    let mut shown = said
        .text
        .lines()
        .map(|line| steady(line) + "\n")
        .collect::<String>();
    if said.status != 0 {
        shown += &format!("? {}\n", said.status);
    }
    shown
}

/// What no README can know is shown as it was on the day that it was written.
fn steady(line: &str) -> String {
    let known = [
        ("  rustc ", "1.95.0 (59807616e 2026-04-14)"),
        ("  cargo ", "1.95.0 (f2d3ce0bd 2026-03-21)"),
        (", saved ", "3 hours ago"),
    ];
    let found = known
        .iter()
        .find_map(|(before, value)| Some((line.find(before)?, before, value)));
    match found {
        Some((at, before, value)) => format!("{}{before}{value}", &line[..at]),
        None => line.to_owned(),
    }
}
