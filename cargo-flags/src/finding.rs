//! What is wrong with a project, and where.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What kind of finding it is: `manifest` for what the macro says too, `state` for what is
    /// wrong with a state file, else the name of a lint such as `expired`.
    pub code: &'static str,
    /// What is wrong, in one sentence in lower case without a full stop.
    pub message: String,
    /// Where; `None` for a finding about the project as a whole.
    pub place: Option<Place>,
    /// What would mend it.
    pub help: Option<String>,
    /// Key of the feature that it is about.
    pub feature: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is shown, and the exit status stays.
    Warning,
    /// The exit status is 1.
    Error,
}

/// Place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Absolute path of the file.
    pub file: PathBuf,
    /// The file's text, that the source line is shown of.
    pub text: Arc<str>,
    /// Bytes of the text; `None` for the file as a whole.
    pub span: Option<Range<usize>>,
}

impl Level {
    /// `warning` or `error`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
