//! The build script's side.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::stamp::stamp;
use crate::{Options, Request, Source, expand, generated_file, today};

/// Generates the code of `features.toml` into `OUT_DIR`, where `features!("features.toml")` finds
/// and includes it.
///
/// Findings in the manifest are reported by `features!`, so that they appear once.
///
/// # Panics
///
/// Outside of a build script, and when `OUT_DIR` cannot be written to.
pub fn generate() {
    Builder::new().generate();
}

/// [`generate`] for another path, visibility or façade than usual. Give it the same as `features!`.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    request: Request,
}

impl Builder {
    /// What `features!("features.toml")` needs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Path of the manifest, relative to the package's folder.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.request.path = path.into();
        self
    }

    /// Visibility of what is generated: `pub`, or `pub(crate)` if this is not called.
    #[must_use]
    pub fn visibility(mut self, visibility: impl Into<String>) -> Self {
        self.request.visibility = visibility.into();
        self
    }

    /// Path of the façade, where it has another name than `typed_flags`.
    #[must_use]
    pub fn crate_path(mut self, path: impl Into<String>) -> Self {
        self.request.crate_path = path.into();
        self
    }

    /// Generates the code into `OUT_DIR`.
    ///
    /// # Panics
    ///
    /// Outside of a build script, and when `OUT_DIR` cannot be written to.
    #[expect(
        clippy::print_stdout,
        reason = "that is how a build script speaks to cargo"
    )]
    pub fn generate(self) {
        let Some(out_dir) = env::var_os("OUT_DIR").map(PathBuf::from) else {
            panic!("`flags_build::generate` works in a build script only: `OUT_DIR` is not set");
        };
        for name in ["FEATURES_TOML", "FEATURES_TODAY", "SOURCE_DATE_EPOCH"] {
            println!("cargo::rerun-if-env-changed={name}");
        }
        let file = out_dir.join(generated_file(&self.request.path));
        match Source::read(&self.request.path) {
            Ok(source) => {
                println!("cargo::rerun-if-changed={}", source.file.display());
                match self.code(&source) {
                    Ok(code) => write(&file, &code),
                    Err(message) => println!("cargo::error={message}"),
                }
            }
            // `features!` reads the manifest too and says why it cannot; cargo runs this again.
            Err(_) => {
                println!("cargo::rerun-if-changed={}", self.request.path);
                remove(&file);
            }
        }
    }

    fn code(self, source: &Source) -> Result<String, String> {
        let package = env::var("CARGO_PKG_NAME").unwrap_or_default();
        let options = Options {
            package,
            today: today()?,
            location: source.location.clone(),
            request: self.request,
        };
        let expansion = expand(source, &options);
        let stamp = stamp(
            &options.request,
            source.fingerprint,
            expansion.error.is_some(),
        );
        Ok(format!("{stamp}\n{}", expansion.code()))
    }
}

/// Leaves the file alone where it is the same already, so that nothing is compiled again.
fn write(file: &Path, code: &str) {
    if fs::read_to_string(file).is_ok_and(|old| old == code) {
        return;
    }
    if let Err(error) = fs::write(file, code) {
        panic!("`{}` cannot be written: {error}", file.display());
    }
}

fn remove(file: &Path) {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            panic!("`{}` cannot be removed: {error}", file.display());
        }
        _ => {}
    }
}
