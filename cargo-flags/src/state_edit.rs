//! Changes to what a state file says of one feature.

mod rollout;
mod set;

use std::ops::Range;

use flags_manifest::diagnostic::{Diagnostic, suggest};
use flags_manifest::model::{Feature, Manifest, Rule, Segment, Type, Value};
use flags_manifest::state::{Declaration, DeclaredSegment, Format, Opinion, Scope, parse};
use flags_manifest::tree::{Kind, Node, Table};

use flags_runtime::Registry;

pub use self::rollout::Rollout;
pub use self::set::{Others, Set};
use crate::datum::Datum;
use crate::failure::Failure;
use crate::project::{FeatureAt, Project};
use crate::rule_data::Names;
use crate::standing::{Layer, describe};
use crate::state_text::StateText;
use crate::toml_text::Step;

/// What a state file says of one feature, to be changed.
#[derive(Debug)]
pub struct StateEdit<'p> {
    /// What is declared of the feature.
    pub feature: &'p Feature,
    /// The manifest that declares it.
    pub manifest: &'p Manifest,
    /// Name of its registry.
    pub registry: &'p str,
    /// Name of its entry in the state file.
    pub entry: String,
    /// Other registries that the entry speaks to as well.
    pub shared_with: Vec<String>,
    /// The file as people see it.
    file: String,
    /// All registries that the file may speak to.
    registries: Vec<&'static Registry>,
    format: Format,
    old: String,
    text: StateText,
}

/// What keeps a change from having the effect that is meant.
#[derive(Debug, Default)]
pub struct Objections {
    /// Places in the state file, and what they say.
    pub places: Vec<Diagnostic>,
    /// What would do.
    pub help: String,
}

/// What the feature says in one environment, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'p> {
    /// Name of the environment.
    pub environment: &'p str,
    /// In few words.
    pub before: String,
    /// Likewise.
    pub after: String,
}

impl<'p> StateEdit<'p> {
    /// Of the feature of this name, in a state file with this text.
    ///
    /// # Errors
    ///
    /// When the feature is frozen, or the text cannot be read.
    pub fn new(
        project: &'p Project,
        at: FeatureAt,
        name: &str,
        file: String,
        text: String,
        format: Format,
    ) -> Result<Self, Failure> {
        let (feature, manifest) = (project.get(at), &project.manifests[at.manifest]);
        if feature.frozen {
            return Err(Failure::new(format!(
                "feature `{}` is frozen: it is decided at build, and no state file can change it",
                feature.key
            ))
            .with_help("change its `default` in `features.toml` and build, or take `frozen` out"));
        }
        let old = text.clone();
        let text = StateText::new(text, format).map_err(|errors| {
            let shown: Vec<String> = errors.iter().map(|it| it.render(&file, &old)).collect();
            Failure::new(format!(
                "`{file}` cannot be read, so nothing was written\n{}",
                shown.join("\n")
            ))
        })?;
        let registry = project.registry_name(at.manifest);
        let key = key_of(feature);
        let others = speaking_to(project, key, registry);
        let qualified = format!("{registry}/{key}");
        let has = |name: &str| {
            text.get(&[Step::Key("features"), Step::Key(name)])
                .is_some()
        };
        let is_qualified = name.contains('/');
        let entry = match (has(&qualified), has(key)) {
            (true, _) => qualified,
            // It speaks to nobody else that is known, so it is the one that is meant.
            (false, true) if !is_qualified || others.is_empty() => key.to_owned(),
            (false, false) if !is_qualified && others.is_empty() => key.to_owned(),
            _ => qualified,
        };
        Ok(Self {
            shared_with: if entry == key { others } else { Vec::new() },
            feature,
            manifest: &manifest.parsed.manifest,
            registry,
            entry,
            file,
            registries: (0..project.manifests.len())
                .map(|index| project.registry(index))
                .collect::<Result<_, _>>()?,
            format,
            old,
            text,
        })
    }

    /// Remembers the other registries of a whole workspace that the entry speaks to.
    pub fn look_around(&mut self, workspace: &Project) {
        let key = key_of(self.feature);
        if self.entry == key {
            self.shared_with = speaking_to(workspace, key, self.registry);
        }
    }

    /// The text before.
    #[must_use]
    pub fn old(&self) -> &str {
        &self.old
    }

    /// The text after.
    #[must_use]
    pub fn new_text(&self) -> &str {
        self.text.text()
    }

    /// Index of an environment.
    ///
    /// # Errors
    ///
    /// When the registry has none of this name.
    pub fn environment(&self, name: &str) -> Result<usize, Failure> {
        let known = &self.manifest.environments;
        if let Some(index) = known.iter().position(|it| it == name) {
            return Ok(index);
        }
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let failure = Failure::new(format!(
            "registry `{}` has no environment `{name}`, only {}",
            self.registry,
            names.join(", ")
        ));
        Err(match suggest(name, known.iter().map(String::as_str)) {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None => failure,
        })
    }

