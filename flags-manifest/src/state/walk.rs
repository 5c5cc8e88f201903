//! A walk through an entry of a JSON state file, without a tree.

use std::ops::Range;

use crate::tree::quoted::plain_end;

/// A walk through an entry of a JSON state file, for those who make something of it at once.
///
/// The text is known to be JSON without a fault, in which no object has a name twice. Wherever
/// something else stands than what is asked for, or something that has more than one form (a string
/// with escapes, an integer with an exponent), the answer is `None`, and the walk is over.
#[derive(Clone, Debug)]
pub struct Walk<'s> {
    /// All of the file up to the end of the entry.
    text: &'s str,
    at: usize,
}

impl<'s> Walk<'s> {
    #[cfg(feature = "json")]
    pub(super) const fn new(text: &'s str, at: usize) -> Self {
        Self { text, at }
    }

    /// How many bytes are ahead.
    #[must_use]
    #[inline]
    pub const fn length(&self) -> usize {
        self.text.len() - self.at
    }

    /// Where it is, in the text of the file: at a value.
    #[must_use]
    #[inline]
    pub const fn place(&self) -> usize {
        self.at
    }

    /// Whether a list stands here.
    #[inline]
    #[must_use]
    pub fn is_at_list(&self) -> bool {
        self.text.as_bytes().get(self.at) == Some(&b'[')
    }

    /// Calls `member` with each name of an object, at its value.
    #[inline]
    pub fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, &'s [u8]) -> Option<()>,
    ) -> Option<()> {
        if self.token() != b'{' {
            return None;
        }
        match self.token() {
            b'}' => return Some(()),
            _quote => {}
        }
        loop {
            let name = self.rest_of_string()?;
            let name = self.text.as_bytes().get(name)?;
            let _colon = self.token();
            self.space();
            member(self, name)?;
            if self.token() == b'}' {
                return Some(());
            }
            let _quote = self.token();
        }
    }

    /// Calls `item` at each item of a list.
    #[inline]
    pub fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.token() != b'[' {
            return None;
        }
        self.space();
        if self.text.as_bytes().get(self.at) == Some(&b']') {
            self.at += 1;
            return Some(());
        }
        loop {
            item(self)?;
            if self.token() == b']' {
                return Some(());
            }
            self.space();
        }
    }

    /// A string without escapes.
    #[inline]
    pub fn string(&mut self) -> Option<&'s str> {
        if self.token() != b'"' {
            return None;
        }
        let string = self.rest_of_string()?;
        self.text.get(string)
    }

    /// `true` or `false`.
    #[inline]
    pub fn boolean(&mut self) -> Option<bool> {
        let (value, rest) = match self.token() {
            b't' => (true, 3),
            b'f' => (false, 4),
            _ => return None,
        };
        self.at += rest;
        Some(value)
    }

    /// An integer of 64 bits.
    #[inline]
    pub fn integer(&mut self) -> Option<i64> {
        let number = self.number()?;
        number.parse().ok()
    }

    /// A number from 0 to 100 with at most three decimals, in thousandths.
    #[inline]
    pub fn percentage(&mut self) -> Option<u32> {
        let number = self.number()?.as_bytes();
        let mut thousandths = 0;
        // How many decimals there are; none before the point.
        let mut decimals = None;
        for byte in number {
            match (byte, &mut decimals) {
                (b'0'..=b'9', None | Some(0..=2)) => {
                    thousandths = thousandths * 10 + u32::from(byte - b'0');
                    decimals = decimals.map(|decimals| decimals + 1);
                }
                (b'.', None) => decimals = Some(0),
                _ => return None,
            }
            if thousandths > 100_000 {
                return None;
            }
        }
        let missing = [1000, 100, 10, 1][decimals.unwrap_or(0)];
        Some(thousandths * missing).filter(|thousandths| *thousandths <= 100_000)
    }

    #[inline]
    fn number(&mut self) -> Option<&'s str> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.iter().position(|byte| !is_part(byte))?;
        let number = self.text.get(self.at..self.at + length)?;
        self.at += length;
        // A word or a string stands here.
        (length > 0).then_some(number)
    }

    /// What is in a string, whose quote has been read.
    #[inline]
    fn rest_of_string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let end = plain_end(self.text.as_bytes(), start);
        self.at = end + 1;
        (self.text.as_bytes().get(end) == Some(&b'"')).then_some(start..end)
    }

    /// Reads the next byte that is no white space; 0 at the end.
    #[inline]
    fn token(&mut self) -> u8 {
        self.space();
        let token = self.text.as_bytes().get(self.at);
        self.at += 1;
        token.copied().unwrap_or(0)
    }

    #[inline]
    fn space(&mut self) {
        if self.text.as_bytes().get(self.at) <= Some(&b' ') {
            self.rest_of_space();
        }
    }

    #[inline(never)]
    fn rest_of_space(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| **byte <= b' ').count();
    }
}
