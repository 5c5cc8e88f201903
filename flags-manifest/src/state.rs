//! State files: what features say at run time, in TOML or JSON.
//!
//! A state file has the grammar of `features.toml`, less the declarations. Reading it takes two
//! steps, because the features that it speaks of may become known later than the text: [`parse`]
//! finds what is wrong with the text itself, and [`StateFile::check`] reads one entry against the
//! declaration of its feature.
//!
//! ```
//! use flags_manifest::model::{Type, Value};
//! use flags_manifest::state::{Declaration, Format, parse};
//!
//! let parsed = parse("[features.dark_mode]\ndefault = true\n", Format::Toml);
//! assert!(parsed.errors.is_empty());
//!
//! let environments = ["production".to_owned()];
//! let declaration = Declaration {
//!     ty: &Type::Boolean,
//!     range: None,
//!     environments: &environments,
//! };
//! let opinion = parsed.state.check(&parsed.state.entries()[0], &declaration);
//! assert_eq!(opinion.default, Some(Value::Boolean(true)));
//! ```

use crate::diagnostic::{Diagnostic, OneOf, Quoted, suggest};
use crate::findings::Findings;
use crate::grammar::{Dates, Grammar};
use crate::keys;
use crate::lines::Lines;
use crate::manifest::MAX_TEXT;
use crate::reader::{self, What};
use crate::segment;
use crate::tree::{Entry, Kind, Span, Table};

mod limits;
mod names;
mod opinion;

pub use self::limits::{MAX_ITEMS, MAX_STRING};
pub use self::opinion::{Declaration, Opinion};

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
    entries: Vec<StateEntry>,
    segments: Option<Entry<'static>>,
    lines: Lines,
    dates: Dates,
}

/// What a state file says of one feature.
#[derive(Clone, Debug)]
pub struct StateEntry(Entry<'static>);

impl StateEntry {
    /// The name as written: a key, or `registry/key`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the name was written.
    #[must_use]
    pub fn name_span(&self) -> &Span {
        &self.0.name_span
    }
}

/// Reads a state file. A byte-order mark at its start is skipped.
///
/// An unknown name that looks like a slip of a known one is an error, because then nobody knows what
/// the text wants to say; any other is left out, so that newer files can be read.
#[must_use]
pub fn parse(text: &str, format: Format) -> Parsed {
    let mut errors = Findings::new();
    let mut ignored = Findings::new();
    let (table, mut syntax) = tree(text, format);
    let (mut entries, mut segments) = (Vec::new(), None);
    if syntax.is_empty() {
        for entry in table.into_owned().entries {
            match entry.name.as_ref() {
                "features" => {
                    if let Kind::Table(table) = entry.value.kind {
                        entries = table.entries.into_iter().map(StateEntry).collect();
                    } else {
                        errors.mismatch(&entry.value, &"`[features]`", "a table");
                    }
                }
                "segments" => segments = Some(entry),
                // Editors find the schema of a JSON file by it.
                "$schema" if format == Format::Json => {}
                _ => unknown_section(&mut errors, &mut ignored, &entry, format),
            }
        }
    }
    syntax.extend(errors.into_sorted());
    Parsed {
        state: StateFile {
            entries,
            segments,
            lines: Lines::new(text),
            dates: match format {
                Format::Toml => Dates::Literal,
                Format::Json => Dates::Text,
            },
        },
        errors: syntax,
        ignored: ignored.into_sorted(),
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
    /// The entries of `[features]`, in the order of the text. No name stands twice.
    #[must_use]
    pub fn entries(&self) -> &[StateEntry] {
        &self.entries
    }

    /// Line of a place, from 1.
    #[must_use]
    pub fn line(&self, span: &Span) -> u32 {
        self.lines.line(span.start)
    }

    /// Where `[segments]` stands, if it does.
    #[must_use]
    pub fn segments(&self) -> Option<&Span> {
        self.segments.as_ref().map(|entry| &entry.name_span)
    }

    /// What is wrong with `[segments]`, as far as that can be told without the attributes of a
    /// registry.
    #[must_use]
    pub fn check_segments(&self) -> Vec<Diagnostic> {
        let mut findings = Findings::new();
        if let Some(entry) = &self.segments
            && let Some(table) = reader::table(&mut findings, &entry.value, &"`[segments]`")
        {
            limits::check(&mut findings, &entry.value, &"`[segments]`");
            let mentioned = names::of_segments(table);
            segment::segments(&self.grammar(&mentioned), &mut findings, table);
        }
        findings.into_sorted()
    }

    /// Reads an entry against the declaration of the feature that it speaks of.
    #[must_use]
    pub fn check(&self, entry: &StateEntry, declaration: &Declaration<'_>) -> Opinion {
        opinion::read(self, &entry.0, declaration)
    }

    /// A grammar that takes every attribute and segment for declared, and looks no further there.
    fn grammar<'m>(&'m self, mentioned: &names::Mentioned<'m>) -> Grammar<'m> {
        Grammar::new(
            &[],
            mentioned.segments.iter().copied(),
            &self.lines,
            self.dates,
        )
        .with_broken(mentioned.attributes.iter().copied())
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
