//! The words of the text, one after the other.

/// What is left of the text.
///
/// The text was written by the flags-build of this version, which `Declared::new` makes sure of; so
/// whatever is not as expected is a mistake of ours, and panics.
pub(super) struct Words {
    rest: &'static str,
}

impl Words {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { rest: text }
    }

    /// The next word.
    pub(super) fn word(&mut self) -> &'static str {
        let end = self.rest.bytes().position(|byte| byte <= b' ');
        let (word, rest) = self.rest.split_at(end.expect("a word ends with a space"));
        self.rest = &rest[1..];
        word
    }

    /// A whole number.
    pub(super) fn integer(&mut self) -> i64 {
        let word = self.word();
        word.parse().expect("where a number is due, there is one")
    }

    /// A number that is a count, an index or a share.
    pub(super) fn number(&mut self) -> u32 {
        let word = self.word();
        word.parse().expect("where a number is due, there is one")
    }

    /// The same as an index.
    pub(super) fn index(&mut self) -> usize {
        self.number() as usize
    }

    pub(super) fn float(&mut self) -> f64 {
        let word = self.word();
        word.parse().expect("where a number is due, there is one")
    }

    pub(super) fn boolean(&mut self) -> bool {
        self.word() == "true"
    }

    /// A text, which may hold anything.
    pub(super) fn text(&mut self) -> &'static str {
        let (length, rest) = self
            .rest
            .split_once(':')
            .expect("a text begins with its length");
        let length = length.parse().expect("a text begins with its length");
        let (text, rest) = rest.split_at(length);
        self.rest = &rest[1..];
        text
    }

    /// How many, then each.
    pub(super) fn many<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.number();
        (0..count).map(|_| read(self)).collect()
    }

    /// The same for what lives as long as the program.
    pub(super) fn list<T>(&mut self, read: impl FnMut(&mut Self) -> T) -> &'static [T] {
        self.many(read).leak()
    }
}
