//! Paths in what is written down.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

/// A path as seen from a folder, also where it is beside that, with `/` between folders. Both are
/// absolute.
///
/// ```
/// use cargo_flags::paths::relative;
///
/// let seen = |file: &str| relative("/shop/docs".as_ref(), file.as_ref());
/// assert_eq!(seen("/shop/docs/a.md"), "a.md");
/// assert_eq!(seen("/shop/features.toml"), "../features.toml");
/// assert_eq!(seen("/shop/cart/features.toml"), "../cart/features.toml");
/// ```
#[must_use]
pub fn relative(folder: &Path, file: &Path) -> String {
    let mut shared = folder;
    let mut up = 0;
    let rest = loop {
        match (file.strip_prefix(shared), shared.parent()) {
            (Ok(rest), _) => break rest,
            (Err(_), Some(parent)) => (shared, up) = (parent, up + 1),
            (Err(_), None) => break file,
        }
    };
    let parts = (rest.components()).map(|part| part.as_os_str().to_string_lossy());
    let parts: Vec<_> = std::iter::repeat_n("..".into(), up).chain(parts).collect();
    parts.join("/")
}

/// A path without `.` and `..`, so that a file has one path.
#[must_use]
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// A path as a URI has it: what is not plain is written as bytes in hexadecimal.
///
/// ```
/// assert_eq!(cargo_flags::paths::uri("a b/ü.md"), "a%20b/%C3%BC.md");
/// ```
#[must_use]
pub fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' => uri.push('/'),
            other => {
                // Writing to a `String` cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}
