//! The life of a flag, as the repository's README tells it: its lines are run from top to bottom, by
//! a shell that finds `cargo flags` as cargo does. `SNAPSHOTS=overwrite` writes down what they say
//! now; read the diff.

use std::env;
use std::path::Path;
use std::process::Command;

use snapbox::Data;
use snapbox::data::DataFormat;

use crate::prompt::{Prompt, repository};

const HEADING: &str = "## The life of a flag\n";

#[test]
fn readme() {
    let file = repository().join("README.md");
    let text = std::fs::read_to_string(&file).expect("it is there");
    let (before, section) = text.split_once(HEADING).expect("the section is there");
    let (section, after) = section.split_once("\n## ").expect("another one follows");
    let now = format!(
        "{before}{HEADING}{}\n## {after}",
        Life::new().replay(section)
    );
    snapbox::assert_data_eq!(now, Data::read_from(&file, Some(DataFormat::Text)).raw());
}

struct Life {
    /// Its root is the folder that the shell is in.
    prompt: Prompt,
}

impl Life {
    /// In an empty folder beside what looks like a clone.
    fn new() -> Self {
        let mut prompt = Prompt::empty();
        std::fs::remove_dir(&prompt.root).expect("it is empty");
        assert!(prompt.root.pop(), "it is in a folder");
        link(&repository(), &prompt.root.join("typed-flags"));
        Self { prompt }
    }

    fn replay(&mut self, section: &str) -> String {
        let mut now = String::new();
        let mut in_console = false;
        for line in section.split_inclusive('\n') {
            if line.starts_with("```") {
                in_console = line.trim_end() == "```console";
            }
            if !in_console || line.starts_with("```") {
                now += line;
            } else if let Some(command) = line.strip_prefix("$ ") {
                now += line;
                now += &self.run(command.trim_end());
            }
        }
        now
    }

    fn run(&mut self, command: &str) -> String {
        if command.starts_with("cargo test") {
            let lock = self.prompt.root.join("Cargo.lock");
            std::fs::copy(repository().join("Cargo.lock"), lock).expect("it is committed");
        }
        let flags = Path::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .parent()
            .expect("it is in a folder");
        let path = env::var_os("PATH").expect("there is a path");
        let path = env::join_paths(
            [flags.to_path_buf()]
                .into_iter()
                .chain(env::split_paths(&path)),
        )
        .expect("the folder's name can stand in a path");
        let said = self.prompt.run(
            Command::new("sh")
                .args(["-c", command])
                .env("PATH", path)
                .env("CARGO_NET_OFFLINE", "true")
                .env(
                    "CARGO_TARGET_DIR",
                    // Apart from those of other packages that are called `shop`.
                    Path::new(env!("CARGO_TARGET_TMPDIR")).join("life"),
                )
                .env("GIT_AUTHOR_NAME", "Somebody")
                .env("GIT_AUTHOR_EMAIL", "somebody@example.com")
                .env("GIT_COMMITTER_NAME", "Somebody")
                .env("GIT_COMMITTER_EMAIL", "somebody@example.com")
                .env_remove("RUSTFLAGS"),
        );
        assert_eq!(said.status, 0, "{command}:\n{}", said.text);
        if command.ends_with("&& cd shop") {
            self.prompt.root.push("shop");
        }
        // What the test runner says is different on each machine.
        if command.starts_with("cargo test") {
            return String::new();
        }
        said.text
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).expect("a link can be made");
}

#[cfg(windows)]
fn link(to: &Path, at: &Path) {
    std::os::windows::fs::symlink_dir(to, at).expect("a link can be made");
}
