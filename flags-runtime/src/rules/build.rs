//! From rules as data to programs.

use std::borrow::Cow;
use std::fmt::Display;

use super::conditions::{self, Conditions};
use super::{By, Compiled, Program, Rise, Segment, Segments, Way};
use crate::bucketing::{self, BUCKETS, Purpose};
use crate::rules::node::Node;
use crate::served::Served;
use crate::{
    AttributeType, Condition, FeatureInfo, List, Registry, Rule, SegmentInfo, Serve, Test, Value,
};

/// Deeper conditions, and longer chains of segments, are refused.
pub(super) const MAX_DEPTH: usize = 64;

/// Compiles rules of a registry, and says what is wrong with them.
///
/// A test that is wrong is unknown ever after, and a rule that is wrong never matches; whoever gave
/// the rules decides whether to use the rest.
pub(crate) struct Builder<'a> {
    registry: &'static Registry,
    /// Instead of the registry's segments, or beyond them.
    own: Cow<'a, [(u32, SegmentInfo)]>,
    segments: usize,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        registry: &'static Registry,
        own: impl Into<Cow<'a, [(u32, SegmentInfo)]>>,
    ) -> Self {
        let own = own.into();
        let beyond = own.iter().map(|(index, _)| *index as usize + 1).max();
        let declared = registry.segments().len();
        Self {
            registry,
            // No more than there are, so that a wild index takes no memory.
            segments: beyond.unwrap_or(0).clamp(declared, declared + own.len()),
            own,
        }
    }

    /// All segments, the provider's own where it has some.
    pub(crate) fn segments(&self, problems: &mut Vec<String>) -> Segments {
        let mut states = vec![State::Unseen; self.segments];
        let all = (0..self.segments).map(|index| {
            let Some(info) = self.segment(index) else {
                return Segment {
                    name: "".into(),
                    nodes: [Node::Broken].into(),
                };
            };
            let mut report = |problem: &dyn Display| {
                problems.push(format!("segment `{}`: {problem}", info.name()));
            };
            let nodes = match self.visit(index, 0, &mut states) {
                Some(_) => self.condition(info.condition(), &mut report),
                None => {
                    report(&format_args!(
                        "it refers to itself, or to others more than {MAX_DEPTH} deep"
                    ));
                    vec![Node::Broken]
                }
            };
            Segment {
                name: info.name().into(),
                nodes: nodes.into(),
            }
        });
        Segments { all: all.collect() }
    }

    /// The rules of one feature.
    pub(crate) fn program(
        &self,
        feature: &FeatureInfo,
        rules: &[Rule],
        problems: &mut Vec<String>,
    ) -> Program {
        let mut first = None;
        let mut others = Vec::with_capacity(rules.len().saturating_sub(1));
        for (index, rule) in rules.iter().enumerate() {
            let mut report = |problem: &dyn Display| {
                problems.push(format!(
                    "feature `{}`: rule {}: {problem}",
                    feature.key(),
                    index + 1
                ));
            };
            let when = match rule.when() {
                Some(condition) => conditions::single(self.registry.attributes(), condition)
                    .unwrap_or_else(|| self.condition(condition, &mut report).into()),
                None => Node::Always,
            };
            let serve = self
                .way(feature, rule, &mut report)
                .unwrap_or_else(|problem| {
                    report(&problem);
                    Way::Broken
                });
            let (serve, decides) = match serve {
                Way::Serve(served) if rule.when().is_none() => {
                    let way = if index == 0 {
                        Way::Everybody
                    } else {
                        Way::Serve
                    };
                    (way(served), true)
                }
                serve => (serve, false),
            };
            let compiled = Compiled {
                when,
                serve,
                line: rule.line(),
            };
            if index == 0 {
                first = Some(compiled);
            } else {
                others.push(compiled);
            }
            if decides {
                // Nobody gets further.
                break;
            }
        }
        Program {
            first,
            others: others.into(),
        }
    }

    fn condition(&self, condition: &Condition, report: &mut dyn FnMut(&dyn Display)) -> Vec<Node> {
        let mut conditions = Conditions {
            attributes: self.registry.attributes(),
            segments: self.segments,
            nodes: Vec::new(),
            report,
        };
        conditions.condition(condition, 0);
        conditions.nodes
    }

    fn way(
        &self,
        feature: &FeatureInfo,
        rule: &Rule,
        report: &mut dyn FnMut(&dyn Display),
    ) -> Result<Way, String> {
        let load = |value: &Value| {
            Served::load(feature, value).map_err(|error| error.message().to_owned())
        };
        let salt = |purpose| bucketing::salt(rule.salt().unwrap_or(feature.key()), purpose);
        let way = match rule.serve() {
            Serve::Value(value) => return Ok(Way::Serve(load(value)?)),
            Serve::Rollout(percentage, value) => {
                if *percentage > BUCKETS {
                    return Err("`rollout` is more than 100 per cent".to_owned());
                }
                Way::Rollout {
                    salt: salt(Purpose::Rollout),
                    limit: *percentage,
                    served: load(value)?,
                }
            }
            Serve::Split(shares) => Way::Split {
                salt: salt(Purpose::Split),
                shares: split(shares, load)?,
            },
            Serve::Ramp(ramp) => {
                if ramp.start().max(ramp.end()) > BUCKETS {
                    return Err("`ramp` goes beyond 100 per cent".to_owned());
                }
                if ramp.from() >= ramp.to() {
                    // It can be served, as what it is at its end.
                    report(&"`ramp` does not begin before it ends");
                }
                Way::Ramp(Box::new(Rise {
                    salt: salt(Purpose::Rollout),
                    schedule: ramp.clone(),
                    served: load(ramp.value())?,
                }))
            }
        };
        Ok(match rule.by() {
            None => way,
            Some(attribute) => {
                self.tells_apart(attribute)?;
                Way::By(Box::new(By { attribute, way }))
            }
        })
    }

    /// Whether subjects can be told apart by an attribute.
    fn tells_apart(&self, attribute: u32) -> Result<(), String> {
        let info = self.registry.attributes().get(attribute as usize);
        match info.map(|info| (info.name(), info.ty())) {
            None => Err(format!("`by`: there is no attribute {attribute}")),
            Some((
                name,
                AttributeType::Float | AttributeType::Datetime | AttributeType::Strings,
            )) => Err(format!("`by`: `{name}` does not tell subjects apart")),
            Some(_) => Ok(()),
        }
    }

    fn segment(&self, index: usize) -> Option<&SegmentInfo> {
        let own = self.own.iter().find(|(own, _)| *own as usize == index);
        own.map(|(_, segment)| segment)
            .or_else(|| self.registry.segments().get(index))
    }

    /// How deep a segment refers to others; `None` where that does not end.
    fn visit(&self, index: usize, level: usize, states: &mut [State]) -> Option<usize> {
        match *states.get(index)? {
            State::Sound(depth) => return (level + depth <= MAX_DEPTH).then_some(depth),
            State::Open => return None,
            State::Unseen if level > MAX_DEPTH => return None,
            State::Unseen => {}
        }
        states[index] = State::Open;
        let mut depth = Some(0);
        if let Some(info) = self.segment(index) {
            each_segment(info.condition(), 0, &mut |other| {
                if other < states.len() {
                    let below = self.visit(other, level + 1, states);
                    depth = depth.zip(below).map(|(depth, below)| depth.max(below + 1));
                }
            });
        }
        // One that failed for being too deep from here may be sound from elsewhere.
        states[index] = depth.map_or(State::Unseen, State::Sound);
        depth
    }
}

#[derive(Clone, Copy)]
enum State {
    Unseen,
    Open,
    Sound(usize),
}

fn each_segment(condition: &Condition, level: usize, visit: &mut dyn FnMut(usize)) {
    if level > MAX_DEPTH {
        return;
    }
    for test in condition.tests() {
        match test {
            Test::Attribute(..) => {}
            Test::Segment(index) => visit(*index as usize),
            Test::Any(all) | Test::All(all) | Test::None(all) => {
                for condition in all {
                    each_segment(condition, level + 1, visit);
                }
            }
        }
    }
}

/// The shares, added up.
fn split(
    shares: &List<(Value, u32)>,
    load: impl Fn(&Value) -> Result<Served, String>,
) -> Result<Box<[(u32, Served)]>, String> {
    let mut below = 0_u32;
    let mut all = Vec::with_capacity(shares.len());
    for (value, share) in shares {
        below = below.saturating_add(*share);
        all.push((below, load(value)?));
    }
    if below == BUCKETS {
        Ok(all.into())
    } else {
        Err(format!(
            "the shares of `split` sum to {below} thousandths of a per cent, not to {BUCKETS}"
        ))
    }
}
