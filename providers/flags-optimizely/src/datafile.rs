//! A datafile, read once into a form that decisions are made from.

use std::collections::HashMap;
use std::fmt;

use flags_runtime::Text;

use crate::bucketing::Allocation;

mod build;
pub(crate) mod condition;
mod names;
mod raw;

use condition::{Leaf, Tree};
pub(crate) use names::Attributes;

/// Immutable; what refers to something else does so by index.
#[derive(Debug)]
pub(crate) struct Datafile {
    pub(crate) revision: Text,
    pub(crate) project: Project,
    pub(crate) attributes: Attributes,
    flags: Vec<Result<Flag, Text>>,
    by_key: HashMap<Text, usize>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) variations: Vec<Variation>,
    pub(crate) audiences: Vec<Audience>,
    pub(crate) holdouts: Vec<Holdout>,
    /// Those that are asked before any rule of any flag.
    pub(crate) global_holdouts: Vec<usize>,
    /// What is not understood and left out, by flag key where it is about one.
    pub(crate) ignored: Vec<(Option<Text>, String)>,
}

/// What decision events say of where they come from.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) account_id: String,
    pub(crate) project_id: String,
    pub(crate) region: Option<String>,
    pub(crate) anonymize_ip: bool,
    pub(crate) bot_filtering: Option<bool>,
    /// Whether decisions of rollouts are events too.
    pub(crate) send_flag_decisions: bool,
}

#[derive(Debug)]
pub(crate) struct Flag {
    pub(crate) key: Text,
    pub(crate) variables: Box<[Variable]>,
    /// Indices of rules.
    pub(crate) experiments: Box<[usize]>,
    /// Indices of rules; the last one is for everyone else.
    pub(crate) rollout: Box<[usize]>,
    /// Indices of the variations that a decision can be forced to.
    pub(crate) variations: Box<[usize]>,
}

#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) id: Box<str>,
    pub(crate) key: Text,
    pub(crate) kind: VariableKind,
    pub(crate) default: Text,
}

/// What the text of a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariableKind {
    Boolean,
    Integer,
    Double,
    Text,
    Json,
}

impl VariableKind {
    /// As the vendor calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Double => "double",
            Self::Text => "string",
            Self::Json => "json",
        }
    }
}

/// An experiment, or a rule of a rollout.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: Text,
    pub(crate) key: Text,
    pub(crate) layer_id: Box<str>,
    pub(crate) running: bool,
    /// Whether it is asked although a holdout leaves targeted deliveries out.
    pub(crate) targeted_delivery: bool,
    pub(crate) audience: Condition,
    /// Variations, by index.
    pub(crate) variations: Box<[usize]>,
    pub(crate) allocation: Allocation<Option<usize>>,
    /// Variations of listed users.
    pub(crate) listed: HashMap<Box<str>, usize>,
    pub(crate) group: Option<Group>,
    /// Local holdouts, by index.
    pub(crate) holdouts: Vec<usize>,
}

/// Experiments that exclude each other.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: Box<str>,
    /// Whether a bucket is this rule's.
    pub(crate) allocation: std::sync::Arc<Allocation<Box<str>>>,
}

#[derive(Debug)]
pub(crate) struct Variation {
    pub(crate) id: Text,
    pub(crate) key: Text,
    pub(crate) enabled: bool,
    /// By id of the variable.
    pub(crate) variables: Box<[(Box<str>, Text)]>,
}

impl Variation {
    /// The text of a variable.
    pub(crate) fn text<'v>(&'v self, variable: &'v Variable) -> &'v Text {
        // Of two that speak of one variable, the vendor takes the later.
        let mut usages = self.variables.iter().rev();
        usages
            .find(|(id, _)| *id == variable.id)
            .map_or(&variable.default, |(_, text)| text)
    }
}

#[derive(Debug)]
pub(crate) struct Holdout {
    pub(crate) id: Text,
    pub(crate) key: Text,
    pub(crate) audience: Condition,
    pub(crate) allocation: Allocation<Option<usize>>,
    pub(crate) exclude_targeted_deliveries: bool,
}

/// Audiences that are joined, by index; `None` is everyone.
pub(crate) type Condition = Option<Tree<usize>>;

#[derive(Debug)]
pub(crate) struct Audience {
    /// For people: its name, or its id where it has none.
    pub(crate) name: Text,
    pub(crate) conditions: Tree<Leaf>,
}

/// What a datafile may hold. Beyond it, it is refused, or what is too long is set aside.
pub(crate) mod limit {
    /// Bytes of a datafile.
    pub(crate) const BYTES: u64 = 16 << 20;
    /// Flags of a datafile.
    pub(crate) const FLAGS: usize = 100_000;
    /// Of whatever there are several of in a flag, a rollout, a rule, a variation or a holdout; and
    /// holdouts of everything.
    pub(crate) const PARTS: usize = 1000;
    /// Rules and variations that all flags together refer to.
    pub(crate) const REFERENCES: usize = 1_000_000;
    /// Conditions that are asked for one rule.
    pub(crate) const CONDITIONS: usize = 10_000;
    /// Notes on what is left out.
    pub(crate) const NOTES: usize = 1000;
    /// Bytes of a key or an id.
    pub(crate) const KEY: usize = 1024;
    /// Bytes of the value of a variable.
    pub(crate) const VALUE: usize = 256 << 10;
}

impl Datafile {
    /// Reads a text, or says why it is none.
    pub(crate) fn parse(text: &str, names: &Renames) -> Result<Self, Refusal> {
        build::build(text, names)
    }

    /// The flag of this key with its index; why it is set aside; or `None` where there is none.
    pub(crate) fn find(&self, key: &str) -> Option<Result<(usize, &Flag), &Text>> {
        let index = *self.by_key.get(key)?;
        Some(self.flags[index].as_ref().map(|flag| (index, flag)))
    }

    /// The flag of an index that [`Datafile::find`] gave out.
    pub(crate) fn flag(&self, index: usize) -> Option<&Flag> {
        self.flags.get(index)?.as_ref().ok()
    }

    /// The keys of all flags, in the order of the text, and why those that are set aside are.
    pub(crate) fn flags(&self) -> impl Iterator<Item = (&Text, Option<&Text>)> {
        let mut keys: Vec<_> = self.by_key.iter().collect();
        keys.sort_by_key(|(_, index)| **index);
        keys.into_iter()
            .map(|(key, index)| (key, self.flags[*index].as_ref().err()))
    }

    /// Whether it speaks of no flag at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }

    /// Whether another one's revision is below this one's.
    pub(crate) fn is_newer_than(&self, other: &Self) -> bool {
        let number = |revision: &str| revision.parse::<u64>().ok();
        match (number(&self.revision), number(&other.revision)) {
            (Some(this), Some(other)) => this > other,
            _ => false,
        }
    }
}

pub(crate) use names::Renames;

/// Why a text is no datafile that is to be used: goes on from "it is refused: ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: String,
    /// It is right in itself, and unlikely to be meant.
    pub(crate) is_suspicious: bool,
}

impl Refusal {
    pub(crate) fn invalid(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            is_suspicious: false,
        }
    }

    pub(crate) fn suspicious(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            is_suspicious: true,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}