    /// Reads a value as it is written on the command line.
    ///
    /// # Errors
    ///
    /// When it is none of the feature.
    pub fn value(&self, written: &str) -> Result<Value, Failure> {
        let Feature { ty, range, key, .. } = self.feature;
        let text = format!("value = {written}");
        let (table, errors) = Table::from_toml(&text);
        let node = |kind| Node { kind, span: 0..0 };
        let plain = node(Kind::String(written.into()));
        let parsed = match &table.entries[..] {
            [one] if errors.is_empty() && one.name == "value" => one.value.clone(),
            _ => plain.clone(),
        };
        let read = match ty {
            Type::Boolean => match written {
                "on" => node(Kind::Boolean(true)),
                "off" => node(Kind::Boolean(false)),
                _ => parsed,
            },
            // In quotes, as in the file, or without.
            Type::String | Type::Variants(_) => match parsed.kind {
                Kind::String(_) => parsed,
                _ => plain,
            },
            Type::Integer | Type::Float | Type::Table(_) => parsed,
        };
        let what = format!("feature `{key}`: the value");
        flags_manifest::check_value(&read, ty, range.as_ref(), &what).map_err(|errors| {
            let failure = errors.first().map_or_else(
                || Failure::new(format!("{what} `{written}` does not fit")),
                |error| Failure::new(error.message.clone()),
            );
            match (errors.first().and_then(|it| it.help.clone()), ty) {
                (Some(help), _) => failure.with_help(help),
                (None, Type::Boolean) => {
                    failure.with_help("write `true` or `on`, `false` or `off`")
                }
                (None, Type::Table(_)) => failure.with_help(format!(
                    "write all its fields, as in '{}'",
                    Datum::of_value(&self.feature.default, ty).toml()
                )),
                (None, _) => failure,
            }
        })
    }

