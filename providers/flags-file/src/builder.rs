//! How a state file is to be watched.

use std::path::{self, Path, PathBuf};
use std::time::Duration;

use flags_manifest::state::Format;

use crate::{BuildError, FileProvider};

/// Settings of a [`FileProvider`]. Made by [`FileProvider::builder`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `build` or `read`"]
pub struct Builder {
    pub(crate) path: PathBuf,
    format: Option<Format>,
    pub(crate) interval: Duration,
    pub(crate) allow_empty: bool,
    pub(crate) missing_ok: bool,
}

impl Builder {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            path,
            format: None,
            interval: Duration::from_secs(1),
            allow_empty: false,
            missing_ok: false,
        }
    }

    /// States the format, whatever the path ends in. Otherwise `.toml` and `.json` tell.
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Looks at the file this often; at least 1 ms. By default every second.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(Duration::from_millis(1));
        self
    }

    /// Takes a file without any feature also after one that had some, and has no opinion then.
    /// Otherwise it is refused, because most often it is half written.
    pub const fn allow_empty(mut self, allow: bool) -> Self {
        self.allow_empty = allow;
        self
    }

    /// Starts without the file, and has no opinion until it appears.
    pub const fn missing_ok(mut self, ok: bool) -> Self {
        self.missing_ok = ok;
        self
    }

    /// Reads the file, and watches it from now on, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If the file is missing (unless [`Builder::missing_ok`]) or cannot be read, or its text is
    /// wrong as a whole; if there is no thread to be had.
    pub fn build(self) -> Result<FileProvider, BuildError> {
        FileProvider::open(self, true)
    }

    /// Reads the file once, and does not watch it.
    ///
    /// # Errors
    ///
    /// If the file is missing (unless [`Builder::missing_ok`]) or cannot be read, or its text is
    /// wrong as a whole.
    pub fn read(self) -> Result<FileProvider, BuildError> {
        FileProvider::open(self, false)
    }

    pub(crate) fn chosen_format(&self) -> Result<Format, BuildError> {
        let by_extension = || {
            let extension = self.path.extension()?.to_str()?;
            if extension.eq_ignore_ascii_case("toml") {
                Some(Format::Toml)
            } else if extension.eq_ignore_ascii_case("json") {
                Some(Format::Json)
            } else {
                None
            }
        };
        self.format
            .or_else(by_extension)
            .ok_or_else(|| BuildError::UnknownFormat {
                path: self.path.clone(),
            })
    }
}

/// The path for messages to those who have to find out where a relative one starts.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
