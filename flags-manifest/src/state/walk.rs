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
        self.peek() == Some(b'[')
    }

    /// Calls `member` with each name of an object, at its value.
    #[inline]
    pub fn object(&mut self, member: impl FnMut(&mut Self, &'s [u8]) -> Option<()>) -> Option<()> {
        if self.token() != b'{' {
            return None;
        }
        if self.token() == b'}' {
            return Some(());
        }
        self.members(member)
    }

    /// The same from behind a value on, where that was read by itself.
    #[inline]
    pub fn rest_of_object(
        &mut self,
        member: impl FnMut(&mut Self, &'s [u8]) -> Option<()>,
    ) -> Option<()> {
        if self.token() == b'}' {
            return Some(());
        }
        let _quote = self.token();
        self.members(member)
    }

    /// Calls `item` at each item of a list.
    #[inline]
    pub fn list(&mut self, item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.token() != b'[' {
            return None;
        }
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Some(());
        }
        self.items(item)
    }

    /// The same from behind an item on, where that was read by itself.
    #[inline]
    pub fn rest_of_list(&mut self, item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.token() == b']' {
            return Some(());
        }
        self.space();
        self.items(item)
    }

    /// Whether the text goes on with these very bytes; it passes over them then.
    #[inline]
    pub fn passes(&mut self, bytes: &[u8]) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let passes = rest.starts_with(bytes);
        if passes {
            self.at += bytes.len();
        }
        passes
    }

    /// The members from a name on, whose quote has been read.
    #[inline]
    fn members(&mut self, mut member: impl FnMut(&mut Self, &'s [u8]) -> Option<()>) -> Option<()> {
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

    #[inline]
    fn items(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
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
        let is_negative = self.passes(b"-");
        let (mut value, start) = (0_i64, self.at);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            // Downwards there is room for one more.
            value = value
                .checked_mul(10)?
                .checked_sub(i64::from(digit - b'0'))?;
            self.at += 1;
        }
        if self.at == start || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        if is_negative {
            Some(value)
        } else {
            value.checked_neg()
        }
    }

    /// A number from 0 to 100 with at most three decimals, in thousandths.
    #[inline]
    pub fn percentage(&mut self) -> Option<u32> {
        let (whole, digits) = self.digits()?;
        let (decimals, places) = if self.passes(b".") {
            self.digits()?
        } else {
            (0, 0)
        };
        if digits == 0 || matches!(self.peek(), Some(b'e' | b'E')) {
            return None;
        }
        let scale = [1000, 100, 10, 1][places];
        let thousandths = whole * 1000 + decimals * scale;
        (thousandths <= 100_000).then_some(thousandths)
    }

    /// At most three digits, and how many they are.
    #[inline]
    fn digits(&mut self) -> Option<(u32, usize)> {
        let (mut value, mut count) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value * 10 + u32::from(digit - b'0');
            count += 1;
            if count > 3 {
                return None;
            }
            self.at += 1;
        }
        Some((value, count))
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
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
        if self.peek() <= Some(b' ') {
            self.rest_of_space();
        }
    }

    #[inline(never)]
    fn rest_of_space(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| **byte <= b' ').count();
    }
}
