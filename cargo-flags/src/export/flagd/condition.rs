//! Conditions as JsonLogic.
//!
//! A condition of ours is unknown where an attribute is missing, and what is unknown does not
//! match, nor does its contrary. JsonLogic has only true and false, so each condition is written
//! twice: when it is known to hold, and when it is known not to.

use flags_manifest::model::{AttributeType, Condition, Manifest, Matcher, Operand, Operator, Test};
use semver::{Comparator, Op, VersionReq};
use serde_json::{Value as Json, json};

/// Why something cannot be said in JsonLogic.
#[derive(Debug)]
pub(super) struct NoWay(pub(super) String);

/// Conditions of one manifest.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'m>(pub(super) &'m Manifest);

impl Conditions<'_> {
    /// When the condition is known to hold.
    pub(super) fn holds(self, condition: &Condition) -> Result<Json, NoWay> {
        self.each(&condition.tests, true)
            .map(|tests| join("and", tests))
    }

    /// When the condition is known not to hold.
    fn fails(self, condition: &Condition) -> Result<Json, NoWay> {
        self.each(&condition.tests, false)
            .map(|tests| join("or", tests))
    }

    fn each(self, tests: &[Test], wanted: bool) -> Result<Vec<Json>, NoWay> {
        tests.iter().map(|test| self.test(test, wanted)).collect()
    }

    fn test(self, test: &Test, wanted: bool) -> Result<Json, NoWay> {
        let all = |conditions: &[Condition], wanted: bool, word: &str| {
            let each = conditions.iter().map(|it| {
                if wanted {
                    self.holds(it)
                } else {
                    self.fails(it)
                }
            });
            each.collect::<Result<Vec<_>, _>>()
                .map(|each| join(word, each))
        };
        match test {
            Test::Segment(index) => {
                let condition = &self.0.segments[*index].condition;
                if wanted {
                    self.holds(condition)
                } else {
                    self.fails(condition)
                }
            }
            Test::Any(conditions) => all(conditions, wanted, if wanted { "or" } else { "and" }),
            Test::All(conditions) => all(conditions, wanted, if wanted { "and" } else { "or" }),
            Test::None(conditions) => all(conditions, !wanted, if wanted { "and" } else { "or" }),
            Test::Attribute(index, matcher) => self.attribute(*index, matcher, wanted),
        }
    }

    fn attribute(self, index: usize, matcher: &Matcher, wanted: bool) -> Result<Json, NoWay> {
        let attribute = Attribute {
            name: &self.0.attributes[index].name,
            ty: &self.0.attributes[index].ty,
        };
        attribute.matches(matcher, wanted)
    }
}

struct Attribute<'m> {
    name: &'m str,
    ty: &'m AttributeType,
}

