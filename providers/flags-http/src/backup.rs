//! The last good document, on disk.
//!
//! The file is a head of lines, an empty line, and the document as it arrived. The head begins with
//! the format's name, binds the document to address, identity and secrets, and ends with a checksum
//! of all the rest.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::Request;

const FORMAT: &str = "typed-flags backup 1";
/// Longest head that is understood.
const HEAD: u64 = 16 << 10;

/// A backup file, and what it must belong to.
#[derive(Debug)]
pub(crate) struct Backup {
    path: PathBuf,
    binding: String,
    max_size: u64,
}

/// What the file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) text: String,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// How long ago it was fetched, by the wall clock.
    pub(crate) age: Duration,
}

impl Backup {
    pub(crate) fn new(path: PathBuf, identity: &str, request: &Request, max_size: u64) -> Self {
        // Parts are told apart by their lengths. A key cannot be found from its hash.
        let mut hash = Sha256::new();
        let address = request.address.uri().to_string();
        let secrets = request.secrets().iter().map(|secret| secret.expose());
        for part in [address.as_str(), identity].into_iter().chain(secrets) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        if let Some(body) = &request.body {
            hash.update(body);
        }
        Self {
            path,
            binding: hex(&hash.finalize()),
            max_size,
        }
    }

    /// `Ok(None)`: there is none yet. The error says why there is no use in what there is.
    pub(crate) fn read(&self) -> Result<Option<Stored>, String> {
        let unusable =
            |why: &str| format!("the backup `{}` is not used: {why}", self.path.display());
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable(&error.to_string())),
        };
        let limit = self.max_size.saturating_add(HEAD);
        let mut bytes = Vec::new();
        // A directory opens, and then cannot be read.
        if let Err(error) = file.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            return Err(unusable(&error.to_string()));
        }
        if bytes.len() as u64 > limit {
            return Err(unusable("it is too large"));
        }
        self.parse(&bytes, SystemTime::now())
            .map(Some)
            .map_err(unusable)
    }

    fn parse(&self, bytes: &[u8], now: SystemTime) -> Result<Stored, &'static str> {
        let text = std::str::from_utf8(bytes).map_err(|_| "it is no UTF-8")?;
        let (head, text) = text.split_once("\n\n").ok_or("it is not whole")?;
        let (head, checksum) = head.rsplit_once("\nchecksum: ").ok_or("it is not whole")?;
        let mut lines = head.lines();
        if lines.next() != Some(FORMAT) {
            return Err("it is of another format");
        }
        if checksum != sum(head, text) {
            return Err("its checksum is wrong");
        }
        let field = |name: &str| {
            let mut fields = head.lines().filter_map(|line| line.split_once(": "));
            fields
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value)
        };
        if field("belongs-to") != Some(&self.binding) {
            return Err("it belongs to another address, environment or key");
        }
        let fetched = field("fetched").and_then(|seconds| seconds.parse().ok());
        let fetched =
            UNIX_EPOCH.checked_add(Duration::from_secs(fetched.ok_or("it is not whole")?));
        Ok(Stored {
            text: text.to_owned(),
            etag: field("etag").map(str::to_owned),
            last_modified: field("last-modified").map(str::to_owned),
            // A clock that went back makes it look like one from the future.
            age: fetched
                .and_then(|fetched| now.duration_since(fetched).ok())
                .unwrap_or_default(),
        })
    }

    /// Replaces the file whole, so that a crash leaves the old or the new one.
    pub(crate) fn write(
        &self,
        text: &str,
        etag: Option<&str>,
        last_modified: Option<&str>,
    ) -> Result<(), String> {
        self.replace(&self.render(text, etag, last_modified, SystemTime::now()))
            .map_err(|error| {
                format!(
                    "the backup `{}` cannot be written: {error}; nothing else depends on it",
                    self.path.display()
                )
            })
    }

    fn render(
        &self,
        text: &str,
        etag: Option<&str>,
        last_modified: Option<&str>,
        now: SystemTime,
    ) -> String {
        let fetched = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut head = format!("{FORMAT}\nbelongs-to: {}\nfetched: {fetched}", self.binding);
        for (name, value) in [("etag", etag), ("last-modified", last_modified)] {
            if let Some(value) = value {
                head.push_str(&format!("\n{name}: {value}"));
            }
        }
        format!("{head}\nchecksum: {}\n\n{text}", sum(&head, text))
    }

    fn replace(&self, content: &str) -> io::Result<()> {
        let temporary = temporary(&self.path);
        let written = write_through(&temporary, content.as_bytes())
            .and_then(|()| fs::rename(&temporary, &self.path));
        if written.is_err() {
            // What is left over is of no use; if it cannot be removed, the next write replaces it.
            drop(fs::remove_file(&temporary));
        }
        written?;
        // The rename itself outlives a crash once the directory is on disk; not every system can.
        #[cfg(unix)]
        if let Some(directory) = self.path.parent() {
            let directory = if directory.as_os_str().is_empty() {
                Path::new(".")
            } else {
                directory
            };
            drop(File::open(directory).and_then(|directory| directory.sync_all()));
        }
        Ok(())
    }
}

/// Beside the file, so that a rename can replace it; one for each process.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn write_through(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn sum(head: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(head);
    hash.update("\n\n");
    hash.update(text);
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
