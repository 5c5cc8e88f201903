//! A folder with a workspace in it, and commands that are run there.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder in which commands are run; gone with it.
pub(crate) struct Prompt {
    // Keeps the folder alive.
    _folder: TempDir,
    /// The workspace's folder.
    pub(crate) root: PathBuf,
}

/// What is the same for every command that says nothing else of it.
const ENVIRONMENT: &[(&str, Option<&str>)] = &[
    ("CARGO_MANIFEST_DIR", None),
    ("COLUMNS", Some("100")),
    ("FEATURES_TODAY", Some("2026-11-22")),
    ("FEATURES_TOML", None),
    ("FLAGS_ENV", None),
    ("FLAGS_FILE", None),
    // A run of these tests in GitHub Actions has one.
    ("GITHUB_WORKSPACE", None),
];

/// What a command said.
pub(crate) struct Said {
    /// Standard output, then standard error, as people read them.
    pub(crate) text: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

impl Prompt {
    /// In an empty folder.
    pub(crate) fn empty() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let root = fs::canonicalize(folder.path())
            .expect("it is there")
            .join("shop");
        fs::create_dir(&root).expect("a folder can be made");
        Self {
            _folder: folder,
            root,
        }
    }

    /// In a copy of `tests/shop`.
    pub(crate) fn shop() -> Self {
        let prompt = Self::empty();
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shop"),
            &prompt.root,
        );
        let repository = repository();
        prompt.edit(
            "Cargo.toml",
            "../typed-flags",
            repository.to_str().expect("it is UTF-8"),
        );
        prompt
    }

    /// In what `cargo new` makes. Tests that build it need a name of their own: cargo takes packages
    /// of one name in one target folder for the same.
    pub(crate) fn fresh(kind: &str, name: &str) -> Self {
        let prompt = Self::empty();
        fs::remove_dir(&prompt.root).expect("it is empty");
        let above = prompt.root.parent().expect("it is in a folder");
        Self::new_package(above, kind, name, "shop");
        prompt
    }

    /// Makes a package in a folder, as `cargo new` does.
    pub(crate) fn new_package(folder: &Path, kind: &str, name: &str, path: &str) {
        let status = Command::new(env!("CARGO"))
            .args([
                "new", "--quiet", "--vcs", "none", kind, "--name", name, path,
            ])
            .current_dir(folder)
            .status()
            .expect("cargo can be run");
        assert!(status.success(), "cargo new {kind} {name}");
    }

    /// In a workspace of one package, `shop`, with these files and a dependency on typed-flags.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let prompt = Self::empty();
        let repository = repository();
        prompt.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                 [dependencies]\ntyped-flags = {{ path = {repository:?} }}\n"
            ),
        );
        for (path, text) in files {
            prompt.write(path, text);
        }
        prompt
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.root.join(path);
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(file, text).expect("a file can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).expect("the file is there")
    }

    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "`{path}` has no `{old}`:\n{text}");
        self.write(path, &text.replace(old, new));
    }

    /// Runs `cargo flags` with these arguments, which a shell would take apart at its spaces
    /// outside of quotes.
    pub(crate) fn flags(&self, arguments: &str) -> Said {
        let arguments = words(arguments);
        self.run(
            Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
                .arg("flags")
                .args(arguments),
        )
    }

    /// Runs cargo here, with the repository's own versions of whatever typed-flags needs, and
    /// without a network.
    pub(crate) fn cargo(&self, arguments: &str) -> Said {
        let lock = self.root.join("Cargo.lock");
        if !lock.exists() {
            fs::copy(repository().join("Cargo.lock"), lock).expect("it is committed");
        }
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-flags");
        self.run(
            Command::new(env!("CARGO"))
                .args(words(arguments))
                .env("CARGO_NET_OFFLINE", "true")
                // Below the repository's own, so that typed-flags is built once for all.
                .env("CARGO_TARGET_DIR", target)
                .env_remove("RUSTFLAGS"),
        )
    }

    /// Runs a command here.
    pub(crate) fn run(&self, command: &mut Command) -> Said {
        let said: Vec<OsString> = command
            .get_envs()
            .map(|(name, _)| name.to_owned())
            .collect();
        for (name, value) in ENVIRONMENT {
            match value {
                _ if said.iter().any(|it| *it == **name) => {}
                Some(value) => drop(command.env(name, value)),
                None => drop(command.env_remove(name)),
            }
        }
        let output = command
            .current_dir(&self.root)
            .output()
            .expect("the command can be run");
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .expect("it writes UTF-8")
                .replace(self.root.to_str().expect("it is UTF-8"), "[SHOP]")
        };
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        Said {
            text: format!("{stdout}{stderr}"),
            stdout,
            stderr,
            status: output.status.code().expect("nobody ended it"),
        }
    }
}

/// Words as a shell has them: single and double quotes keep spaces.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut any) = (String::new(), None, false);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '\'' || c == '"' => (quote, any) = (Some(c), true),
            None if c == ' ' => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            _ => word.push(c),
        }
    }
    assert!(quote.is_none(), "an open quote in `{line}`");
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

/// The repository, which the workspaces take typed-flags from.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("the package is in the workspace")
        .to_path_buf()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            fs::create_dir(&to).expect("a folder can be made");
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}
