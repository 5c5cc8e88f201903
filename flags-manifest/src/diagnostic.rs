//! What is wrong with a text, where, and what would mend it.

use crate::tree::Span;

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
