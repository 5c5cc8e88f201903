//! What rules and conditions may speak of.

use std::collections::HashMap;

use crate::condition;
use crate::findings::Findings;
use crate::lines::Lines;
use crate::model::{Attribute, Condition, Rule, Type, Value};
use crate::reader::Called;
use crate::rule;
use crate::tree::Node;

/// How a format writes dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// As literals of their own: TOML.
    Literal,
    /// As text in RFC 3339: JSON.
    Text,
}

/// Reads rules and conditions, for manifests and for state files, against the attributes and
/// segments that exist.
#[derive(Clone, Debug)]
pub struct Grammar<'m> {
    pub(crate) attributes: &'m [Attribute],
    /// `None` for a name that is declared, but wrongly: it has been reported.
    pub(crate) attribute_index: HashMap<&'m str, Option<usize>>,
    pub(crate) segment_index: HashMap<&'m str, usize>,
    pub(crate) lines: &'m Lines,
    pub(crate) dates: Dates,
}

impl<'m> Grammar<'m> {
    /// A grammar over these attributes and segments. Operands refer to both by index. `lines` are
    /// those of the text that is read.
    #[must_use]
    pub fn new(
        attributes: &'m [Attribute],
        segments: impl IntoIterator<Item = &'m str>,
        lines: &'m Lines,
        dates: Dates,
    ) -> Self {
        let names = attributes.iter().enumerate();
        Self {
            attributes,
            attribute_index: names
                .map(|(index, a)| (a.name.as_str(), Some(index)))
                .collect(),
            segment_index: segments
                .into_iter()
                .enumerate()
                .map(|(i, name)| (name, i))
                .collect(),
            lines,
            dates,
        }
    }

    /// Takes names as declared about which a finding exists already: tests of them are read past.
    #[must_use]
    pub(crate) fn with_broken(mut self, names: impl IntoIterator<Item = &'m str>) -> Self {
        for name in names {
            self.attribute_index.entry(name).or_insert(None);
        }
        self
    }

    /// Reads a condition, or reports why it is none. `what` names it in messages.
    pub fn condition(
        &self,
        findings: &mut Findings,
        node: &Node<'_>,
        what: &str,
    ) -> Option<Condition> {
        condition::condition(self, findings, node, &Called(what))
    }

    /// Reads a list of rules that serve values of type `ty`; the ones that are wrong are reported
    /// and left out. `None` if it is no list.
    pub fn rules(
        &self,
        findings: &mut Findings,
        node: &Node<'_>,
        ty: &Type,
        range: Option<&(Value, Value)>,
        what: &str,
    ) -> Option<Vec<Rule>> {
        rule::rules(self, findings, node, ty, range, &Called(what))
    }
}
