//! A copy of the workspace, so that what is checked is not what people work on.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use toml_edit::{DocumentMut, Item, Value};

use crate::failure::Failure;
use crate::project::Project;

/// A copy, below the folder that cargo builds in; whoever has it keeps others from it.
pub(super) struct Copy {
    root: PathBuf,
    of: PathBuf,
    /// Locked as long as this lives.
    _lock: File,
}

impl Copy {
    pub(super) fn of(project: &Project) -> Result<Self, Failure> {
        let below = project.target.join("cargo-flags");
        let root = below.join("retire");
        let failed = |error| {
            Failure::new(format!(
                "cannot copy the workspace to `{}`: {error}",
                root.display()
            ))
        };
        fs::create_dir_all(&below).map_err(failed)?;
        let lock = File::create(below.join("retire.lock")).map_err(failed)?;
        lock.lock().map_err(failed)?;
        if root.exists() {
            fs::remove_dir_all(&root).map_err(failed)?;
        }
        let copy = Self {
            root: root.clone(),
            of: project.root.clone(),
            _lock: lock,
        };
        copy.folder(&project.root, &root, &project.target)
            .map_err(failed)?;
        Ok(copy)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes the copy of a file.
    pub(super) fn write(&self, file: &Path, text: &str) -> Result<(), Failure> {
        let Ok(relative) = file.strip_prefix(&self.of) else {
            return Err(Failure::new(format!(
                "`{}` is outside of the workspace, so changes of it cannot be checked in a copy",
                file.display()
            ))
            .with_help("leave the compiler out with `--no-check`"));
        };
        let file = self.root.join(relative);
        fs::write(&file, text)
            .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", file.display())))
    }

    fn folder(&self, from: &Path, to: &Path, target: &Path) -> std::io::Result<()> {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name();
            // The configuration is found above the copy as well, and would hold twice.
            let skipped = name == ".git"
                || name == "node_modules"
                || (name == ".cargo" && from == self.of && target.starts_with(&self.of));
            if skipped || path == target || path.join("CACHEDIR.TAG").exists() {
                continue;
            }
            // What a link leads to, if it is a file.
            let Ok(metadata) = fs::metadata(&path) else {
                continue;
            };
            let to = to.join(&name);
            if metadata.is_dir() {
                if !entry.file_type()?.is_symlink() {
                    self.folder(&path, &to, target)?;
                }
            } else if name == "Cargo.toml" {
                let text = fs::read_to_string(&path)?;
                let mut text = with_absolute_paths(&text, from, &self.of);
                // The folder that cargo builds in may be in another workspace.
                if from == self.of && !has_workspace(&text) {
                    text.push_str("\n[workspace]\n");
                }
                fs::write(&to, text)?;
            } else if metadata.is_file() {
                fs::copy(&path, &to)?;
            }
        }
        Ok(())
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // The next one begins by deleting it, if it is still there.
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn has_workspace(text: &str) -> bool {
    let document = text.parse::<DocumentMut>();
    document.is_ok_and(|document| document.contains_key("workspace"))
}

/// Dependencies outside of the workspace stay where they are.
fn with_absolute_paths(text: &str, folder: &Path, root: &Path) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        return text.to_owned();
    };
    for (name, item) in document.iter_mut() {
        if [
            "dependencies",
            "dev-dependencies",
            "build-dependencies",
            "patch",
            "replace",
            "target",
            "workspace",
        ]
        .contains(&name.get())
        {
            absolute(item, folder, root);
        }
    }
    document.to_string()
}

fn absolute(item: &mut Item, folder: &Path, root: &Path) {
    if let Some(table) = item.as_table_like_mut() {
        for (key, item) in table.iter_mut() {
            match item.as_str() {
                Some(path) if key.get() == "path" => {
                    let path = normal(&folder.join(path));
                    if !path.starts_with(root) {
                        *item = Item::Value(Value::from(path.display().to_string()));
                    }
                }
                Some(_) => {}
                None => absolute(item, folder, root),
            }
        }
    }
}

/// Without `..`, as it is written.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}
