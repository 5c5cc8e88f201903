//! Finds and reads `features.toml`. All I/O of an expansion is here and in [`crate::generate`].

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf, absolute};

use flags_manifest::diagnostic::suggest;
use flags_manifest::encoding::decode;
use xxhash_rust::xxh3::xxh3_64;

/// A manifest's text, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The text.
    pub text: String,
    /// XXH3 (64 bits, seed 0) of the file's bytes.
    pub fingerprint: u64,
    /// How it was found.
    pub location: Location,
    /// Absolute path of the file.
    pub file: PathBuf,
}

/// How a manifest was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// At the path that was named, in the folder of the package.
    Package,
    /// At this absolute path, which `FEATURES_TOML` gave.
    Variable(PathBuf),
}

/// Why a manifest cannot be read: complete in itself, with the absolute path and how to mend it.
pub type SourceError = String;

impl Source {
    /// Reads the manifest at this path in the package's folder (`CARGO_MANIFEST_DIR`), or where it
    /// is not there, at `FEATURES_TOML`. No other folder is searched.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be read, or is not text.
    pub fn read(path: &str) -> Result<Self, SourceError> {
        let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let variable = env::var_os("FEATURES_TOML").filter(|path| !path.is_empty());
        Self::find(path, folder.as_deref(), variable.as_deref().map(Path::new))
    }

    /// The same for any folder of a package, and any value of `FEATURES_TOML`.
    ///
    /// # Errors
    ///
    /// As [`Source::read`].
    pub fn find(
        path: &str,
        folder: Option<&Path>,
        variable: Option<&Path>,
    ) -> Result<Self, SourceError> {
        if path.is_empty() {
            return Err(
                "the path is empty: name the file as seen from the package's folder, such as \
                 `features.toml`"
                    .to_owned(),
            );
        }
        if Path::new(path).is_absolute() {
            return Err(format!(
                "`{path}` is an absolute path: name the file as seen from the package's folder, or \
                 give its place in the environment variable `FEATURES_TOML`"
            ));
        }
        let in_package = folder.map(|folder| folder.join(path));
        match (&in_package, variable) {
            (Some(file), _) if file.exists() || fs::symlink_metadata(file).is_ok() => {
                Self::load(file, path, Location::Package)
            }
            (_, Some(variable)) => {
                let file = absolute(variable)
                    .map_err(|error| format!("`FEATURES_TOML` is no path: {error}"))?;
                Self::load(&file, path, Location::Variable(file.clone())).map_err(|error| {
                    format!(
                        "{error}\n`FEATURES_TOML` names it, because the package has no `{path}`"
                    )
                })
            }
            (Some(file), None) => Err(missing(file, path)),
            (None, None) => Err(format!(
                "`{path}` cannot be found: `CARGO_MANIFEST_DIR` is not set, as it is under cargo; \
                 give the file's path in the environment variable `FEATURES_TOML`"
            )),
        }
    }

    fn load(file: &Path, path: &str, location: Location) -> Result<Self, SourceError> {
        let shown = file.display();
        if file.is_dir() {
            return Err(format!(
                "`{shown}` is a directory: name a file, such as `{}`",
                file.join("features.toml").display()
            ));
        }
        let bytes = fs::read(file).map_err(|error| match error.kind() {
            ErrorKind::NotFound => {
                format!("`{shown}` does not exist: create it, or mend the link that points there")
            }
            ErrorKind::PermissionDenied => format!(
                "`{shown}` cannot be read, permission denied: make it readable for the user that \
                 builds"
            ),
            _ => format!("`{shown}` cannot be read: {error}"),
        })?;
        let fingerprint = xxh3_64(&bytes);
        let text = decode(bytes).map_err(|error| {
            let name = match location {
                Location::Package => path.to_owned(),
                Location::Variable(_) => shown.to_string(),
            };
            error.finding.render(&name, &error.text)
        })?;
        Ok(Self {
            text,
            fingerprint,
            location,
            file: file.to_owned(),
        })
    }
}

fn missing(file: &Path, path: &str) -> SourceError {
    let shown = file.display();
    // cargo leaves the original next to the manifest that it publishes.
    let published = file
        .ancestors()
        .any(|folder| folder.join("Cargo.toml.orig").is_file());
    if published {
        return format!(
            "`{shown}` does not exist: this package was published without its `{path}`; its author \
             must keep the file inside the package's folder, and let `include` and `exclude` in \
             Cargo.toml take it along"
        );
    }
    if let Some(similar) = similar(file) {
        let path = Path::new(path).with_file_name(similar);
        return format!(
            "`{shown}` does not exist: did you mean `{}`, which is beside it?",
            path.display()
        );
    }
    format!(
        "`{shown}` does not exist: create it, for example with\n\n    \
         [features.my_first_feature]\n    description = \"What it does.\"\n    default = false\n"
    )
}

/// Name of the file beside it that was probably meant.
fn similar(file: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(file.parent()?)
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            // Also where a link leads to.
            let is_file = entry.path().is_file();
            is_file.then(|| entry.file_name().into_string().ok())?
        })
        .collect();
    // The system lists them in any order, and the message must not change with it.
    names.sort_unstable();
    suggest(
        file.file_name()?.to_str()?,
        names.iter().map(String::as_str),
    )
    .map(str::to_owned)
}
