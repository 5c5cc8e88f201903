//! What `features!` wrote of a registry, as text.
//!
//! rustc takes ten times as long for a declaration that is an expression as for one that is part of
//! a literal. So declarations, rules and segments are text in the program, and are read once: when
//! their registry is attached, or when somebody asks for them earlier.
//!
//! The text is words, each followed by a space or the end of a line. A number is its digits; a text is
//! its length in bytes, `:` and the text itself, so that nothing has to be escaped; anything else is a
//! word that says what follows. Types come first, then segments, then features; where the
//! words of each are read is where they are explained.

mod conditions;
mod features;
mod words;

use std::fmt;
use std::sync::OnceLock;

use crate::feature_info::Declaration;
use crate::value_type::BuildTable;
use crate::{SegmentInfo, ValueType};

use words::Words;

/// Version of the words. Whoever changes them changes it, here and in flags-build.
const FORMAT: u32 = 1;

/// The text, and what it says once it has been read.
pub(crate) struct Declared {
    text: &'static str,
    tables: &'static [BuildTable],
    read: OnceLock<&'static Read>,
}

/// What the text says.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) features: Vec<Declaration>,
    pub(crate) segments: Vec<SegmentInfo>,
}

impl Declared {
    /// Of registries that were not generated.
    pub(crate) const fn nothing() -> Self {
        Self::new(FORMAT, "", &[])
    }

    /// # Panics
    ///
    /// At build, where another version of flags-build wrote the text.
    pub(crate) const fn new(
        format: u32,
        text: &'static str,
        tables: &'static [BuildTable],
    ) -> Self {
        assert!(
            format == FORMAT,
            "flags-build must have the version of typed-flags: see [build-dependencies]"
        );
        Self {
            text,
            tables,
            read: OnceLock::new(),
        }
    }

    /// What it says. It is read once, and lives as long as the program.
    #[inline]
    pub(crate) fn get(&self) -> &'static Read {
        match self.read.get() {
            Some(read) => read,
            None => self.read(),
        }
    }

    #[cold]
    fn read(&self) -> &'static Read {
        self.read
            .get_or_init(|| Box::leak(Box::new(read(self.text, self.tables))))
    }
}

impl fmt::Debug for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Declared")
            .field("length", &self.text.len())
            .finish_non_exhaustive()
    }
}

fn read(text: &'static str, tables: &[BuildTable]) -> Read {
    if text.is_empty() {
        return Read::default();
    }
    let mut words = Words::new(text);
    let types: Vec<ValueType> = features::types(&mut words, tables);
    Read {
        segments: words.many(conditions::segment),
        features: words.many(|words| features::feature(words, &types)),
    }
}

#[cfg(test)]
mod tests;
