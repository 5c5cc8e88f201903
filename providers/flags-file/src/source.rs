//! The only place that touches the disk.

use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use flags_manifest::MAX_TEXT;
use flags_manifest::encoding::{NotUtf8, decode};
use xxhash_rust::xxh3::xxh3_64;

/// What can be told of a file without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
    /// Where links lead to.
    target: Option<PathBuf>,
}

/// Device, inode, and when the inode was last changed.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);
/// When the file was created.
#[cfg(not(unix))]
type Identity = Option<SystemTime>;

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (
        metadata.dev(),
        metadata.ino(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    )
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    metadata.created().ok()
}

impl Signature {
    /// Whether another file is there now, and not the same one that somebody may be writing.
    pub(crate) fn is_another_file(&self, other: &Self) -> bool {
        #[cfg(unix)]
        return (self.identity.0, self.identity.1) != (other.identity.0, other.identity.1);
        #[cfg(not(unix))]
        return self.identity != other.identity;
    }

    /// `None` where there is no file, or none that can be looked at.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(&metadata),
            target: fs::canonicalize(path).ok(),
        })
    }

    /// Whether the file was modified so lately that another save may bear the same time.
    ///
    /// A time in the future counts, as where a server's clock is ahead of ours.
    pub(crate) fn is_recent(&self, period: Duration) -> bool {
        let age = self
            .modified
            .and_then(|modified| SystemTime::now().duration_since(modified).ok());
        age.is_none_or(|age| age < period)
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Text {
        text: String,
        hash: u64,
    },
    /// It is no text.
    NotUtf8 {
        error: NotUtf8,
        hash: u64,
    },
    /// There is no such file.
    Missing,
    /// It is there and of no use, for this reason.
    Unusable(String),
}

impl Content {
    pub(crate) fn read(path: &Path) -> Self {
        match read(path) {
            Ok(bytes) => Self::of(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::Missing,
            Err(error) => Self::Unusable(error.to_string()),
        }
    }

    fn of(bytes: Vec<u8>) -> Self {
        if bytes.len() > MAX_TEXT {
            return Self::Unusable(format!(
                "it has more than {MAX_TEXT} bytes, which is the most that is read"
            ));
        }
        let hash = xxh3_64(&bytes);
        match decode(bytes) {
            Ok(text) => Self::Text { text, hash },
            Err(error) => Self::NotUtf8 { error, hash },
        }
    }
}

/// Why a directory is of no use.
pub(crate) const DIRECTORY: &str = "it is a directory";

pub(crate) fn is_directory(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    // Opening a pipe would wait for somebody to write into it.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            DIRECTORY
        } else {
            "it is no regular file"
        };
        return Err(std::io::Error::other(what));
    }
    // The limit holds before memory is taken, whatever the metadata says.
    let limit = MAX_TEXT as u64 + 1;
    let size = usize::try_from(metadata.len().min(limit)).unwrap_or(0);
    // One more byte, so that reading to the end does not ask for more memory to find nothing there.
    let mut bytes = Vec::with_capacity(size + 1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}
