//! State files: what features say at run time, in TOML or JSON.
//!
//! A state file has the grammar of `features.toml`, less the declarations. Reading it takes two
//! steps, because the features that it speaks of may become known later than the text: [`parse`]
//! finds what is wrong with the text itself, and [`StateFile::against`] reads segments and entries
//! against what a registry declares.
//!
//! ```
//! use flags_manifest::model::{Type, Value};
//! use flags_manifest::state::{Declaration, Format, Scope, parse};
//!
//! let parsed = parse("[features.dark_mode]\ndefault = true\n", Format::Toml);
//! assert!(parsed.errors.is_empty());
//!
//! let scope = Scope {
//!     environments: vec!["production".to_owned()],
//!     ..Scope::default()
//! };
//! let checker = parsed.state.against(&scope);
//! let declaration = Declaration {
//!     ty: &Type::Boolean,
//!     range: None,
//! };
//! let entry = parsed.state.find("dark_mode").expect("the text has it");
//! let opinion = checker.check(entry, &declaration);
//! assert_eq!(opinion.default, Some(Value::Boolean(true)));
//! ```

use std::cell::Cell;

use crate::diagnostic::{Diagnostic, OneOf, Quoted, suggest};
use crate::environment::Environments;
use crate::findings::Findings;
use crate::grammar::{Dates, Grammar};
use crate::keys;
use crate::lines::Lines;
use crate::manifest::MAX_TEXT;
use crate::model::{Attribute, Segment};
use crate::reader::{self, What};
#[cfg(feature = "json")]
use crate::tree::json::quick;
use crate::tree::member::Member;
use crate::tree::toml::pieces::{self, Pieces};
use crate::tree::{Entry, Kind, Node, Span, Table};

mod index;
mod limits;
mod opinion;
mod segments;
mod text;
mod walk;

use self::index::Index;
pub use self::limits::{MAX_ITEMS, MAX_PATTERNS, MAX_STRING};
pub use self::opinion::{Declaration, Opinion};
pub use self::text::SharedText;
pub use self::walk::Walk;

/// How a state file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// TOML 1.0.
    Toml,
    /// JSON by RFC 8259. Without the Cargo feature `json`, reading it is an error that says so.
    Json,
}

/// What a text is found to be.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The entries.
    pub state: StateFile,
    /// Why the text as a whole cannot be used, in the order of the text; empty if it can.
    pub errors: Vec<Diagnostic>,
    /// What is not understood and left out, in the order of the text.
    pub ignored: Vec<Diagnostic>,
}

/// Entries of a state file, not yet checked against the features that they speak of.
#[derive(Clone, Debug)]
pub struct StateFile {
    text: SharedText,
    entries: Entries,
    /// Places of the entries by name.
    index: Index,
    segments: Option<Table<'static>>,
    segments_span: Option<Span>,
    lines: Lines,
    dates: Dates,
}

#[derive(Clone, Debug)]
enum Entries {
    Read(Vec<Entry<'static>>),
    /// Read when they are asked for.
    Found(Format, Vec<Member>),
}

/// What a state file says of one feature.
#[derive(Clone, Copy, Debug)]
pub struct StateEntry<'s> {
    state: &'s StateFile,
    place: usize,
}

impl<'s> StateEntry<'s> {
    /// Its place among the [`StateFile::entries`].
    #[must_use]
    #[inline]
    pub const fn place(self) -> usize {
        self.place
    }

