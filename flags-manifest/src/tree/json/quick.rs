//! JSON without a fault in it, read quickly: the names are found at once, and what stands behind one
//! becomes a tree when somebody asks for it.
//!
//! Whatever is wrong or out of the ordinary is `None` here: [`Table::from_json`] reads it then, and says
//! what it is.

use std::borrow::Cow;
use std::ops::Range;

use super::super::member::Member;
use super::super::quoted::plain_end;
use super::super::{Entry, Kind, MAX_DEPTH, Node, Table};
use crate::lines::Lines;

/// Larger objects are left to the other way, but for the one that the caller looks through itself.
const MAX_MEMBERS: usize = 64;

/// What was found of a text.
pub(crate) struct Found {
    /// The members of its object.
    pub(crate) outer: Vec<Member>,
    /// Those of the object that was to be looked into, where there is one.
    pub(crate) inner: Vec<Member>,
    pub(crate) lines: Lines,
}

/// A state file: what stands beside its features, the features, and the lines.
pub(crate) fn file(text: &str) -> Option<(Vec<Entry<'_>>, Vec<Member>, Lines)> {
    let Found {
        outer,
        inner,
        lines,
    } = members(text, "features")?;
    let others = outer
        .iter()
        .filter(|member| text[member.name()] != *"features");
    let others = others.map(|member| {
        let name = member.name();
        Some(Entry {
            name: text[name.clone()].into(),
            name_span: name.start - 1..name.end + 1,
            value: node(text, member, 2)?,
        })
    });
    Some((others.collect::<Option<_>>()?, inner, lines))
}

/// The members of the text's object, and those of the object `inside` it where there is one.
///
/// All of the text is valid then, apart from names that stand twice among the members of `inside`.
pub(crate) fn members(text: &str, inside: &str) -> Option<Found> {
    let mut scanner = Scanner::new(text, 0);
    if text.starts_with('\u{feff}') {
        scanner.at = '\u{feff}'.len_utf8();
    }
    scanner.lines.push(0);
    let mut inner = Vec::new();
    let outer = scanner.root(inside, &mut inner)?;
    if scanner.token() != END {
        return None;
    }
    inner.shrink_to_fit();
    Some(Found {
        outer,
        inner,
        lines: Lines::at(scanner.lines),
    })
}

/// The value that stands there, which [`members`] has found to be valid.
pub(crate) fn node<'a>(text: &'a str, member: &Member, depth: usize) -> Option<Node<'a>> {
    let mut scanner = Scanner::new(text, member.value().start);
    let token = scanner.token();
    scanner.node(token, depth)
}

/// How most entries begin that a program has written.
const USUAL: &[u8] = br#"{"rules":[{"when":{""#;

/// In place of a token, where the text is over.
const END: u8 = 0;

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where lines begin. Outside of white space a line cannot end.
    lines: Vec<usize>,
    /// What [`Scanner::skip`] is inside of.
    open: Vec<Open>,
    /// Names of the objects that are open, each object's behind those of the one around it.
    names: Vec<Range<usize>>,
    /// Where the value was that was passed over last. Many files repeat a rule, and what is the same
    /// need not be looked at again.
    last: Range<usize>,
    last_depth: usize,
    last_has_lines: bool,
}

#[derive(Clone, Copy)]
enum Open {
    Array,
    /// With the place of the first of its names.
    Object {
        first: usize,
    },
}

