//! Where the parts of a TOML text stand, so that one can be changed and all other bytes stay.

mod edited;

use std::ops::Range;

use flags_manifest::diagnostic::Diagnostic;
use toml_edit::{Array, Document, InlineTable, Item, TableLike, Value};

/// One step of a path from the top of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'d> {
    /// Into a table.
    Key(&'d str),
    /// Into a list.
    Item(usize),
}

impl<'d> From<&'d str> for Step<'d> {
    fn from(key: &'d str) -> Self {
        Self::Key(key)
    }
}

/// A path of keys.
#[must_use]
pub fn path<'d, const N: usize>(keys: [&'d str; N]) -> [Step<'d>; N] {
    keys.map(Step::Key)
}

/// A TOML text and its parts.
#[derive(Debug)]
pub struct TomlText<'t> {
    text: &'t str,
    document: Document<&'t str>,
}

/// A header, or one `key = value` outside of inline tables.
#[derive(Clone, Debug)]
pub struct Statement<'d> {
    /// Names from the top of the text: those of the header it stands below, then its own.
    pub path: Vec<Step<'d>>,
    /// How many names of the path are those of the header.
    pub below: usize,
    /// From its first to its last byte, without a comment behind it.
    pub span: Range<usize>,
    /// The value; `None` for a header.
    pub value: Option<&'d Value>,
}

/// One of the places that say something about a path.
#[derive(Clone, Debug)]
pub enum Site<'d> {
    /// A header `[path…]` or `[[path…]]`, and what stands below it.
    Section(Statement<'d>),
    /// `path… = value`, a statement of its own.
    Line(Statement<'d>),
    /// `path… = value` within an inline table, or an item of a list.
    Member(Member<'d>),
}

/// `key = value` within an inline table, or an item of a list.
#[derive(Clone, Debug)]
pub struct Member<'d> {
    /// Names from the top of the text.
    pub path: Vec<Step<'d>>,
    /// From its key to the end of its value.
    pub span: Range<usize>,
    /// The value.
    pub value: &'d Value,
    /// Spans of all members of its inline table, or of all items of its list.
    pub items: Vec<Range<usize>>,
    /// Which of them it is.
    pub index: usize,
}

impl<'d> Site<'d> {
    /// The value that stands there; a section has none.
    #[must_use]
    pub const fn value(&self) -> Option<&'d Value> {
        match self {
            Self::Section(_) => None,
            Self::Line(statement) => statement.value,
            Self::Member(member) => Some(member.value),
        }
    }
}

impl<'t> TomlText<'t> {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// What is wrong with it as TOML.
    pub fn new(text: &'t str) -> Result<Self, Diagnostic> {
        let document = Document::parse(text).map_err(|error| Diagnostic {
            message: format!("TOML syntax: {}", error.message()),
            span: error.span(),
            help: None,
        })?;
        Ok(Self { text, document })
    }