    /// The name as written: a key, or `registry/key`.
    #[must_use]
    pub fn name(self) -> &'s str {
        self.state.name(self.place)
    }

    /// Where the name was written.
    #[must_use]
    #[inline]
    pub fn name_span(self) -> Span {
        match &self.state.entries {
            Entries::Read(entries) => entries[self.place].name_span.clone(),
            Entries::Found(_, members) => {
                pieces::quoted(&self.state.text, &members[self.place].name())
            }
        }
    }

    /// The text of the entry, from its name to its end, where it stands in one piece.
    #[must_use]
    #[inline]
    pub fn source(self) -> Option<&'s str> {
        match &self.state.entries {
            Entries::Read(_) => None,
            Entries::Found(_, members) => self.state.text.get(members[self.place].source()),
        }
    }

    /// A walk through it from its value on; `None` where it is not JSON that was read quickly.
    #[must_use]
    #[inline]
    pub fn walk(self) -> Option<Walk<'s>> {
        match &self.state.entries {
            Entries::Found(Format::Json, members) => {
                let value = members[self.place].value();
                let text = self.state.text.get(..value.end)?;
                Some(Walk::new(text, value.start))
            }
            _ => None,
        }
    }

    fn with<R>(self, read: impl FnOnce(&Entry<'_>) -> R) -> R {
        match &self.state.entries {
            Entries::Read(entries) => read(&entries[self.place]),
            Entries::Found(format, members) => {
                let entry = self.found(*format, &members[self.place]);
                read(&entry.expect("the text was found to be good"))
            }
        }
    }

    fn found(self, format: Format, member: &Member) -> Option<Entry<'s>> {
        let text = &self.state.text;
        match format {
            Format::Toml => pieces::entry(text, member),
            #[cfg(feature = "json")]
            Format::Json => Some(Entry {
                name: self.name().into(),
                name_span: self.name_span(),
                // The text itself, its list of features, the entry.
                value: quick::node(text, member, 3)?,
            }),
            #[cfg(not(feature = "json"))]
            Format::Json => None,
        }
    }
}

/// Reads a state file. A byte-order mark at its start is skipped.
///
/// An unknown name that looks like a slip of a known one is an error, because then nobody knows what
/// the text wants to say; any other is left out, so that newer files can be read.
#[must_use]
pub fn parse(text: impl Into<SharedText>, format: Format) -> Parsed {
    let text = text.into();
    let mut reading = Reading {
        format,
        errors: Findings::new(),
        ignored: Findings::new(),
        segments: None,
        segments_span: None,
    };
    if let Some((entries, index, lines)) = reading.quickly(&text) {
        return reading.end(text, entries, index, lines, Vec::new());
    }
    let (entries, syntax) = reading.thoroughly(&text);
    let index = Index::of_distinct(entries.len(), |place| entries[place].name.as_bytes());
    let lines = Lines::new(&text);
    reading.end(text, Entries::Read(entries), index, lines, syntax)
}

/// A text while it is read.
struct Reading {
    format: Format,
    errors: Findings,
    ignored: Findings,
    segments: Option<Table<'static>>,
    segments_span: Option<Span>,
}

impl Reading {
    /// `None` where there is more to say of the text than that it is good.
    fn quickly(&mut self, text: &str) -> Option<(Entries, Index, Lines)> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let (others, members, lines) = match self.format {
            Format::Toml => {
                let pieces = Pieces::read(text)?;
                (pieces.others, pieces.features, Lines::new(text))
            }
            #[cfg(feature = "json")]
            Format::Json => quick::file(text)?,
            #[cfg(not(feature = "json"))]
            Format::Json => return None,
        };
        let index = Index::new(members.len(), |place| {
            &text.as_bytes()[members[place].name()]
        })?;
        for entry in others {
            self.section(entry);
        }
        Some((Entries::Found(self.format, members), index, lines))
    }

    fn thoroughly(&mut self, text: &str) -> (Vec<Entry<'static>>, Vec<Diagnostic>) {
        let (table, syntax) = tree(text, self.format);
        let mut entries = Vec::new();
        if syntax.is_empty() {
            for entry in table.entries {
                match entry.value.kind {
                    Kind::Table(table) if entry.name == "features" => {
                        entries = table.into_owned().entries;
                    }
                    kind => self.section(Entry {
                        value: Node {
                            kind,
                            span: entry.value.span,
                        },
                        ..entry
                    }),
                }
            }
        }
        (entries, syntax)
    }

    /// What stands at the top of the text, beside a table of features.
    fn section(&mut self, entry: Entry<'_>) {
        match entry.name.as_ref() {
            "features" => self
                .errors
                .mismatch(&entry.value, &"`[features]`", "a table"),
            "segments" => {
                if let Kind::Table(table) = entry.value.kind {
                    self.segments = Some(table.into_owned());
                    self.segments_span = Some(entry.name_span);
                } else {
                    self.errors
                        .mismatch(&entry.value, &"`[segments]`", "a table");
                }
            }
            // Editors find the schema of a JSON file by it.
            "$schema" if self.format == Format::Json => {}
            _ => unknown_section(&mut self.errors, &mut self.ignored, &entry, self.format),
        }
    }

    fn end(
        self,
        text: SharedText,
        entries: Entries,
        index: Index,
        lines: Lines,
        mut errors: Vec<Diagnostic>,
    ) -> Parsed {
        errors.extend(self.errors.into_sorted());
        Parsed {
            state: StateFile {
                entries,
                index,
                segments: self.segments,
                segments_span: self.segments_span,
                lines,
                dates: match self.format {
                    Format::Toml => Dates::Literal,
                    Format::Json => Dates::Text,
                },
                text,
            },
            errors,
            ignored: self.ignored.into_sorted(),
        }
    }
}

