//! The provider.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use flags_manifest::state::Format;
use flags_runtime::{
    Answer, AnswerSink, Answers, ErrorKind, EvaluationContext, FeatureInfo, Listener, Notice,
    Provider, Registry, Resolution, ResolveError, Status,
};

use crate::bound::bind;
use crate::builder::absolute;
use crate::notices::notices;
use crate::source::{self, Content};
use crate::watched::Watched;
use crate::watcher::{Look, Watcher};
use crate::{BuildError, Builder};

/// Answers from a state file.
///
/// A watched file is watched for as long as the provider lives, or until
/// [`shutdown`](Provider::shutdown); its last answers stay. See the [crate](crate) for what a file
/// may hold and what happens to one that is wrong.
#[derive(Debug)]
pub struct FileProvider {
    watched: Arc<Watched>,
    /// `None` for a file that was read once.
    watcher: Option<Watcher>,
}

impl FileProvider {
    /// Reads a state file, and watches it from now on, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If the file is missing or cannot be read, or its text is wrong as a whole; if there is no
    /// thread to be had. What is wrong with single entries is reported when a registry attaches.
    pub fn watch(path: impl Into<PathBuf>) -> Result<Self, BuildError> {
        Self::builder(path).build()
    }

    /// Reads a state file once, and does not watch it.
    ///
    /// # Errors
    ///
    /// If the file is missing or cannot be read, or its text is wrong as a whole.
    pub fn read(path: impl Into<PathBuf>) -> Result<Self, BuildError> {
        Self::builder(path).read()
    }

    /// Answers from a text that is called `name` in messages.
    ///
    /// ```
    /// use flags_file::{FileProvider, Format};
    ///
    /// let text = "[features.dark_mode]\ndefault = true\n";
    /// let provider = FileProvider::from_text("flags.toml", text, Format::Toml)?;
    /// # Ok::<(), flags_file::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text is wrong as a whole.
    pub fn from_text(
        name: impl Into<String>,
        text: impl Into<String>,
        format: Format,
    ) -> Result<Self, BuildError> {
        let watched = Watched::new(name.into(), format, false);
        if let (_, Some(problem)) = watched.take_text(text.into()) {
            return Err(BuildError::Invalid {
                report: problem.report.unwrap_or(problem.reason),
            });
        }
        watched.end();
        Ok(Self {
            watched: Arc::new(watched),
            watcher: None,
        })
    }

    /// Settings for a state file at this path.
    pub fn builder(path: impl Into<PathBuf>) -> Builder {
        Builder::new(path.into())
    }

    pub(crate) fn open(builder: Builder, watches: bool) -> Result<Self, BuildError> {
        let format = match builder.chosen_format() {
            // The name of a directory tells no format, and no format would help.
            Err(BuildError::UnknownFormat { path }) if source::is_directory(&path) => {
                return Err(BuildError::Unreadable {
                    path: absolute(&path),
                    problem: source::DIRECTORY.to_owned(),
                });
            }
            chosen => chosen?,
        };
        let Builder {
            path,
            interval,
            allow_empty,
            missing_ok,
            ..
        } = builder;
        let watched = Arc::new(Watched::new(
            path.display().to_string(),
            format,
            allow_empty,
        ));
        // A program may change its directory while the file is watched.
        let path = absolute(&path);
        let (look, content) = Look::first(&path);
        match &content {
            Content::Missing if !missing_ok => {
                return Err(BuildError::Missing { path });
            }
            Content::Unusable(problem) => {
                let problem = problem.clone();
                return Err(BuildError::Unreadable { path, problem });
            }
            Content::Missing | Content::Text { .. } | Content::NotUtf8 { .. } => {}
        }
        let is_there = !matches!(content, Content::Missing);
        if let (_, Some(problem)) = watched.take(content)
            && is_there
        {
            return Err(BuildError::Invalid {
                report: problem.report.unwrap_or(problem.reason),
            });
        }
        let watcher = if watches {
            let watcher = Watcher::start(path, interval, Arc::clone(&watched), look);
            Some(watcher.map_err(BuildError::Thread)?)
        } else {
            watched.end();
            None
        };
        Ok(Self { watched, watcher })
    }
}

impl Provider for FileProvider {
    fn name(&self) -> &str {
        "file"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let Some(snapshot) = &*self.watched.snapshot.load() else {
            return Ok(None);
        };
        let registry = feature.registry();
        let environment = environment(registry, context.environment().unwrap_or(PRODUCTION));
        match snapshot.bound(registry).answer(feature, environment) {
            Answer::Fixed(answer) => answer,
            _ => Err(ResolveError::new(
                ErrorKind::General,
                format!(
                    "the state file has rules for feature `{}`, which the runtime evaluates and \
                     `resolve` does not",
                    feature.key()
                ),
            )),
        }
    }

    fn answers(&self, registry: &'static Registry, name: &str) -> Answers {
        let snapshot = self.watched.snapshot.load_full();
        let Some(snapshot) = snapshot else {
            return Answers::new(vec![Answer::Fixed(Ok(None)); registry.features().len()]);
        };
        let bound = snapshot.bound(registry);
        let environment = environment(registry, name);
        let answers = registry
            .features()
            .iter()
            .map(|feature| bound.answer(feature, environment))
            .collect();
        Answers::new(answers)
            .with_version(snapshot.version.clone())
            .with_segments(bound.segments.clone())
    }

    fn tell_answers(&self, registry: &'static Registry, name: &str, to: &mut dyn AnswerSink) {
        let Some(snapshot) = self.watched.snapshot.load_full() else {
            to.begin(None, Vec::new());
            for index in 0..registry.features().len() {
                to.take(index, None, Answer::Fixed(Ok(None)));
            }
            return;
        };
        let environment = environment(registry, name);
        bind(&snapshot, registry, |binder| binder.tell(environment, to));
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.watched.listeners.add(listener);
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let mut all: Vec<_> = self.watched.notice().into_iter().collect();
        if let Some(snapshot) = self.watched.snapshot.load_full() {
            all.extend(notices(&snapshot, registries));
            // The notices are asked for last. Before there is a registry, somebody is still to come.
            if !registries.is_empty() {
                snapshot.forget_state();
            }
        }
        all
    }

    fn status(&self) -> Status {
        self.watched.status()
    }

    fn ready(&self, timeout: Duration) -> Status {
        self.watched.wait(timeout);
        self.watched.status()
    }

    fn shutdown(&self) {
        if let Some(watcher) = &self.watcher {
            watcher.shutdown();
            self.watched.shut_down();
        }
    }
}

const PRODUCTION: &str = "production";

/// Index of an environment; where the name is unknown, of production.
fn environment(registry: &Registry, name: &str) -> usize {
    let position = |name: &str| {
        registry
            .environments()
            .iter()
            .position(|known| *known == name)
    };
    position(name).or_else(|| position(PRODUCTION)).unwrap_or(0)
}
