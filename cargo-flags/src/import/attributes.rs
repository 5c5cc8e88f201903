//! The attributes that rules ask for, with the type that their questions mean.

use std::collections::BTreeMap;

use crate::import::draft::quoted_text;

/// What an attribute holds, as far as a question tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Float,
    Text,
    Version,
    Moment,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Boolean => "bool",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Text => "string",
            Self::Version => "semver",
            Self::Moment => "datetime",
        }
    }
}

/// The name that an attribute has here: a setter's, in snake case.
pub(super) fn attribute_name(name: &str) -> String {
    let mut snake = String::new();
    for (index, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() {
            let after_word =
                snake.ends_with(|it: char| it.is_ascii_lowercase() || it.is_ascii_digit());
            if index > 0 && after_word {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
        } else if c.is_ascii_alphanumeric() {
            snake.push(c);
        } else {
            snake.push('_');
        }
    }
    snake
}

/// Attributes by name. All questions are noted first, and only then written as conditions: whether
/// a number is an integer is known when the last one was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    kinds: BTreeMap<String, Result<Kind, (Kind, Kind)>>,
    /// What they are called elsewhere, where that is no name here.
    renamed: BTreeMap<String, String>,
}

impl Attributes {
    /// Notes a question. `name` is that of the other system.
    pub(super) fn note(&mut self, name: &str, kind: Kind) {
        let here = attribute_name(name);
        if here != name {
            self.renamed.insert(here.clone(), name.to_owned());
        }
        let known = self.kinds.entry(here).or_insert(Ok(kind));
        if let Ok(before) = *known
            && before != kind
        {
            *known = match (before.min(kind), before.max(kind)) {
                (Kind::Integer, Kind::Float) => Ok(Kind::Float),
                (first, second) => Err((first, second)),
            };
        }
    }

    /// What the attribute holds.
    ///
    /// # Errors
    ///
    /// When its questions do not agree, or nobody asked.
    pub(super) fn kind(&self, name: &str) -> Result<Kind, String> {
        match self.kinds.get(name) {
            Some(Ok(kind)) => Ok(*kind),
            Some(Err((first, second))) => Err(format!(
                "`{name}` is compared as `{}` here and as `{}` there",
                first.name(),
                second.name()
            )),
            None => Err(format!("`{name}` cannot be an attribute")),
        }
    }

    /// Name and type of each, as they are declared.
    pub(super) fn declared(&self) -> impl Iterator<Item = (&str, String)> {
        self.kinds.iter().filter_map(|(name, kind)| {
            let kind = kind.as_ref().ok()?;
            Some((name.as_str(), quoted_text(kind.name())))
        })
    }

    /// Forgets it: rules that ask for it are wrong then.
    pub(super) fn remove(&mut self, name: &str) {
        self.kinds.remove(name);
    }

    /// Names that are others than elsewhere: here, and there.
    pub(super) fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        let renamed = self
            .renamed
            .iter()
            .filter(|(here, _)| self.kinds.contains_key(*here));
        renamed.map(|(here, there)| (here.as_str(), there.as_str()))
    }
}
