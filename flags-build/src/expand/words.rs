//! What is declared as the text that the runtime reads; its `declared` modules explain the words.

use std::fmt::Write;

/// Words, each followed by a space; a text after its length, so that nothing has to be escaped.
#[derive(Default)]
pub(super) struct Words {
    pub(super) out: String,
    /// Whether the operator `matches` is among them.
    pub(super) has_patterns: bool,
}

impl Words {
    pub(super) fn word(&mut self, word: &str) {
        self.out.push_str(word);
        self.out.push(' ');
    }

    pub(super) fn number(&mut self, number: impl Into<i64>) {
        let _ = write!(self.out, "{} ", number.into());
    }

    pub(super) fn count(&mut self, count: usize) {
        let _ = write!(self.out, "{count} ");
    }

    pub(super) fn float(&mut self, number: f64) {
        let _ = write!(self.out, "{number:?} ");
    }

    pub(super) fn boolean(&mut self, boolean: bool) {
        self.word(if boolean { "true" } else { "false" });
    }

    pub(super) fn text(&mut self, text: &str) {
        let _ = write!(self.out, "{}:", text.len());
        self.word(text);
    }

    /// How many, then each.
    pub(super) fn many<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.count(items.len());
        for item in items {
            write(self, item);
        }
    }

    /// Ends a line, for who reads the generated file.
    pub(super) fn line(&mut self) {
        self.out.pop();
        self.out.push('\n');
    }

    /// As a literal of several lines.
    pub(super) fn literal(&self) -> String {
        let mut literal = "\"\\\n".to_owned();
        for line in self.out.split_inclusive('\n') {
            let quoted = format!("{line:?}");
            let quoted = &quoted[1..quoted.len() - 1];
            // After a line that ends with a backslash, Rust skips spaces.
            match quoted.strip_prefix(' ') {
                Some(rest) => literal.extend(["\\x20", rest]),
                None => literal.push_str(quoted),
            }
            literal.push_str("\\\n");
        }
        literal.push('"');
        literal
    }
}
