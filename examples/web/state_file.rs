//! The file that says what is on, watched while the server runs.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use typed_flags::file::BuildError;
use typed_flags::{Change, FileProvider, ProviderState};

use crate::features::REGISTRY;

/// `FLAGS_FILE`, or `flags.toml` beside this example, wherever the server is started.
pub(crate) fn path() -> PathBuf {
    if let Some(path) = env::var_os("FLAGS_FILE").filter(|path| !path.is_empty()) {
        return path.into();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/web/flags.toml");
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).map_or(path.clone(), Path::to_owned)
}

/// Lets the file answer from now on, and tells the console what it says.
pub(crate) fn watch(path: &Path) -> Result<Arc<FileProvider>, String> {
    let mut builder = FileProvider::builder(path);
    if let Some(interval) = interval()? {
        builder = builder.interval(interval);
    }
    let provider = Arc::new(builder.build().map_err(|error| advice(&error))?);
    typed_flags::set_provider(Arc::clone(&provider));
    // Without this the first request would do it, and a misspelled key would go unnoticed.
    typed_flags::attach(&REGISTRY);
    typed_flags::on_change(report).keep();
    Ok(provider)
}

/// `FLAGS_POLL`, in milliseconds.
fn interval() -> Result<Option<Duration>, String> {
    let Some(text) = env::var_os("FLAGS_POLL").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let milliseconds = text.to_str().and_then(|text| text.parse().ok());
    match milliseconds.filter(|milliseconds| *milliseconds > 0) {
        Some(milliseconds) => Ok(Some(Duration::from_millis(milliseconds))),
        None => Err(format!(
            "`FLAGS_POLL` must be a whole number of milliseconds above 0, found `{}`",
            text.display()
        )),
    }
}

/// What whoever runs the example can do. The error itself speaks to whoever writes the program.
fn advice(error: &BuildError) -> String {
    match error {
        BuildError::Missing { path } => format!(
            "there is no state file `{}`: create it (an empty one will do), or let `FLAGS_FILE` name \
             another",
            path.display()
        ),
        BuildError::UnknownFormat { path } => format!(
            "the name of the state file `{}` ends neither in `.toml` nor in `.json`: let \
             `FLAGS_FILE` name one that does",
            path.display()
        ),
        BuildError::Unreadable { .. } => format!("{error}; let `FLAGS_FILE` name another"),
        _ => error.to_string(),
    }
}

/// Tells what was taken. What is wrong is told by the hook that logs evaluations.
fn report(change: &Change) {
    let keys: Vec<&str> = change
        .features()
        .iter()
        .map(|feature| feature.key())
        .collect();
    if !keys.is_empty() {
        tracing::info!("the state file changes {}", keys.join(", "));
    } else if !change.notices().is_empty() {
        // They have been told.
    } else if change.status().state() == ProviderState::Ready {
        tracing::info!("the state file is good, and changes nothing");
    } else {
        tracing::warn!("the state file is {}", change.status());
    }
}
