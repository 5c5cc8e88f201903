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
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_ascii_start()
        .starts_with('{');
    Ok((text, if is_json { Format::Json } else { Format::Toml }))
}
