//! A directory with a state file, and a registry that it speaks to.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use flags_file::{Builder, FileProvider, Format, registry_from_text};
use flags_runtime::{
    Anonymous, Answer, Flags, Notice, NoticeKind, Provider, ProviderState, Registry,
};
use tempfile::TempDir;

pub(crate) static SHOP: LazyLock<&'static Registry> = LazyLock::new(|| {
    registry(
        r#"
        [registry]
        name = "shop"

        [features.dark_mode]
        [features.awesome]
        [features.old_banner]
        provider-key = "banner"
        [features.upload]
        default = 25
        range = [1, 500]
        [features.ratio]
        default = 0.5
        [features.greeting]
        default = "hello"
        [features.button]
        default = "red"
        variants = ["red", "green", "blue"]
        [features.limits]
        default = { results = 50, hosts = ["a", "b"], inner = { deep = true } }
        [features.kernel]
        default = true
        frozen = true

        [retired]
        power_peg = { on = 2026-03-01, value = true, reason = "rolled out" }
        "#,
    )
});

#[track_caller]
pub(crate) fn registry(text: &str) -> &'static Registry {
    registry_from_text("features.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// Answers of a TOML text.
#[track_caller]
pub(crate) fn toml(text: &str) -> FileProvider {
    FileProvider::from_text("flags.toml", text, Format::Toml)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// What a provider says of a feature of the shop: a value, `no opinion`, or why it is set aside.
#[track_caller]
pub(crate) fn says(provider: &FileProvider, environment: &str, key: &str) -> String {
    says_of(provider, *SHOP, environment, key)
}

#[track_caller]
pub(crate) fn says_of(
    provider: &FileProvider,
    registry: &'static Registry,
    environment: &str,
    key: &str,
) -> String {
    let feature = registry.find(key).expect("the feature is declared");
    let answers = provider.answers(registry, environment);
    match answers.get(feature.index()) {
        Answer::Fixed(Ok(Some(resolution))) => resolution.value().to_string(),
        Answer::Fixed(Ok(None)) => "no opinion".to_owned(),
        Answer::Fixed(Err(error)) => format!("{}: {}", error.kind(), error.message()),
        Answer::Rules(rules) => {
            let otherwise = rules.otherwise().map(|resolution| resolution.value());
            let otherwise = otherwise.map_or("no opinion".to_owned(), ToString::to_string);
            format!("{} rules, else {otherwise}", rules.rules().len())
        }
        other => panic!("a state file has rules or answers without a context: {other:?}"),
    }
}

/// What a provider reports, given these registries.
pub(crate) fn notices(provider: &FileProvider, registries: &[&'static Registry]) -> String {
    show(&provider.notices(registries))
}

pub(crate) fn show(notices: &[Notice]) -> String {
    let shown: Vec<_> = notices
        .iter()
        .map(|notice| format!("{:?}: {notice}", notice.kind()))
        .collect();
    shown.join("\n\n")
}

pub(crate) fn kinds(notices: &[Notice]) -> Vec<NoticeKind> {
    notices.iter().map(Notice::kind).collect()
}

/// Short enough for tests, long enough to let others work.
pub(crate) const INTERVAL: Duration = Duration::from_millis(5);

/// A directory with a state file called `flags.toml`.
pub(crate) struct World {
    pub(crate) dir: TempDir,
}

impl World {
    pub(crate) fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn with(text: &str) -> Self {
        let world = Self::empty();
        world.write(text);
        world
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.at("flags.toml")
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Saves in place.
    pub(crate) fn write(&self, text: &str) {
        fs::write(self.path(), text).unwrap();
    }

    /// Saves through a second file that takes the first one's place.
    pub(crate) fn replace(&self, text: &str) {
        replace(&self.path(), text);
    }

    pub(crate) fn builder(&self) -> Builder {
        FileProvider::builder(self.path()).interval(INTERVAL)
    }

    #[track_caller]
    pub(crate) fn watch(&self) -> FileProvider {
        self.builder()
            .build()
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// A text with the directory's name taken out.
    pub(crate) fn relative(&self, text: &str) -> String {
        text.replace(self.dir.path().to_str().unwrap(), "DIR")
    }
}

pub(crate) fn replace(path: &Path, content: impl AsRef<[u8]>) {
    let new = path.with_extension("new");
    fs::write(&new, content).unwrap();
    fs::rename(&new, path).unwrap();
}

/// Waits for something that has to happen.
#[track_caller]
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "did not happen in 20 s: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

#[track_caller]
pub(crate) fn becomes(provider: &FileProvider, state: ProviderState) {
    eventually(&format!("{state:?}"), || provider.status().state() == state);
}

#[track_caller]
pub(crate) fn comes_to_say(provider: &FileProvider, key: &str, value: &str) {
    eventually(&format!("`{key}` is {value}"), || {
        says(provider, "production", key) == value
    });
}

/// `dark_mode`, of a registry of the caller's, as `flags` have it.
#[track_caller]
pub(crate) fn dark_mode(flags: &Flags, registry: &'static Registry) -> bool {
    let feature = registry.feature::<bool>("dark_mode").unwrap();
    flags.is_enabled(feature, &Anonymous)
}

pub(crate) const ON: &str = "[features.dark_mode]\ndefault = true\n";
pub(crate) const OFF: &str = "[features.dark_mode]\ndefault = false\n";