    /// What the feature says in each environment, before and after, and whether the new text can
    /// be written: it is read as a running program reads it.
    ///
    /// # Errors
    ///
    /// When the entry, or another, would be wrong that was not before.
    pub fn changes(&self) -> Result<Vec<Change<'p>>, Failure> {
        self.check()?;
        let before = self.told(&self.old);
        let after = self.told(self.new_text());
        if let Some(error) = after.opinion.errors.first() {
            return Err(Failure::new(format!(
                "the entry `{}` of `{}` would still be set aside, so nothing was written: {}",
                self.entry, self.file, error.message
            ))
            .with_help("mend that too, or take it out: `cargo flags set` does with `--force`"));
        }
        let environments = self.manifest.environments.iter().enumerate();
        Ok(environments
            .map(|(index, name)| Change {
                environment: name,
                before: self.description(&before, index),
                after: self.description(&after, index),
            })
            .collect())
    }

    /// Everything that is new and wrong.
    fn check(&self) -> Result<(), Failure> {
        let findings = |text: &str| match flags_file::check_all(text, &self.registries) {
            Ok(()) => Vec::new(),
            Err(error) => error.findings().to_vec(),
        };
        let before = findings(&self.old);
        let new = findings(self.new_text())
            .into_iter()
            .find(|finding| !before.iter().any(|it| it.message == finding.message));
        match new {
            None => Ok(()),
            Some(finding) => {
                let failure = Failure::new(format!(
                    "`{}` would be wrong, so nothing was written: {}",
                    self.file, finding.message
                ));
                Err(match finding.help {
                    Some(help) => failure.with_help(help),
                    None => failure,
                })
            }
        }
    }

    /// What a text says of the feature; `Err` where the entry is set aside.
    fn told(&self, text: &str) -> Told {
        let parsed = parse(text, self.format);
        let key = key_of(self.feature);
        let qualified = format!("{}/{key}", self.registry);
        let scope = scope(self.manifest);
        let checker = parsed.state.against(&scope);
        let declaration = Declaration {
            ty: &self.feature.ty,
            range: self.feature.range.as_ref(),
        };
        let entry = parsed
            .state
            .find(&qualified)
            .or_else(|| parsed.state.find(key));
        let opinion = entry.map(|entry| checker.check(entry, &declaration));
        Told {
            segments: checker.segments().usable.clone(),
            opinion: opinion.unwrap_or_default(),
        }
    }

    fn description(&self, told: &Told, environment: usize) -> String {
        let declared = Layer::declared(self.feature, environment);
        let ty = &self.feature.ty;
        if !told.opinion.errors.is_empty() {
            return format!("{} (the entry is set aside)", describe(&[declared], ty));
        }
        let state = Layer::of_state(&told.opinion, environment);
        let is_silent = state.rules.is_empty() && state.value.is_none();
        let said = describe(&[state, declared], ty);
        match is_silent {
            true => format!("{said} (as declared)"),
            false => said,
        }
    }

    /// What decides in an environment, as data, to be compared.
    fn program(&self, told: &Told, environment: usize) -> Datum {
        let names = Names::of(self.manifest).with_segments(&told.segments);
        let ty = &self.feature.ty;
        let layers = [
            Layer::of_state(&told.opinion, environment),
            Layer::declared(self.feature, environment),
        ];
        let mut parts = Vec::new();
        for layer in layers {
            let rules = layer.rules.iter();
            parts.extend(rules.map(|rule| names.rule_in_full(rule, ty)));
            if let Some(value) = layer.value {
                parts.push(Datum::of_value(value, ty));
                break;
            }
        }
        Datum::List(parts)
    }

    /// That an environment would change that is not meant.
    fn check_others(&self, meant: &[usize]) -> Result<(), Failure> {
        let (before, after) = (self.told(&self.old), self.told(self.new_text()));
        for (index, name) in self.manifest.environments.iter().enumerate() {
            if !meant.is_empty()
                && !meant.contains(&index)
                && self.program(&before, index) != self.program(&after, index)
            {
                return Err(Failure::new(format!(
                    "feature `{}` would change in `{name}` too, since an entry `{}` would hide what the file says of it now",
                    self.feature.key, self.entry
                ))
                .with_help(format!(
                    "leave `--env` out, or write `[features.\"{}\"]` by hand",
                    self.entry
                )));
            }
        }
        Ok(())
    }

    fn put(&mut self, rest: &[Step<'_>], value: &Datum) -> Result<(), Failure> {
        let entry = self.entry.clone();
        self.text.set(&full(&entry, rest), value)
    }

    fn remove(&mut self, rest: &[Step<'_>]) -> Result<(), Failure> {
        let entry = self.entry.clone();
        self.text.remove(&full(&entry, rest))
    }

    fn push(&mut self, rest: &[Step<'_>], value: &Datum) -> Result<(), Failure> {
        let entry = self.entry.clone();
        self.text.push(&full(&entry, rest), value)
    }

    fn get(&self, rest: &[Step<'_>]) -> Option<Datum> {
        self.text.get(&full(&self.entry, rest))
    }

    /// Gives an environment a value, in the form that it has.
    fn put_in(&mut self, environment: &str, value: &Datum) -> Result<(), Failure> {
        let path = [Step::Key("environments"), Step::Key(environment)];
        match self.get(&path) {
            Some(Datum::Table(_)) => self.put(&[path[0], path[1], Step::Key("default")], value),
            // A table there is the long form, and a table feature needs it.
            _ if matches!(value, Datum::Table(_)) => {
                let long = Datum::Table(vec![("default".to_owned(), value.clone())]);
                self.put(&path, &long)
            }
            _ => self.put(&path, value),
        }
    }

    /// Where the old text says something of the feature.
    fn span(&self, rest: &[&str]) -> Option<Range<usize>> {
        let (table, _) = match self.format {
            Format::Json => Table::from_json(&self.old),
            _ => Table::from_toml(&self.old),
        };
        let mut path = ["features", &self.entry]
            .into_iter()
            .chain(rest.iter().copied());
        let first = path.next()?;
        let mut entry = table.get(first)?;
        for name in path {
            entry = entry.value.as_table()?.get(name)?;
        }
        Some(entry.name_span.clone())
    }
}

fn full<'s>(entry: &'s str, rest: &[Step<'s>]) -> Vec<Step<'s>> {
    let entry = [Step::Key("features"), Step::Key(entry)];
    entry.into_iter().chain(rest.iter().copied()).collect()
}

/// What a text says of the feature.
struct Told {
    opinion: Opinion,
    segments: Vec<(usize, Segment)>,
}

/// Names of the other registries that a key speaks to.
fn speaking_to(project: &Project, key: &str, registry: &str) -> Vec<String> {
    (0..project.manifests.len())
        .filter(|index| project.registry_name(*index) != registry)
        .filter(|index| {
            let features = &project.manifests[*index].parsed.manifest.features;
            features.iter().any(|it| key_of(it) == key)
        })
        .map(|index| project.registry_name(index).to_owned())
        .collect()
}

/// The key that providers know a feature by.
fn key_of(feature: &Feature) -> &str {
    feature.provider_key.as_deref().unwrap_or(&feature.key)
}

/// What a manifest declares, as far as a state file has to fit it.
fn scope(manifest: &Manifest) -> Scope {
    let segment = |segment: &Segment| {
        let mut refers_to = Vec::new();
        crate::rule_data::mentions(&segment.condition, &mut refers_to);
        DeclaredSegment {
            name: segment.name.clone(),
            refers_to,
        }
    };
    Scope {
        attributes: manifest.attributes.clone(),
        segments: manifest.segments.iter().map(segment).collect(),
        environments: manifest.environments.clone(),
    }
}

/// Whether a rule serves nothing but this value.
fn serves_only(rule: &Rule, value: &Value) -> bool {
    crate::standing::served(rule)
        .into_iter()
        .all(|it| it == value)
}
