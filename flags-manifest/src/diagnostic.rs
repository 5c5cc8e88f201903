//! What is wrong with a text, where, and what would mend it.

use std::fmt::{self, Display, Write as _};

use crate::lines::Lines;
use crate::tree::Span;

mod snippet;
mod suggestion;

pub use self::snippet::Snippet;
pub use self::suggestion::suggest;

/// One finding in a manifest or state file.
///
/// The message is one sentence in lower case without a full stop, with the offending thing in
/// backticks. It says what is wrong and what is allowed; `help` is there where one fix is likely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, and what is allowed.
    pub message: String,
    /// Where, in bytes of the text; `None` for a finding about the file as a whole.
    pub span: Option<Span>,
    /// The one fix that is likely.
    pub help: Option<String>,
}

impl Diagnostic {
    /// The finding with its place, source line and caret, as rustc would show it, without a
    /// newline at the end.
    ///
    /// ```
    /// let text = "[features.new-checkout]\ndefault = 2026-01-01\n";
    /// let parsed = flags_manifest::parse(text);
    /// let shown = parsed.diagnostics[0].render("features.toml", text);
    /// assert!(shown.contains(" --> features.toml:2:11"));
    /// ```
    #[must_use]
    pub fn render(&self, path: &str, text: &str) -> String {
        self.render_with(path, text, &Lines::new(text))
    }

    fn render_with(&self, path: &str, text: &str, lines: &Lines) -> String {
        let mut shown = self.message.clone();
        let gutter = match &self.span {
            None => {
                let _ = write!(shown, "\n --> {path}");
                1
            }
            Some(span) => Snippet::new(text, lines, span).write(&mut shown, path),
        };
        if let Some(help) = &self.help {
            let _ = write!(shown, "\n{:gutter$} = help: {help}", "");
        }
        shown
    }

    /// `path:line:column: message`, for a log line.
    #[must_use]
    pub fn one_line(&self, path: &str, text: &str) -> String {
        match &self.span {
            None => format!("{path}: {}", self.message),
            Some(span) => {
                let (line, column) = position(text, span.start);
                format!("{path}:{line}:{column}: {}", self.message)
            }
        }
    }
}

/// All findings of a text, each as [`Diagnostic::render`] shows it, with an empty line between
/// two. The text is searched for lines once.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], path: &str, text: &str) -> String {
    let lines = Lines::new(text);
    let shown: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.render_with(path, text, &lines))
        .collect();
    shown.join("\n\n")
}

/// Line and column of a byte, both from 1; columns count characters. A byte-order mark has no
/// column.
#[must_use]
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    position_among(text, &Lines::new(text), offset)
}

/// The same where the text's lines are known already, for a program that asks many times.
#[must_use]
pub fn position_among(text: &str, lines: &Lines, offset: usize) -> (usize, usize) {
    let place = snippet::locate(text, lines, offset);
    (place.line, place.column)
}

/// Text of the user's in a message: in backticks, on one line, and not without end.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

const MAX_QUOTED: usize = 80;

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", Escaped(self.0))
    }
}

/// The same without the backticks.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("\"\"");
        }
        for (index, character) in self.0.chars().enumerate() {
            if index == MAX_QUOTED {
                return f.write_char('…');
            }
            if character == '`' || character.is_control() || snippet::reorders(character) {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// Names in a message: `` `a`, `b` or `c` ``.
pub(crate) struct OneOf<'a, T>(pub(crate) &'a [T], pub(crate) &'a str);

const MAX_LISTED: usize = 24;

impl<T: AsRef<str>> Display for OneOf<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(names, conjunction) = self;
        let last = names.len().saturating_sub(1);
        for (index, name) in names.iter().enumerate() {
            if index == MAX_LISTED && index < last {
                return write!(f, ", … ({} more)", names.len() - index);
            }
            match index {
                0 => {}
                _ if index == last => write!(f, " {conjunction} ")?,
                _ => f.write_str(", ")?,
            }
            write!(f, "{}", Quoted(name.as_ref()))?;
        }
        Ok(())
    }
}
