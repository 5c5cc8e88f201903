//! What is written to the log, by whichever crate.

use std::sync::{Mutex, PoisonError};

use log::{LevelFilter, Log, Metadata, Record};

/// Hears every record of the process, down to level `trace`.
#[derive(Debug)]
pub struct LogRecorder {
    lines: Mutex<Vec<String>>,
}

static RECORDER: LogRecorder = LogRecorder {
    lines: Mutex::new(Vec::new()),
};

impl LogRecorder {
    /// Hears the log from now on.
    ///
    /// # Panics
    ///
    /// If the process has a logger already.
    #[must_use]
    pub fn start() -> &'static Self {
        log::set_logger(&RECORDER).expect("a test of the log has its process to itself");
        log::set_max_level(LevelFilter::Trace);
        &RECORDER
    }

    /// Target, level and text of each record so far.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.clone()
    }

    /// Everything that was written: the records, and what the HTTP client's dumps of bytes, sixteen in
    /// a record, give when they are put together again.
    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.lines();
        let dumps = lines.iter().filter(|line| line.starts_with("ureq_proto"));
        // The last column holds the bytes as characters, with a dot for each that is none.
        let bytes: String = dumps
            .filter_map(|line| line.get(line.len().checked_sub(16)?..))
            .collect();
        format!("{}\n{bytes}\n", lines.join("\n"))
    }
}

impl Log for LogRecorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {} {}", record.target(), record.level(), record.args());
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line);
    }

    fn flush(&self) {}
}
