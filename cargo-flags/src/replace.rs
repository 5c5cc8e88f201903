//! Writes files so that nobody ever sees half of one.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::project::show;

/// New contents of several files, which are taken together: everything is written beside its
/// file first, then each is renamed onto it. A program that is ended in between leaves each file
/// either as it was or as it was meant to be.
#[derive(Debug, Default)]
pub struct Replacements {
    written: Vec<(PathBuf, NamedTempFile)>,
}

impl Replacements {
    /// Writes the new content of one file, beside it; the file itself stays as it is.
    ///
    /// # Errors
    ///
    /// When the content cannot be written there.
    pub fn add(&mut self, file: &Path, content: &str) -> Result<(), Failure> {
        let failed =
            |error: io::Error| Failure::new(format!("cannot write `{}`: {error}", show(file)));
        // A link stays a link: what it leads to is replaced.
        let file = &match fs::canonicalize(file) {
            Ok(file) => file,
            Err(_) => file.to_path_buf(),
        };
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        fs::metadata(folder).map_err(failed)?;
        // Their errors name the temporary file, which nobody has asked for.
        let mut beside =
            NamedTempFile::new_in(folder).map_err(|error| failed(error.kind().into()))?;
        beside
            .write_all(content.as_bytes())
            .map_err(|error| failed(error.kind().into()))?;
        let permissions = match fs::metadata(file) {
            Ok(metadata) => metadata.permissions(),
            // What a new file gets, which a temporary one does not.
            Err(_) => new_file_permissions(folder).map_err(failed)?,
        };
        fs::set_permissions(beside.path(), permissions).map_err(failed)?;
        beside.as_file().sync_all().map_err(failed)?;
        self.written.push((file.clone(), beside));
        Ok(())
    }

    /// Puts every content in its place.
    ///
    /// # Errors
    ///
    /// When one cannot be put there; it says which.
    pub fn commit(self) -> Result<(), Failure> {
        for (file, beside) in self.written {
            beside.persist(&file).map_err(|error| {
                Failure::new(format!(
                    "cannot replace `{}`: {}",
                    file.display(),
                    error.error
                ))
            })?;
        }
        Ok(())
    }
}

/// Permissions that an ordinary new file has in this folder.
fn new_file_permissions(folder: &Path) -> io::Result<fs::Permissions> {
    let probe = folder.join(format!(".cargo-flags-{}", std::process::id()));
    let file = fs::File::create_new(&probe)?;
    let permissions = file.metadata().map(|metadata| metadata.permissions());
    drop(file);
    fs::remove_file(&probe)?;
    permissions
}
