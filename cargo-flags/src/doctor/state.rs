//! The state file, as a running program would take it.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use flags_file::FileProvider;
use flags_manifest::state::Format;
use flags_runtime::{NoticeKind, Registry};

use crate::doctor::{Check, count};
use crate::project::show;
use crate::state_file;

const TOPIC: &str = "state";

/// Age and size of the file, and all that a program with these registries would say about it.
///
/// It installs the file as the provider of this process, since only the process as a whole knows
/// what no registry declares.
#[must_use]
pub fn state(file: &Path, registries: &[&'static Registry]) -> Vec<Check> {
    let shown = show(file);
    let (text, format) = match state_file::read(file) {
        Ok(read) => read,
        Err(failure) => return vec![Check::error(TOPIC, failure.message())],
    };
    let mut checks = vec![Check::ok(
        TOPIC,
        format!(
            "{shown}: {}, {}{}",
            match format {
                Format::Json => "JSON",
                _ => "TOML",
            },
            count(text.len(), "byte"),
            age(file).map_or_else(String::new, |age| format!(", saved {age} ago"))
        ),
    )];
    let provider = match FileProvider::from_text(&*shown, text, format) {
        Ok(provider) => provider,
        Err(error) => {
            checks.push(Check::error(TOPIC, error.to_string()));
            return checks;
        }
    };
    flags_runtime::set_provider(provider);
    for registry in registries {
        flags_runtime::attach(registry);
    }
    let health = flags_runtime::status();
    checks.extend(
        health
            .notices()
            .iter()
            .filter_map(|notice| match notice.kind() {
                // The environment and its variables have a topic of their own.
                NoticeKind::UnknownEnvironment | NoticeKind::Variable => None,
                NoticeKind::Refused | NoticeKind::SetAside => {
                    Some(Check::error(TOPIC, notice.message()))
                }
                _ => Some(Check::warning(TOPIC, notice.message())),
            }),
    );
    checks
}

/// How long ago the file was saved, in its largest unit.
fn age(file: &Path) -> Option<String> {
    let saved = fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .ok()?;
    let seconds = SystemTime::now().duration_since(saved).ok()?.as_secs();
    let (number, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    Some(count(usize::try_from(number).ok()?, unit))
}
