//! The text of a state file.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The text of a state file. Cloning it does not copy it, nor does making one of a `String`: a large
/// text is in memory once.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedText(Arc<String>);

impl Deref for SharedText {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for SharedText {
    fn from(mut text: String) -> Self {
        text.shrink_to_fit();
        Self(Arc::new(text))
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
