//! A text that is being changed, and the places in it that are watched.

use std::ops::Range;

use super::value::Value;

/// A text under way, with marks that move along with what they mark.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// What was taken out, in pieces.
    pub(super) removed: Vec<String>,
    /// What must not be done: where, in the text as it is on disk, and why.
    pub(super) refused: Vec<(Range<usize>, String)>,
}

/// A place that is watched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) what: What,
    /// Where it was in the text as it is on disk.
    pub(super) origin: Range<usize>,
}

/// Why a place is watched.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A path to the constant.
    Constant,
    /// A path to the generated enum or struct.
    Type,
    /// A path to a variant of it, by its index.
    Variant(usize),
    /// A path to its variant of `Key`.
    Key,
    /// The name of its field of `Values`.
    Field,
    /// A leaf of a `use` of the constant.
    Import,
    /// A leaf of a `use` of the enum, the struct or a variant.
    TypeImport,
    /// An expression whose value is known; its text still is what it was.
    Known(Value),
}

/// A piece of text for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Edit {
    pub(super) fn delete(range: Range<usize>) -> Self {
        Self {
            range,
            text: String::new(),
        }
    }

    pub(super) fn replace(range: Range<usize>, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
        }
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(at..at, text)
    }
}

/// One step of folding, in places of the text before it.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    pub(super) edits: Vec<Edit>,
    /// New marks; they take in the older ones of expressions within.
    pub(super) known: Vec<(Range<usize>, Value)>,
}

impl Step {
    pub(super) fn edits(edits: Vec<Edit>) -> Self {
        Self {
            edits,
            known: Vec::new(),
        }
    }

    pub(super) fn known(range: Range<usize>, value: Value) -> Self {
        Self {
            edits: Vec::new(),
            known: vec![(range, value)],
        }
    }
}

impl Draft {
    /// A text in which nothing is watched.
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            marks: Vec::new(),
            removed: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Takes one step, which came of the mark with this index.
    pub(super) fn take(&mut self, step: Step, of: usize) {
        let origin = self.marks[of].origin.clone();
        for (range, value) in step.known {
            self.marks.retain(|mark| !within(&mark.range, &range));
            self.marks.push(Mark {
                range,
                what: What::Known(value),
                origin: origin.clone(),
            });
        }
        self.apply(step.edits);
    }

    /// Changes the text.
    pub(super) fn apply(&mut self, edits: Vec<Edit>) {
        let edits = tidy(edits);
        if edits.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for edit in &edits {
            text.push_str(&self.text[at..edit.range.start]);
            text.push_str(&edit.text);
            at = edit.range.end;
            if !edit.range.is_empty() {
                self.removed.push(self.text[edit.range.clone()].to_owned());
            }
        }
        text.push_str(&self.text[at..]);
        self.text = text;
        self.marks.retain_mut(|mark| {
            if edits.iter().any(|edit| within(&mark.range, &edit.range)) {
                return false;
            }
            mark.range = moved_start(&edits, mark.range.start)..moved_end(&edits, mark.range.end);
            true
        });
    }
}

/// Sorted, without any that lies in another.
fn tidy(mut edits: Vec<Edit>) -> Vec<Edit> {
    // What is inserted before a piece that goes stays.
    edits.sort_by_key(|edit| {
        (
            edit.range.start,
            !edit.range.is_empty(),
            std::cmp::Reverse(edit.range.end),
        )
    });
    let mut tidied: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        if edit.range.is_empty() && edit.text.is_empty() {
            continue;
        }
        match tidied.last_mut() {
            Some(last) if edit.range.start < last.range.end => {
                if edit.range.end > last.range.end {
                    last.range.end = edit.range.end;
                    last.text.push_str(&edit.text);
                }
            }
            _ => tidied.push(edit),
        }
    }
    tidied
}

/// Whether a place is wholly inside of another.
pub(super) fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !outer.is_empty()
}

fn moved_start(edits: &[Edit], at: usize) -> usize {
    moved(edits, at, true)
}

fn moved_end(edits: &[Edit], at: usize) -> usize {
    moved(edits, at, false)
}

/// Where a place is after the edits. What is inserted right there is before a start and after an end.
fn moved(edits: &[Edit], at: usize, start: bool) -> usize {
    let (mut added, mut removed) = (0, 0);
    for edit in edits {
        if edit.range.start > at || (edit.range.start == at && !start) {
            break;
        }
        if edit.range.end <= at {
            added += edit.text.len();
            removed += edit.range.len();
        } else {
            // The place itself was taken out: what came instead is before it.
            added += edit.text.len();
            removed += at - edit.range.start;
            break;
        }
    }
    at + added - removed
}