    /// Its headers and statements, in the order of the text.
    #[must_use]
    pub fn statements(&self) -> Vec<Statement<'_>> {
        let mut found = Vec::new();
        self.collect(self.document.as_table(), &mut Vec::new(), 0, &mut found);
        found.sort_by_key(|statement| statement.span.start);
        found
    }

    fn collect<'d>(
        &'d self,
        table: &'d dyn TableLike,
        path: &mut Vec<Step<'d>>,
        below: usize,
        found: &mut Vec<Statement<'d>>,
    ) {
        for (name, item) in table.iter() {
            path.push(Step::Key(name));
            let header = |span: Option<Range<usize>>, path: &[Step<'d>]| Statement {
                path: path.to_vec(),
                below: path.len(),
                span: span.unwrap_or_default(),
                value: None,
            };
            match item {
                Item::None => {}
                Item::Table(table) if table.is_dotted() => self.collect(table, path, below, found),
                Item::Table(table) => {
                    if !table.is_implicit() {
                        found.push(header(table.span(), path));
                    }
                    self.collect(table, path, path.len(), found);
                }
                Item::ArrayOfTables(tables) => {
                    for (index, table) in tables.iter().enumerate() {
                        path.push(Step::Item(index));
                        found.push(header(table.span(), path));
                        self.collect(table, path, path.len(), found);
                        path.pop();
                    }
                }
                Item::Value(value) => {
                    let end = value.span().unwrap_or_default().end;
                    let key = table.key(name).and_then(toml_edit::Key::span);
                    // Of `a.b.c = 1` only `c` stands here for certain; a key has one line.
                    let line = self.line_start(key.unwrap_or_default().start);
                    let indent = self.text[line..].len()
                        - self.text[line..].trim_start_matches([' ', '\t']).len();
                    found.push(Statement {
                        path: path.clone(),
                        below,
                        span: line + indent..end,
                        value: Some(value),
                    });
                }
            }
            path.pop();
        }
    }

    /// Every place that says something about a path, or about what is below it, in the order of
    /// the text. What stands below a header that is one of them is not listed.
    #[must_use]
    pub fn find(&self, path: &[Step<'_>]) -> Vec<Site<'_>> {
        let mut found = Vec::new();
        for statement in self.statements() {
            let Some(value) = statement.value else {
                if statement.path.starts_with(path) {
                    found.push(Site::Section(statement));
                }
                continue;
            };
            if statement.path.starts_with(path) {
                if statement.below < path.len() {
                    found.push(Site::Line(statement));
                }
            } else if path.starts_with(&statement.path) {
                self.descend(value, &statement.path, path, &mut found);
            }
        }
        found
    }

    fn descend<'d>(
        &'d self,
        value: &'d Value,
        above: &[Step<'d>],
        path: &[Step<'_>],
        found: &mut Vec<Site<'d>>,
    ) {
        let parts = match value {
            Value::InlineTable(table) => self.members(table, above),
            Value::Array(list) => items(list, above),
            _ => return,
        };
        for member in parts {
            if member.path.starts_with(path) {
                found.push(Site::Member(member));
            } else if path.starts_with(&member.path) {
                self.descend(member.value, &member.path, path, found);
            }
        }
    }

    /// What an inline table holds, in the order of the text; `above` leads to it.
    #[must_use]
    pub fn members<'d>(&'d self, table: &'d InlineTable, above: &[Step<'d>]) -> Vec<Member<'d>> {
        fn collect<'d>(
            table: &'d InlineTable,
            path: &mut Vec<Step<'d>>,
            found: &mut Vec<Member<'d>>,
        ) {
            for (name, value) in table.iter() {
                path.push(Step::Key(name));
                match value {
                    Value::InlineTable(table) if table.is_dotted() => collect(table, path, found),
                    _ => found.push(Member {
                        path: path.clone(),
                        span: value.span().unwrap_or_default(),
                        value,
                        items: Vec::new(),
                        index: 0,
                    }),
                }
                path.pop();
            }
        }
        let mut found = Vec::new();
        collect(table, &mut above.to_vec(), &mut found);
        found.sort_by_key(|member| member.span.start);
        // A key begins where the value before it, and its comma, ends.
        let mut from = table.span().unwrap_or_default().start + 1;
        for member in &mut found {
            member.span.start = self.skip_trivia(from);
            from = self.skip_comma(member.span.end);
        }
        let items: Vec<_> = found.iter().map(|member| member.span.clone()).collect();
        for (index, member) in found.iter_mut().enumerate() {
            member.items.clone_from(&items);
            member.index = index;
        }
        found
    }

    /// The first byte from here on that is no space, newline or comment.
    #[must_use]
    pub fn skip_trivia(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.text[at..];
            let trimmed = rest.trim_start_matches(BLANK);
            at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                return at;
            }
            at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    /// Behind the comma that follows, if one does; else where it was.
    #[must_use]
    pub fn skip_comma(&self, at: usize) -> usize {
        let next = self.skip_trivia(at);
        match self.text[next..].starts_with(',') {
            true => next + 1,
            false => at,
        }
    }

    /// The first byte behind a byte-order mark.
    fn first(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(BOM).len()
    }

    /// The first byte of the line that holds this one.
    #[must_use]
    pub fn line_start(&self, at: usize) -> usize {
        let newline = self.text[..at].rfind('\n');
        newline.map_or_else(|| self.first(), |newline| newline + 1)
    }

    /// Behind the line that holds this byte, and behind its newline.
    #[must_use]
    pub fn line_end(&self, at: usize) -> usize {
        let newline = self.text[at..].find('\n');
        newline.map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// Whole lines of a statement, with the comments directly above it.
    #[must_use]
    pub fn lines_of(&self, span: &Range<usize>) -> Range<usize> {
        let mut start = self.line_start(span.start);
        while start > self.first() {
            let above = self.line_start(start - 1);
            let line = self.text[above..start].trim_matches(BLANK);
            // `#:schema …` speaks of the whole text.
            if !line.starts_with('#') || line.starts_with("#:") {
                break;
            }
            start = above;
        }
        start..self.line_end(span.end)
    }

    /// Whole lines of a header and of what stands below it, with the comments directly above it
    /// and those that directly follow its last statement.
    #[must_use]
    pub fn section(&self, header: &Range<usize>) -> Range<usize> {
        let statements = self.statements();
        let after = statements.iter().filter(|it| it.span.start > header.start);
        let mut last = header.end;
        let mut next = self.text.len();
        for statement in after {
            if statement.value.is_none() {
                next = self.lines_of(&statement.span).start;
                break;
            }
            last = statement.span.end;
        }
        let mut end = self.line_end(last);
        while end < next
            && self.text[end..]
                .trim_start_matches([' ', '\t'])
                .starts_with('#')
        {
            end = self.line_end(end);
        }
        self.lines_of(header).start..end
    }

    /// The newline that the text uses.
    #[must_use]
    pub fn newline(&self) -> &'static str {
        match self.text.split_once('\n') {
            Some((line, _)) if line.ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }
}

/// What a list holds, each as a part of its own.
fn items<'d>(list: &'d Array, above: &[Step<'d>]) -> Vec<Member<'d>> {
    let spans: Vec<_> = list.iter().filter_map(Value::span).collect();
    list.iter()
        .enumerate()
        .map(|(index, value)| Member {
            path: above.iter().copied().chain([Step::Item(index)]).collect(),
            span: value.span().unwrap_or_default(),
            value,
            items: spans.clone(),
            index,
        })
        .collect()
}

const BOM: char = '\u{feff}';

const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