impl<'a> Scanner<'a> {
    const fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at,
            lines: Vec::new(),
            open: Vec::new(),
            names: Vec::new(),
            last: 0..0,
            last_depth: 0,
            last_has_lines: false,
        }
    }

    fn root(&mut self, inside: &str, inner: &mut Vec<Member>) -> Option<Vec<Member>> {
        let mut outer: Vec<Member> = Vec::new();
        if self.token() != b'{' {
            return None;
        }
        self.object(|this, name, token| {
            let start = this.at - 1;
            let is_twice = outer
                .iter()
                .any(|other| this.bytes[other.name()] == this.bytes[name.clone()]);
            if is_twice || outer.len() == MAX_MEMBERS {
                return None;
            }
            if this.bytes[name.clone()] == *inside.as_bytes() {
                // Anything but an object is for the other way to report.
                if token != b'{' {
                    return None;
                }
                this.object(|this, name, token| {
                    let start = this.at - 1;
                    this.skip(token, 3)?;
                    inner.push(Member::new(name, start..this.at)?);
                    Some(())
                })?;
            } else {
                this.skip(token, 2)?;
            }
            outer.push(Member::new(name, start..this.at)?);
            Some(())
        })?;
        Some(outer)
    }

    /// Calls `value` at the value of each member of an object whose brace has been read, with the name
    /// and the first byte of the value, which has been read too.
    #[inline]
    fn object(
        &mut self,
        mut value: impl FnMut(&mut Self, Range<usize>, u8) -> Option<()>,
    ) -> Option<()> {
        match self.token() {
            b'}' => return Some(()),
            b'"' => {}
            _ => return None,
        }
        loop {
            let name = self.name()?;
            let token = self.token();
            value(self, name, token)?;
            match self.token() {
                b',' if self.token() == b'"' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Calls `value` at each of an array whose bracket has been read, with the first byte.
    #[inline]
    fn array(&mut self, mut value: impl FnMut(&mut Self, u8) -> Option<()>) -> Option<()> {
        let mut token = self.token();
        if token == b']' {
            return Some(());
        }
        loop {
            value(self, token)?;
            match self.token() {
                b',' => token = self.token(),
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Passes over a valid value whose first byte has been read, without calling itself: most of a large
    /// file is passed over here.
    fn skip(&mut self, mut token: u8, depth: usize) -> Option<()> {
        let start = self.at - 1;
        if self.passes_same(start, depth) {
            return Some(());
        }
        let lines = self.lines.len();
        self.open.clear();
        self.names.clear();
        // Where the names of an object begin whose next name is to be read.
        let mut first = None;
        if self.bytes[start..].starts_with(USUAL) && depth + 3 <= MAX_DEPTH {
            self.begin_usually(start);
            first = Some(self.names.len());
        }
        loop {
            if let Some(first) = first.take() {
                token = self.member(first)?;
            }
            match token {
                b'"' => self.pass_string()?,
                b'{' => {
                    if depth + self.open.len() > MAX_DEPTH {
                        return None;
                    }
                    match self.token() {
                        b'}' => {}
                        b'"' => {
                            first = Some(self.names.len());
                            self.open.push(Open::Object {
                                first: self.names.len(),
                            });
                            continue;
                        }
                        _ => return None,
                    }
                }
                b'[' => {
                    if depth + self.open.len() > MAX_DEPTH {
                        return None;
                    }
                    token = self.token();
                    if token != b']' {
                        self.open.push(Open::Array);
                        continue;
                    }
                }
                token => self.pass_plain(token)?,
            }
            // Out of whatever ends here, to the next value.
            loop {
                let Some(open) = self.open.last() else {
                    self.last = start..self.at;
                    self.last_depth = depth;
                    self.last_has_lines = self.lines.len() > lines;
                    return Some(());
                };
                match *open {
                    Open::Array => match self.token() {
                        b',' => {
                            token = self.token();
                            break;
                        }
                        b']' => {}
                        _ => return None,
                    },
                    Open::Object { first: own } => match self.token() {
                        b',' if self.token() == b'"' => {
                            first = Some(own);
                            break;
                        }
                        b'}' => self.names.truncate(own),
                        _ => return None,
                    },
                }
                self.open.pop();
            }
        }
    }

    /// Passes over an object that is the same as the last one.
    #[inline]
    fn passes_same(&mut self, start: usize, depth: usize) -> bool {
        let last = &self.bytes[self.last.clone()];
        let is_same = !self.last_has_lines
            && self.last_depth == depth
            && last.starts_with(b"{")
            && self.bytes[start..].starts_with(last);
        if is_same {
            self.at = start + last.len();
        }
        is_same
    }

    /// Passes over [`USUAL`], up to the first name in the condition.
    #[inline]
    fn begin_usually(&mut self, start: usize) {
        self.names.push(start + 2..start + 7);
        self.names.push(start + 12..start + 16);
        self.open.extend([
            Open::Object { first: 0 },
            Open::Array,
            Open::Object { first: 1 },
            Open::Object { first: 2 },
        ]);
        self.at = start + USUAL.len();
    }

    /// Passes over the name of a member, whose quote has been read, to the first byte of its value. The
    /// names of its siblings begin at `first`.
    #[inline(always)]
    fn member(&mut self, first: usize) -> Option<u8> {
        let name = self.name()?;
        let bytes = &self.bytes[name.clone()];
        let siblings = &self.names[first..];
        let is_twice = siblings
            .iter()
            .any(|other| other.len() == bytes.len() && &self.bytes[other.clone()] == bytes);
        if is_twice || siblings.len() == MAX_MEMBERS {
            return None;
        }
        self.names.push(name);
        Some(self.token())
    }

    /// The name of a member, whose quote has been read; the colon is read too.
    #[inline]
    fn name(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let end = plain_end(self.bytes, start);
        // With escapes two names may be the same and look different.
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        (self.token() == b':').then_some(start..end)
    }

    /// Builds the tree of a value whose first byte has been read.
    fn node(&mut self, token: u8, depth: usize) -> Option<Node<'a>> {
        let start = self.at - 1;
        let kind = match token {
            b'"' => {
                self.pass_string()?;
                let inner = &self.text[start + 1..self.at - 1];
                Kind::String(if inner.contains('\\') {
                    Cow::Owned(unescaped(inner)?)
                } else {
                    Cow::Borrowed(inner)
                })
            }
            b'{' => {
                if depth > MAX_DEPTH {
                    return None;
                }
                let mut entries = Vec::new();
                self.object(|this, name, token| {
                    let value = this.node(token, depth + 1)?;
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
                self.array(|this, token| {
                    nodes.push(this.node(token, depth + 1)?);
                    Some(())
                })?;
                Kind::Array(nodes)
            }
            token => {
                self.pass_plain(token)?;
                match token {
                    b't' => Kind::Boolean(true),
                    b'f' => Kind::Boolean(false),
                    b'n' => Kind::Null,
                    _ => super::number(&self.text[start..self.at]),
                }
            }
        };
        Some(Node {
            kind,
            span: start..self.at,
        })
    }

    /// Passes over a string, whose quote has been read.
    #[inline]
    fn pass_string(&mut self) -> Option<()> {
        loop {
            self.at = plain_end(self.bytes, self.at);
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => {
                    escape(self.next()?)?;
                }
                _ => return None,
            }
        }
    }

    /// Passes over a number or a word, whose first byte has been read.
    #[inline]
    fn pass_plain(&mut self, token: u8) -> Option<()> {
        match token {
            b't' => self.word("rue"),
            b'f' => self.word("alse"),
            b'n' => self.word("ull"),
            token => self.pass_number(token),
        }
    }

    fn pass_number(&mut self, token: u8) -> Option<()> {
        match if token == b'-' { self.next()? } else { token } {
            b'0' => {}
            b'1'..=b'9' => self.pass_digits(),
            _ => return None,
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
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        self.pass_digits();
        (self.at > start).then_some(())
    }

    #[inline]
    fn pass_digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    #[inline]
    fn word(&mut self, word: &str) -> Option<()> {
        let rest = &self.bytes[self.at..];
        rest.starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
        })
    }

    /// Reads the next byte that is no white space.
    #[inline]
    fn token(&mut self) -> u8 {
        match self.bytes.get(self.at) {
            Some(token) if *token > b' ' => {
                self.at += 1;
                *token
            }
            _ => self.token_behind_space(),
        }
    }

    #[inline(never)]
    fn token_behind_space(&mut self) -> u8 {
        while let Some(token) = self.bytes.get(self.at) {
            self.at += 1;
            match token {
                b'\n' => self.lines.push(self.at),
                b' ' | b'\r' | b'\t' => {}
                // No other control character begins anything.
                token => return (*token).max(1),
            }
        }
        END
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
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

#[cfg(test)]
mod tests;
