//! Bytes to lines.

/// Where the lines of a text begin, so that a place becomes a line number without a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let ends = text.match_indices('\n');
        Self {
            starts: std::iter::once(0)
                .chain(ends.map(|(end, _)| end + 1))
                .collect(),
        }
    }

    /// The lines that begin there, and the first one.
    #[cfg(feature = "json")]
    pub(crate) fn at(mut starts: Vec<usize>) -> Self {
        starts.insert(0, 0);
        starts.shrink_to_fit();
        Self { starts }
    }

    /// Where the line begins that holds the byte at `offset`.
    #[must_use]
    pub fn start(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= offset);
        self.starts[line.saturating_sub(1)]
    }

    /// Line of the byte at `offset`, from 1. An offset past the end is on the last line.
    #[must_use]
    #[inline]
    pub fn line(&self, offset: usize) -> u32 {
        // A file in one line has been put there by a program, and may be large.
        if self.starts.len() == 1 {
            return 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }
}
