//! Registries of many features with the rule of row 2 each, and state files for them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use flags_file::registry_from_text;
use typed_flags::Feature;

/// Many features.
pub const MANY: u32 = 100_000;

/// A registry of so many features; its last one. Their attributes are those of
/// [`ruled`](crate::ruled).
///
/// # Panics
///
/// Never: the text is good.
#[must_use]
pub fn registry(name: &str, count: u32) -> Feature<bool> {
    let mut text = include_str!("../ruled.toml")
        .split("[features.plain]")
        .next()
        .unwrap_or_default()
        .replace("\"ruled\"", &format!("{name:?}"));
    for index in 0..count {
        writeln!(
            text,
            "[features.feature_{index}]\ndescription = \"One of many.\"\nrules = {RULES}"
        )
        .expect("strings take it");
    }
    let registry = registry_from_text(name, &text).expect("the text is good");
    registry
        .feature(&format!("feature_{}", count - 1))
        .expect("it was just declared")
}

/// A state file that says of [`ruled`](crate::ruled), and of so many others, what they declare.
///
/// # Panics
///
/// Never: strings take all that is written to them.
#[must_use]
pub fn state() -> String {
    let mut text = include_str!("../ruled-state.toml").to_owned();
    for index in 0..MANY {
        writeln!(text, "[features.feature_{index}]\nrules = {RULES}").expect("strings take it");
    }
    text
}

/// A state file for the first so many, all of them on or off where no rule matches.
///
/// # Panics
///
/// Never: strings take all that is written to them.
#[must_use]
pub fn state_of(count: u32, on: bool) -> String {
    let mut text = String::new();
    for index in 0..count {
        // The last one is evaluated, and is to say the same in each.
        let default = on && index + 1 < count;
        writeln!(
            text,
            "[features.feature_{index}]\ndefault = {default}\nrules = {RULES}"
        )
        .expect("strings take it");
    }
    text
}

const RULES: &str = "[{ when = { is_staff = true }, serve = true }]";

/// A folder of this process, removed when it is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new folder, among the system's temporary ones.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("flags-bench-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Writes a file whole, in place of one of that name.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let (path, new) = (self.0.join(name), self.0.join(format!("{name}.new")));
        fs::write(&new, text)?;
        fs::rename(new, &path)?;
        Ok(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that cannot be removed is left to the system.
        let _ = fs::remove_dir_all(&self.0);
    }
}
