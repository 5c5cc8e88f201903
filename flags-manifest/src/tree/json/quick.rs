//! JSON without a fault in it, read quickly: the names are found at once, and what stands behind one
//! becomes a tree when somebody asks for it.
//!
//! Whatever is wrong or out of the ordinary is `None` here: [`Table::from_json`] reads it then, and says
//! what it is.

use std::borrow::Cow;
use std::ops::Range;

use super::super::{Entry, Kind, MAX_DEPTH, Node, Table};

/// Where a name (without its quotes) and its value stand. A text has far less than 2^32 bytes.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: Range<u32>,
    pub(crate) value: Range<u32>,
}

/// Larger objects are left to the other way, but for the one that the caller looks through itself.
const MAX_MEMBERS: usize = 64;

/// The members of the text's object, and those of the object `inside` it where there is one.
///
/// All of the text is valid then, apart from names that stand twice among the members of `inside`.
pub(crate) fn members(text: &str, inside: &str) -> Option<(Vec<Member>, Vec<Member>)> {
    let mut scanner = Scanner::new(text, 0);
    if text.starts_with('\u{feff}') {
        scanner.at = '\u{feff}'.len_utf8();
    }
    let mut inner = Vec::new();
    let outer = scanner.root(inside, &mut inner)?;
    scanner.space();
    inner.shrink_to_fit();
    (scanner.at == text.len()).then_some((outer, inner))
}

/// The value that stands there, which [`members`] has found to be valid.
pub(crate) fn node(text: &str, value: Range<u32>, depth: usize) -> Option<Node<'_>> {
    Scanner::new(text, value.start as usize).node(depth)
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Names of the objects that are open, each object's behind those of the one around it.
    names: Vec<Range<usize>>,
}

/// A string without its quotes.
struct Quoted {
    inner: Range<usize>,
    has_escapes: bool,
}

impl<'a> Scanner<'a> {
    const fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at,
            names: Vec::new(),
        }
    }

    fn root(&mut self, inside: &str, inner: &mut Vec<Member>) -> Option<Vec<Member>> {
        let mut outer: Vec<Member> = Vec::new();
        self.space();
        self.object(|this, name| {
            let start = this.at;
            let is_twice = outer
                .iter()
                .any(|other| this.text[wide(&other.name)] == this.text[name.clone()]);
            if is_twice || outer.len() == MAX_MEMBERS {
                return None;
            }
            if this.text[name.clone()] == *inside {
                // Anything but an object is for the other way to report.
                this.object(|this, name| {
                    let start = this.at;
                    this.skip(3)?;
                    inner.push(Member {
                        name: narrow(name)?,
                        value: narrow(start..this.at)?,
                    });
                    Some(())
                })?;
            } else {
                this.skip(2)?;
            }
            outer.push(Member {
                name: narrow(name)?,
                value: narrow(start..this.at)?,
            });
            Some(())
        })?;
        Some(outer)
    }

    /// Calls `value` at the value of each member, with the name.
    #[inline]
    fn object(
        &mut self,
        mut value: impl FnMut(&mut Self, Range<usize>) -> Option<()>,
    ) -> Option<()> {
        self.byte(b'{')?;
        self.space();
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let name = self.string()?;
            // Two names may be the same then and look different.
            if name.has_escapes {
                return None;
            }
            self.space();
            self.byte(b':')?;
            self.space();
            value(self, name.inner)?;
            self.space();
            match self.next()? {
                b',' => self.space(),
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Calls `value` at each.
    #[inline]
    fn array(&mut self, mut value: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.byte(b'[')?;
        self.space();
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            value(self)?;
            self.space();
            match self.next()? {
                b',' => self.space(),
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Passes over a valid value.
    fn skip(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'{' => {
                if depth > MAX_DEPTH {
                    return None;
                }
                let first = self.names.len();
                self.object(|this, name| {
                    let siblings = &this.names[first..];
                    let is_twice = siblings
                        .iter()
                        .any(|other| this.text[other.clone()] == this.text[name.clone()]);
                    if is_twice || siblings.len() == MAX_MEMBERS {
                        return None;
                    }
                    this.names.push(name);
                    this.skip(depth + 1)
                })?;
                self.names.truncate(first);
                Some(())
            }
            b'[' => {
                if depth > MAX_DEPTH {
                    return None;
                }
                self.array(|this| this.skip(depth + 1))
            }
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number().map(|_| ()),
        }
    }

    /// Builds the tree of a value.
    fn node(&mut self, depth: usize) -> Option<Node<'a>> {
        let start = self.at;
        let kind = match self.peek()? {
            b'"' => {
                let string = self.string()?;
                Kind::String(if string.has_escapes {
                    Cow::Owned(unescaped(&self.text[string.inner])?)
                } else {
                    Cow::Borrowed(&self.text[string.inner])
                })
            }
            b'{' => {
                if depth > MAX_DEPTH {
                    return None;
                }
                let mut entries = Vec::new();
                self.object(|this, name| {
                    let value = this.node(depth + 1)?;
                    entries.push(Entry {
                        name: Cow::Borrowed(&this.text[name.clone()]),
                        // A name's place includes its quotes.
                        name_span: name.start - 1..name.end + 1,
                        value,
                    });
                    Some(())
                })?;
                Kind::Table(Table { entries })
            }
            b'[' => {
                if depth > MAX_DEPTH {
                    return None;
                }
                let mut nodes = Vec::new();
                self.array(|this| {
                    nodes.push(this.node(depth + 1)?);
                    Some(())
                })?;
                Kind::Array(nodes)
            }
            b't' => {
                self.word("true")?;
                Kind::Boolean(true)
            }
            b'f' => {
                self.word("false")?;
                Kind::Boolean(false)
            }
            b'n' => {
                self.word("null")?;
                Kind::Null
            }
            _ => {
                let number = self.number()?;
                super::number(&self.text[number])
            }
        };
        Some(Node {
            kind,
            span: start..self.at,
        })
    }

    fn string(&mut self) -> Option<Quoted> {
        self.byte(b'"')?;
        let start = self.at;
        let mut has_escapes = false;
        loop {
            match self.next()? {
                b'"' => {
                    return Some(Quoted {
                        inner: start..self.at - 1,
                        has_escapes,
                    });
                }
                b'\\' => {
                    has_escapes = true;
                    escape(self.next()?)?;
                }
                0..b' ' => return None,
                _ => {}
            }
        }
    }

    fn number(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if self.peek()? == b'-' {
            self.at += 1;
        }
        if self.peek()? == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(start..self.at)
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let rest = &self.bytes[self.at..];
        rest.starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
        })
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        (self.next()? == wanted).then_some(())
    }
}

/// The character that an escape stands for. Those by number are left to the other way.
const fn escape(letter: u8) -> Option<char> {
    Some(match letter {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    })
}

fn unescaped(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut pieces = inner.split('\\');
    text.push_str(pieces.next()?);
    while let Some(piece) = pieces.next() {
        // Nothing between two backslashes: the second one is what the first escapes.
        let Some(letter) = piece.bytes().next() else {
            text.push('\\');
            text.push_str(pieces.next()?);
            continue;
        };
        text.push(escape(letter)?);
        text.push_str(&piece[1..]);
    }
    Some(text)
}

fn narrow(range: Range<usize>) -> Option<Range<u32>> {
    Some(u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?)
}

pub(crate) const fn wide(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

#[cfg(test)]
mod tests;
