//! The manifests of the programs.

use crate::tree::Tree;

const ALL: &str = include_str!("features.toml");

/// A manifest with the features that a program names, as it names them or their types.
pub(crate) fn for_program(files: &Tree) -> String {
    let mut manifest = String::new();
    for part in ALL.split_inclusive("\n\n") {
        let named = match part.strip_prefix("[features.") {
            Some(rest) => {
                let key = rest.split(']').next().expect("there is a first part");
                let constant = key.to_uppercase();
                files.values().any(|text| has_word(text, &constant))
            }
            None => true,
        };
        if named {
            manifest += part;
        }
    }
    manifest.truncate(manifest.trim_end().len());
    manifest + "\n"
}

/// The manifest with another default for one feature.
pub(crate) fn with_default(manifest: &str, key: &str, value: &str) -> String {
    let header = format!("[features.{key}]\n");
    let (before, entry) = manifest
        .split_once(&header)
        .unwrap_or_else(|| panic!("the manifest has no `{key}`:\n{manifest}"));
    let (entry, after) = match entry.split_once("\n[") {
        Some((entry, after)) => (entry, format!("\n[{after}")),
        None => (entry, String::new()),
    };
    let is_text = entry.contains("variants = ") || entry.contains("default = \"");
    let value = if is_text {
        format!("{value:?}")
    } else {
        value.to_owned()
    };
    let entry: String = entry
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("default = "))
        .collect();
    format!("{before}{header}default = {value}\n{entry}{after}")
}

/// Keys of the boolean features of a manifest.
pub(crate) fn booleans(manifest: &str) -> Vec<String> {
    manifest
        .split("[features.")
        .skip(1)
        .filter(|entry| !entry.contains("\ndefault = "))
        .filter_map(|entry| entry.split(']').next().map(str::to_owned))
        .collect()
}

fn has_word(text: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
    })
}