fn tree(text: &str, format: Format) -> (Table<'_>, Vec<Diagnostic>) {
    let refuse = |message: String| {
        let diagnostic = Diagnostic {
            message,
            span: None,
            help: None,
        };
        (Table::default(), vec![diagnostic])
    };
    if text.len() > MAX_TEXT {
        return refuse(format!(
            "the file has {} bytes, and {MAX_TEXT} is the most that is read",
            text.len()
        ));
    }
    if text
        .trim_start_matches('\u{feff}')
        .trim_ascii_start()
        .starts_with('<')
    {
        return refuse("the file is a page of HTML or XML, not a state file".to_owned());
    }
    match format {
        Format::Toml => Table::from_toml(text),
        #[cfg(feature = "json")]
        Format::Json => Table::from_json(text),
        #[cfg(not(feature = "json"))]
        Format::Json => refuse(
            "the file is JSON, which this program cannot read: it was built without the Cargo \
             feature `json` of `typed-flags`"
                .to_owned(),
        ),
    }
}

impl StateFile {
    /// The text itself.
    #[must_use]
    pub const fn text(&self) -> &SharedText {
        &self.text
    }

    /// The entries of `[features]`, in the order of the text. No name stands twice.
    #[inline]
    pub fn entries(&self) -> impl ExactSizeIterator<Item = StateEntry<'_>> {
        let count = match &self.entries {
            Entries::Read(entries) => entries.len(),
            Entries::Found(_, members) => members.len(),
        };
        (0..count).map(|place| StateEntry { state: self, place })
    }

    /// Whether there is an entry `registry/key`.
    #[must_use]
    pub const fn names_registries(&self) -> bool {
        self.index.has_slashes()
    }

    /// The entry of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<StateEntry<'_>> {
        let name = name.as_bytes();
        let place = self.index.find(name, |place| self.name_bytes(place))?;
        Some(StateEntry { state: self, place })
    }

    /// The same, looked for at this place before anywhere else.
    #[must_use]
    #[inline]
    pub fn find_at(&self, place: usize, name: &str) -> Option<StateEntry<'_>> {
        if place < self.entries().len() && self.name_bytes(place) == name.as_bytes() {
            return Some(StateEntry { state: self, place });
        }
        self.find(name)
    }

    #[inline]
    fn name_bytes(&self, place: usize) -> &[u8] {
        match &self.entries {
            Entries::Read(entries) => entries[place].name.as_bytes(),
            Entries::Found(_, members) => &self.text.as_bytes()[members[place].name()],
        }
    }

    fn name(&self, place: usize) -> &str {
        match &self.entries {
            Entries::Read(entries) => &entries[place].name,
            Entries::Found(_, members) => &self.text[members[place].name()],
        }
    }

    /// Line of a place, from 1.
    #[must_use]
    #[inline]
    pub fn line(&self, span: &Span) -> u32 {
        self.lines.line(span.start)
    }

    /// The same as [`StateFile::line`], found quickly where it is this line or one of the next.
    #[inline]
    #[must_use]
    pub fn line_from(&self, line: u32, span: &Span) -> u32 {
        self.lines.line_from(line, span.start)
    }

    /// Where `[segments]` stands, if it does.
    #[must_use]
    pub const fn segments(&self) -> Option<&Span> {
        self.segments_span.as_ref()
    }

    /// Reads the segments against what a registry declares, and is ready to read its entries.
    #[must_use]
    pub fn against<'s>(&'s self, scope: &'s Scope) -> Checker<'s> {
        let declared = scope.segments.iter().map(|segment| segment.name.as_str());
        let grammar = Grammar::new(
            &scope.attributes,
            declared.clone().chain(segments::beyond(self, scope)),
            &self.lines,
            self.dates,
        );
        let segments = segments::read(self, scope, &grammar);
        Checker {
            patterns: Cell::new(segments.patterns),
            grammar,
            environments: Environments::new(&scope.environments),
            segments,
        }
    }
}

