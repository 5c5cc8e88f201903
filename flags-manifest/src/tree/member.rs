//! Places of entries in a text, for those that are read when they are asked for.

use std::ops::Range;

/// Where a name (without its quotes) and its value stand. A text has far less than 2^32 bytes.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    name: Range<u32>,
    value: Range<u32>,
}

impl Member {
    pub(crate) fn new(name: Range<usize>, value: Range<usize>) -> Option<Self> {
        Some(Self {
            name: narrow(name)?,
            value: narrow(value)?,
        })
    }

    #[inline]
    pub(crate) const fn name(&self) -> Range<usize> {
        wide(&self.name)
    }

    #[inline]
    pub(crate) const fn value(&self) -> Range<usize> {
        wide(&self.value)
    }

    /// From the name to the end of the value.
    #[inline]
    pub(crate) const fn source(&self) -> Range<usize> {
        self.name.start as usize..self.value.end as usize
    }
}

fn narrow(range: Range<usize>) -> Option<Range<u32>> {
    Some(u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?)
}

const fn wide(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