impl Attribute<'_> {
    fn matches(&self, matcher: &Matcher, wanted: bool) -> Result<Json, NoWay> {
        match matcher {
            Matcher::Is(operand) => self.known(self.equals(operand)?, wanted),
            Matcher::AnyOf(operands) => self.known(self.any_of(operands)?, wanted),
            Matcher::Operators(operators) => {
                let each = operators.iter().map(|it| self.operator(it, wanted));
                let word = if wanted { "and" } else { "or" };
                each.collect::<Result<Vec<_>, _>>()
                    .map(|each| join(word, each))
            }
        }
    }

    fn operator(&self, operator: &Operator, wanted: bool) -> Result<Json, NoWay> {
        let test = match operator {
            Operator::Not(matcher) => return self.matches(matcher, !wanted),
            Operator::NotIn(operands) => return self.known(self.any_of(operands)?, !wanted),
            Operator::Exists(exists) => {
                let word = if *exists == wanted { "!==" } else { "===" };
                return Ok(json!({ word: [self.var(), null] }));
            }
            Operator::Gt(operand) => self.compares(">", operand)?,
            Operator::Gte(operand) => self.compares(">=", operand)?,
            Operator::Lt(operand) => self.compares("<", operand)?,
            Operator::Lte(operand) => self.compares("<=", operand)?,
            Operator::StartsWith(texts) => self.any_text("starts_with", texts),
            Operator::EndsWith(texts) => self.any_text("ends_with", texts),
            Operator::Contains(texts) => join(
                "or",
                texts
                    .iter()
                    .map(|text| json!({ "in": [text, self.var()] }))
                    .collect(),
            ),
            Operator::Semver(requirement) => self.requirement(requirement)?,
            Operator::Matches(_) => return Err(self.no_way("flagd has no regular expressions")),
            Operator::Before(_) | Operator::After(_) => {
                return Err(self.no_way("flagd has no date-times"));
            }
        };
        self.known(test, wanted)
    }

    /// The attribute is there, and the test holds or fails.
    fn known(&self, test: Json, wanted: bool) -> Result<Json, NoWay> {
        let test = if wanted { test } else { json!({ "!": [test] }) };
        Ok(json!({ "and": [{ "!==": [self.var(), null] }, test] }))
    }

    fn any_of(&self, operands: &[Operand]) -> Result<Json, NoWay> {
        let each: Result<Vec<_>, _> = operands.iter().map(|it| self.equals(it)).collect();
        Ok(join("or", each?))
    }

    fn equals(&self, operand: &Operand) -> Result<Json, NoWay> {
        let value = self.value(operand)?;
        Ok(match self.ty {
            AttributeType::Strings => json!({ "in": [value, self.var()] }),
            AttributeType::Semver => json!({ "sem_ver": [self.var(), "=", value] }),
            _ => json!({ "===": [self.var(), value] }),
        })
    }

    fn compares(&self, word: &str, operand: &Operand) -> Result<Json, NoWay> {
        let value = self.value(operand)?;
        Ok(match self.ty {
            AttributeType::Semver => json!({ "sem_ver": [self.var(), word, value] }),
            _ => json!({ word: [self.var(), value] }),
        })
    }

    fn any_text(&self, word: &str, texts: &[String]) -> Json {
        join(
            "or",
            texts
                .iter()
                .map(|text| json!({ word: [self.var(), text] }))
                .collect(),
        )
    }

    fn requirement(&self, text: &str) -> Result<Json, NoWay> {
        let other = || self.no_way(&format!("`{text}` is not made of `>=` and `<` alone"));
        let requirement = VersionReq::parse(text).map_err(|_| other())?;
        let each: Option<Vec<Json>> = requirement
            .comparators
            .iter()
            .map(|it| Some(json!({ "sem_ver": [self.var(), comparison(it)?, version(it)] })))
            .collect();
        Ok(join("and", each.ok_or_else(other)?))
    }

    fn value(&self, operand: &Operand) -> Result<Json, NoWay> {
        Ok(match (operand, self.ty) {
            (Operand::Boolean(value), _) => json!(value),
            (Operand::Integer(value), _) => json!(value),
            (Operand::Float(value), _) => json!(value),
            (Operand::String(text), _) => json!(text),
            (Operand::Variant(index), AttributeType::Variants(set)) => {
                json!(set.variants[*index].name)
            }
            (Operand::Datetime(_), _) | (Operand::Variant(_), _) => {
                return Err(self.no_way("flagd has no date-times"));
            }
        })
    }

    fn var(&self) -> Json {
        json!({ "var": self.name })
    }

    fn no_way(&self, why: &str) -> NoWay {
        NoWay(format!("one asks for `{}`: {why}", self.name))
    }
}

/// Ranges such as `^1.2` mean a bound that depends on the version; only plain bounds are taken.
fn comparison(comparator: &Comparator) -> Option<&'static str> {
    let is_full = comparator.patch.is_some();
    Some(match comparator.op {
        Op::GreaterEq => ">=",
        Op::Less => "<",
        Op::Greater if is_full => ">",
        Op::LessEq if is_full => "<=",
        Op::Exact if is_full => "=",
        _ => return None,
    })
}

fn version(it: &Comparator) -> String {
    let (minor, patch) = (it.minor.unwrap_or(0), it.patch.unwrap_or(0));
    let dash = if it.pre.is_empty() { "" } else { "-" };
    format!("{}.{minor}.{patch}{dash}{}", it.major, it.pre)
}

fn join(word: &str, mut each: Vec<Json>) -> Json {
    match each.len() {
        1 => each.remove(0),
        _ => json!({ word: each }),
    }
}