/// What a registry declares, as far as a state file has to fit it.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its `[context]`. Rules refer to attributes by index.
    pub attributes: Vec<Attribute>,
    /// Its `[segments]`. Rules refer to segments by index; those that only the state file has come
    /// after these.
    pub segments: Vec<DeclaredSegment>,
    /// Its environments.
    pub environments: Vec<String>,
}

/// Segment of a registry.
#[derive(Clone, Debug)]
pub struct DeclaredSegment {
    /// Its name.
    pub name: String,
    /// The segments that it refers to, by index.
    pub refers_to: Vec<usize>,
}

/// A state file beside what a registry declares.
#[derive(Debug)]
pub struct Checker<'s> {
    grammar: Grammar<'s>,
    environments: Environments<'s>,
    segments: Segments,
    /// Patterns so far.
    patterns: Cell<usize>,
}

impl Checker<'_> {
    /// The segments of the state file.
    #[must_use]
    pub const fn segments(&self) -> &Segments {
        &self.segments
    }

    /// How many patterns of `matches` have been read so far.
    #[must_use]
    pub const fn patterns(&self) -> usize {
        self.patterns.get()
    }

    /// Reads an entry against the declaration of the feature that it speaks of. Entries are to be
    /// read once each, since their patterns are counted up to [`MAX_PATTERNS`].
    #[must_use]
    pub fn check(&self, entry: StateEntry<'_>, declaration: &Declaration<'_>) -> Opinion {
        entry.with(|entry| opinion::read(self, entry, declaration))
    }
}

/// The segments of a state file, checked. They replace those of the registry with the same names.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// Those that can be used, by index: one of [`Scope::segments`], or beyond.
    pub usable: Vec<(usize, Segment)>,
    /// Those that cannot be used, of the state file or of the registry, by index: because of what
    /// is wrong with a segment of the state file, in the order of the indices.
    pub broken: Vec<BrokenSegment>,
    /// What is wrong, in the order of the text.
    pub errors: Vec<Diagnostic>,
    /// How many patterns they hold.
    patterns: usize,
}

/// Segment that cannot be used while the state file is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenSegment {
    /// Index: one of [`Scope::segments`], or beyond.
    pub index: usize,
    /// Why: `` segment `staff` is wrong, see line 3 ``.
    pub reason: String,
}

impl Segments {
    /// Why the segment of this index cannot be used, if so.
    #[must_use]
    pub fn broken(&self, index: usize) -> Option<&BrokenSegment> {
        let found = self
            .broken
            .binary_search_by_key(&index, |broken| broken.index);
        found.ok().map(|at| &self.broken[at])
    }
}

/// Sorts an unknown name at the top of the text, which most often is that of a feature.
fn unknown_section(
    errors: &mut Findings,
    ignored: &mut Findings,
    entry: &Entry<'_>,
    format: Format,
) {
    let name = entry.name.as_ref();
    if suggest(name, keys::STATE.iter().copied()).is_some() {
        reader::unknown(errors, entry, &"the state file", keys::STATE);
        return;
    }
    let help = match format {
        _ if keys::ROOT.contains(&name) => {
            format!("{} stands in `features.toml` only", Quoted(name))
        }
        Format::Toml => format!("if it is a feature, write {}", Quoted(&header(name))),
        Format::Json => format!("if it is a feature, put {} into `features`", Quoted(name)),
    };
    ignored.report_with_help(
        &entry.name_span,
        format!(
            "the state file: unknown key {}, expected {}",
            Quoted(name),
            OneOf(keys::STATE, "or")
        ),
        help,
    );
}

/// The header of a feature's table, as TOML has it.
fn header(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(is_bare) {
        format!("[features.{name}]")
    } else {
        format!("[features.{name:?}]")
    }
}

/// Sorts an unknown name: a slip of a known one is an error, anything else is left out.
fn unknown(
    errors: &mut Findings,
    ignored: &mut Findings,
    entry: &Entry<'_>,
    what: What<'_>,
    known: &[&str],
) {
    let is_slip = suggest(&entry.name, known.iter().copied()).is_some();
    let findings = if is_slip { errors } else { ignored };
    reader::unknown(findings, entry, what, known);
}
