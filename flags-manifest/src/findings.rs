//! Collects diagnostics while a text is read.

use crate::diagnostic::{Diagnostic, suggest};
use crate::reader::What;
use crate::tree::{Node, Span};

/// What has been found so far.
#[derive(Clone, Debug)]
pub struct Findings {
    diagnostics: Vec<Diagnostic>,
    /// How many names of long lists may still be looked at for suggestions: with thousands of
    /// unknown names among thousands, nobody reads the later ones.
    patience: usize,
}

/// Lists up to this length are searched for a suggestion every time.
const SHORT_LIST: usize = 100;
const PATIENCE: usize = 50_000;

impl Default for Findings {
    fn default() -> Self {
        Self {
            diagnostics: Vec::new(),
            patience: PATIENCE,
        }
    }
}

impl Findings {
    /// Nothing found yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn report(&mut self, span: &Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic {
            message: message.into(),
            span: Some(span.clone()),
            help: None,
        });
    }

    /// Adds a finding with its likely fix.
    pub fn report_with_help(
        &mut self,
        span: &Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.push(Diagnostic {
            message: message.into(),
            span: Some(span.clone()),
            help: Some(help.into()),
        });
    }

    /// Adds a finding whose fix is a similar name, where there is one among `candidates`.
    pub(crate) fn report_with_suggestion<'c>(
        &mut self,
        span: &Span,
        message: impl Into<String>,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) {
        let candidates = candidates.into_iter();
        let (count, _) = candidates.size_hint();
        let similar = if count <= SHORT_LIST {
            suggest(name, candidates)
        } else if let Some(patience) = self.patience.checked_sub(count) {
            self.patience = patience;
            suggest(name, candidates)
        } else {
            None
        };
        self.diagnostics.push(Diagnostic {
            message: message.into(),
            span: Some(span.clone()),
            help: similar.map(|similar| format!("did you mean `{similar}`?")),
        });
    }

    /// Adds "`what` must be `wanted`, found …" at `node`.
    pub(crate) fn mismatch(&mut self, node: &Node<'_>, what: What<'_>, wanted: &str) {
        self.report(
            &node.span,
            format!("{what} must be {wanted}, found {}", node.describe()),
        );
    }

    /// Adds what has been found elsewhere in the same text.
    pub(crate) fn extend(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Whether nothing has been found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Everything found, in the order of the text; what concerns the file as a whole comes first.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.diagnostics
            .sort_by_key(|diagnostic| diagnostic.span.as_ref().map(|span| span.start));
        self.diagnostics
    }

    /// Everything found, in the order of finding.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
