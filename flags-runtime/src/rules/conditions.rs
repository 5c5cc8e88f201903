//! From conditions as data to nodes.

use std::fmt::Display;

use super::build::MAX_DEPTH;
use super::check::{Check, Order};
use super::node::{Group, Node};
use super::operands;
use crate::{AttributeInfo, Condition, Matcher, Operator, Test};

pub(super) struct Conditions<'a> {
    pub(super) attributes: &'static [AttributeInfo],
    /// How many segments there are.
    pub(super) segments: usize,
    pub(super) nodes: Vec<Node>,
    pub(super) report: &'a mut dyn FnMut(&dyn Display),
}

/// The most frequent condition, an attribute that is one of some values, without a list in between.
/// `None` for any other, and where something is wrong with it.
pub(super) fn single(attributes: &[AttributeInfo], condition: &Condition) -> Option<Node> {
    let [Test::Attribute(attribute, matcher)] = condition.tests() else {
        return None;
    };
    let info = attributes.get(*attribute as usize)?;
    let check = match matcher {
        Matcher::Is(operand) => operands::is(info, operand),
        Matcher::AnyOf(all) => operands::any_of(info, all),
        Matcher::Operators(_) => return None,
    };
    Some(Node::Test {
        attribute: *attribute,
        check: check.ok()?,
    })
}

impl Conditions<'_> {
    /// Appends what must hold, all of it.
    pub(super) fn condition(&mut self, condition: &Condition, level: usize) {
        if level > MAX_DEPTH {
            self.broken(&format_args!("a condition is more than {MAX_DEPTH} deep"));
            return;
        }
        if condition.tests().is_empty() {
            self.broken(&"a condition is empty");
        }
        for test in condition.tests() {
            match test {
                Test::Attribute(index, matcher) => {
                    match self.attributes.get(*index as usize).copied() {
                        Some(info) => self.matcher(
                            &On {
                                index: *index,
                                info,
                            },
                            matcher,
                            level,
                        ),
                        None => self.broken(&format_args!("there is no attribute {index}")),
                    }
                }
                Test::Segment(index) if (*index as usize) < self.segments => {
                    self.nodes.push(Node::Segment(*index));
                }
                Test::Segment(index) => {
                    self.broken(&format_args!("there is no segment {index}"));
                }
                Test::Any(all) => self.conditions(Group::Any, all, level),
                Test::All(all) => self.conditions(Group::All, all, level),
                Test::None(all) => self.conditions(Group::None, all, level),
            }
        }
    }

    fn conditions(&mut self, kind: Group, all: &[Condition], level: usize) {
        if all.is_empty() {
            self.broken(&"a list of conditions is empty");
            return;
        }
        self.group(kind, |this| {
            for condition in all {
                match condition.tests() {
                    // One test is its own group.
                    [_] => this.condition(condition, level + 1),
                    _ => this.group(Group::All, |this| this.condition(condition, level + 1)),
                }
            }
        });
    }

    fn matcher(&mut self, on: &On, matcher: &Matcher, level: usize) {
        if level > MAX_DEPTH {
            self.broken(&format_args!("`not` is more than {MAX_DEPTH} deep"));
            return;
        }
        match matcher {
            Matcher::Is(operand) => self.check(on, operands::is(&on.info, operand)),
            Matcher::AnyOf(all) => self.check(on, operands::any_of(&on.info, all)),
            Matcher::Operators(all) if all.is_empty() => {
                self.broken(&format_args!("`{}` has no operator", on.info.name()));
            }
            Matcher::Operators(all) => match all.as_slice() {
                [one] => self.operator(on, one, level),
                all => self.group(Group::All, |this| {
                    for operator in all {
                        this.operator(on, operator, level);
                    }
                }),
            },
        }
    }

    fn operator(&mut self, on: &On, operator: &Operator, level: usize) {
        let info = &on.info;
        let check = match operator {
            Operator::Not(matchers) if matchers.is_empty() => {
                Err("`not` has no operand".to_owned())
            }
            Operator::Not(matchers) => {
                self.group(Group::None, |this| {
                    for matcher in matchers {
                        this.matcher(on, matcher, level + 1);
                    }
                });
                return;
            }
            Operator::NotIn(all) => {
                let check = operands::any_of(info, all);
                self.group(Group::None, |this| this.check(on, check));
                return;
            }
            Operator::Gt(operand) => operands::number(info, Order::Above, operand),
            Operator::Gte(operand) => operands::number(info, Order::NotBelow, operand),
            Operator::Lt(operand) => operands::number(info, Order::Below, operand),
            Operator::Lte(operand) => operands::number(info, Order::NotAbove, operand),
            Operator::StartsWith(all) => operands::texts(info, all).map(Check::StartsWith),
            Operator::EndsWith(all) => operands::texts(info, all).map(Check::EndsWith),
            Operator::Contains(all) => operands::texts(info, all).map(Check::Contains),
            Operator::Matches(pattern) => operands::pattern(info, pattern),
            Operator::Semver(requirement) => operands::requirement(info, requirement),
            Operator::Before(operand) => operands::moment(info, Order::Below, operand),
            Operator::After(operand) => operands::moment(info, Order::Above, operand),
            Operator::Exists(wanted) => Ok(Check::Exists(*wanted)),
        };
        self.check(on, check);
    }

    fn check(&mut self, on: &On, check: Result<Check, String>) {
        match check {
            Ok(check) => self.nodes.push(Node::Test {
                attribute: on.index,
                check,
            }),
            Err(problem) => self.broken(&format_args!("`{}`: {problem}", on.info.name())),
        }
    }

    fn group(&mut self, kind: Group, members: impl FnOnce(&mut Self)) {
        let start = self.nodes.len();
        self.nodes.push(Node::Group { kind, end: 1 });
        members(self);
        let length = u32::try_from(self.nodes.len() - start).unwrap_or(u32::MAX);
        self.nodes[start] = Node::Group { kind, end: length };
    }

    fn broken(&mut self, problem: &dyn Display) {
        (self.report)(problem);
        self.nodes.push(Node::Broken);
    }
}

/// The attribute that is tested.
struct On {
    index: u32,
    info: AttributeInfo,
}
