//! State files as a running program would read them.

use std::fs;
use std::path::Path;

use flags_manifest::encoding::decode;
use flags_manifest::state::Format;

use crate::failure::Failure;
use crate::project::show;

/// The text of a state file, and the format that it is in.
///
/// # Errors
///
/// When it cannot be read, or is not UTF-8.
pub fn read(file: &Path) -> Result<(String, Format), Failure> {
    let shown = show(file);
    let bytes = fs::read(file)
        .map_err(|error| Failure::new(format!("cannot read the state file `{shown}`: {error}")))?;
    let text = decode(bytes).map_err(|error| {
        let failure = Failure::new(error.finding.one_line(&shown, &error.text));
        match error.finding.help {
            Some(help) => failure.with_help(help),
            None => failure,
        }
    })?;
    let format = format_of(&text);
    Ok((text, format))
}

/// The format of a text: one that begins with `{` is JSON, any other is TOML.
#[must_use]
pub fn format_of(text: &str) -> Format {
    let text = text.trim_start_matches('\u{feff}').trim_ascii_start();
    if text.starts_with('{') {
        Format::Json
    } else {
        Format::Toml
    }
}
