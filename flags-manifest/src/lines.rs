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

    /// The lines that begin there, the first one at 0.
    #[cfg(feature = "json")]
    pub(crate) fn at(mut starts: Vec<usize>) -> Self {
        starts.shrink_to_fit();
        Self { starts }
    }

    /// Where the line begins that holds the byte at `offset`.
    #[must_use]
    pub fn start(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= offset);
        self.starts[line.saturating_sub(1)]
    }

    /// The same as [`Lines::line`], where that is most often this line or one of the next.
    #[inline]
    #[must_use]
    pub fn line_from(&self, line: u32, offset: usize) -> u32 {
        const NEAR: usize = 4;
        let first = line.max(1) as usize;
        let is_behind = self
            .starts
            .get(first - 1)
            .is_some_and(|start| *start <= offset);
        let next = self.starts.get(first..).unwrap_or_default();
        let passed = next
            .iter()
            .take(NEAR)
            .take_while(|start| **start <= offset)
            .count();
        if is_behind && passed < NEAR {
            return line.max(1) + u32::try_from(passed).unwrap_or(0);
        }
        self.line(offset)
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

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_line_is_the_same_wherever_it_is_looked_for_from() {
        let text = "a\n\nbc\nd\n\n\n\n\n\nefg\nh\n";
        let lines = Lines::new(text);
        for offset in 0..text.len() + 3 {
            for from in 0..15 {
                assert_eq!(lines.line_from(from, offset), lines.line(offset));
            }
        }
    }
}
