//! Conditions, compiled: tests and groups of them, one behind the other.

use super::Segments;
use super::check::Check;
use super::subject::Facts;

/// A group stands before its members.
// With a tag of its own, which the kind of the check would hold otherwise: that is quicker to read, and
// beside the attribute there is room for it.
#[derive(Debug)]
#[repr(u8)]
pub(super) enum Node {
    Test {
        attribute: u32,
        check: Check,
    },
    /// What a rule without a condition has.
    Always,
    /// The condition of a rule, where it is more than one node.
    All(Box<[Self]>),
    /// All, any or none of the nodes up to `end`, counted from the node itself.
    Group {
        kind: Group,
        end: u32,
    },
    Segment(u32),
    /// A test that cannot be made; it has been reported.
    Broken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    All,
    Any,
    None,
}

/// The answer of a test: three-valued, after Kleene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    False,
    True,
    Unknown,
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Truth {
    #[inline]
    pub(super) const fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// Whether all of these hold, none of them false or unknown.
fn hold(nodes: &[Node], segments: &Segments, facts: &(impl Facts + ?Sized)) -> bool {
    for (index, node) in nodes.iter().enumerate() {
        let Node::Test { attribute, check } = node else {
            return among(&nodes[index..], segments, facts, Truth::False) == Truth::True;
        };
        if !facts.holds(*attribute, check) {
            return false;
        }
    }
    true
}

impl From<Vec<Self>> for Node {
    /// The condition of a rule, out of what must hold.
    fn from(mut nodes: Vec<Self>) -> Self {
        if nodes.len() > 1 {
            return Self::All(nodes.into());
        }
        nodes.pop().unwrap_or(Self::Always)
    }
}

impl Node {
    /// Whether the condition of a rule is known to hold. Most are a single test.
    #[inline(always)]
    pub(super) fn holds(&self, segments: &Segments, facts: &(impl Facts + ?Sized)) -> bool {
        match self {
            Self::Test { attribute, check } => facts.holds(*attribute, check),
            Self::Always => true,
            other => other.holds_otherwise(segments, facts),
        }
    }

    #[inline(never)]
    fn holds_otherwise(&self, segments: &Segments, facts: &(impl Facts + ?Sized)) -> bool {
        hold(self.members(), segments, facts)
    }

    /// What must hold, for the condition of a rule.
    pub(super) fn members(&self) -> &[Self] {
        match self {
            Self::Always => &[],
            Self::All(nodes) => nodes,
            node => std::slice::from_ref(node),
        }
    }

    /// How many nodes it takes, itself included.
    pub(super) const fn length(&self) -> usize {
        match self {
            Self::Group { end, .. } => *end as usize,
            _ => 1,
        }
    }

    /// What it says; `after` are the nodes behind it.
    pub(super) fn truth(
        &self,
        after: &[Self],
        segments: &Segments,
        facts: &(impl Facts + ?Sized),
    ) -> Truth {
        match self {
            Self::Always => Truth::True,
            Self::All(nodes) => among(nodes, segments, facts, Truth::False),
            Self::Test { attribute, check } => facts.read(*attribute, check),
            Self::Group { kind, end } => {
                let members = &after[..*end as usize - 1];
                match kind {
                    Group::All => among(members, segments, facts, Truth::False),
                    Group::Any => among(members, segments, facts, Truth::True),
                    Group::None => among(members, segments, facts, Truth::True).negated(),
                }
            }
            Self::Segment(index) => match segments.all.get(*index as usize) {
                Some(segment) => among(&segment.nodes, segments, facts, Truth::False),
                None => Truth::Unknown,
            },
            Self::Broken => Truth::Unknown,
        }
    }
}

/// The answer of several nodes of which one that is `decisive` decides; else an unknown one makes
/// it unknown.
fn among(
    nodes: &[Node],
    segments: &Segments,
    facts: &(impl Facts + ?Sized),
    decisive: Truth,
) -> Truth {
    let mut answer = decisive.negated();
    let mut rest = nodes;
    while let Some((node, after)) = rest.split_first() {
        let truth = node.truth(after, segments, facts);
        if truth == decisive {
            return decisive;
        }
        if truth == Truth::Unknown {
            answer = Truth::Unknown;
        }
        rest = &rest[node.length()..];
    }
    answer
}
