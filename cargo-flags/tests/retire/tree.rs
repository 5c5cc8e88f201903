//! Files by their path.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files of a folder, by their path in it. Bytes, so that line ends stay as they are.
pub(crate) type Tree = BTreeMap<String, String>;

/// All files below a folder; none if there is no such folder.
pub(crate) fn read(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    if folder.is_dir() {
        add(&mut tree, folder, "");
    }
    tree
}

/// Writes what differs, so that cargo finds the rest unchanged, and deletes what is not in the tree.
pub(crate) fn write(folder: &Path, tree: &Tree) {
    for path in read(folder).keys().filter(|path| !tree.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("a file of ours can be deleted");
    }
    for (path, text) in tree {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|now| now == text.as_bytes()) {
            continue;
        }
        fs::create_dir_all(file.parent().expect("a file is in a folder"))
            .expect("folders can be made");
        fs::write(file, text).expect("a file can be written");
    }
}

/// The lines in which two texts differ, from the first to the last of them.
pub(crate) fn difference(wanted: &str, found: &str) -> String {
    let wanted: Vec<&str> = wanted.split_inclusive('\n').collect();
    let found: Vec<&str> = found.split_inclusive('\n').collect();
    let start = (wanted.iter().zip(&found))
        .take_while(|(a, b)| a == b)
        .count();
    let end = (wanted[start..].iter().rev())
        .zip(found[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut shown = format!("from line {}:\n", start + 1);
    for (sign, lines) in [('-', &wanted), ('+', &found)] {
        for line in &lines[start..lines.len() - end] {
            shown += &format!(
                "{sign}{}\n",
                line.escape_debug().to_string().trim_end_matches("\\n")
            );
        }
    }
    shown
}

fn add(tree: &mut Tree, folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let name = entry.file_name().into_string().expect("it is UTF-8");
        let path = format!("{prefix}{name}");
        if entry.file_type().expect("it has a type").is_dir() {
            add(tree, &entry.path(), &format!("{path}/"));
        } else {
            let text = fs::read_to_string(entry.path()).expect("it is UTF-8");
            tree.insert(path, text);
        }
    }
}
