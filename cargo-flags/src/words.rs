//! Conditions and rules in words, as Markdown.

use flags_manifest::model::{
    Attribute, AttributeType, Condition, Feature, Manifest, Matcher, Operand, Operator, Rule,
    Serve, Test, Type, Value,
};

use crate::datum::Datum;

/// The name of a type in one word: `boolean`, `integer`, `float`, `string`, `variants`, `table`.
#[must_use]
pub fn ty(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Float => "float",
        Type::String => "string",
        Type::Variants(_) => "variants",
        Type::Table(_) => "table",
    }
}

/// A text in backticks, as many as it takes.
///
/// ```
/// use cargo_flags::words::code;
///
/// assert_eq!(code("a"), "`a`");
/// assert_eq!(code("a`b"), "``a`b``");
/// assert_eq!(code("`"), "`` ` ``");
/// ```
#[must_use]
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A value as `features.toml` has it.
#[must_use]
pub fn value(value: &Value, ty: &Type) -> String {
    code(&Datum::of_value(value, ty).toml())
}

/// What a rule does: `` `true` for 25 % of those where `country` is `"DE"` ``.
#[must_use]
pub fn rule(manifest: &Manifest, feature: &Feature, rule: &Rule) -> String {
    let value = |it| value(it, &feature.ty);
    let of_whom = match &rule.when {
        Some(_) => "of those",
        None => "of everyone",
    };
    let mut text = match &rule.serve {
        Serve::Value(served) => match &rule.when {
            Some(_) => value(served),
            None => format!("{} for everyone", value(served)),
        },
        Serve::Rollout(percent, served) => {
            format!("{} for {} {of_whom}", value(served), share(*percent))
        }
        Serve::Ramp(ramp) => format!(
            "{} for {} {of_whom} on {}, growing to {} on {}",
            value(&ramp.value),
            share(ramp.start),
            ramp.from,
            share(ramp.end),
            ramp.to
        ),
        Serve::Split(shares) => {
            let shares: Vec<String> = (shares.iter())
                .map(|(served, percent)| format!("{} for {}", value(served), share(*percent)))
                .collect();
            format!("{} {of_whom}", shares.join(", "))
        }
    };
    if let Some(when) = &rule.when {
        text += " where ";
        text += &condition(manifest, when);
    }
    let by = rule.by.and_then(|index| manifest.attributes.get(index));
    if let Some(attribute) = by {
        text += &format!(", dealt by {}", code(&attribute.name));
    }
    if let Some(salt) = &rule.salt {
        text += &format!(", in the buckets of {}", code(salt));
    }
    text
}

/// What must hold: `` `country` is `"DE"` and `plan` is `"pro"` ``.
#[must_use]
pub fn condition(manifest: &Manifest, condition: &Condition) -> String {
    let is_alone = condition.tests.len() == 1;
    let tests: Vec<String> = (condition.tests.iter())
        .map(|test| self::test(manifest, test, is_alone))
        .collect();
    tests.join(" and ")
}

fn test(manifest: &Manifest, test: &Test, is_alone: bool) -> String {
    let several = |conditions: &[Condition], word: &str| {
        let one = |it: &Condition| match &it.tests[..] {
            [test] => self::test(manifest, test, false),
            _ => format!("({})", condition(manifest, it)),
        };
        match conditions {
            [only] => match &only.tests[..] {
                [test] => self::test(manifest, test, is_alone),
                _ => one(only),
            },
            several => {
                let words: Vec<String> = several.iter().map(one).collect();
                let words = words.join(word);
                if is_alone {
                    words
                } else {
                    format!("({words})")
                }
            }
        }
    };
    match test {
        Test::Segment(index) => {
            let name = manifest.segments.get(*index).map_or("", |it| &it.name);
            format!("the segment {} holds", code(name))
        }
        Test::Any(conditions) => several(conditions, " or "),
        Test::All(conditions) => several(conditions, " and "),
        Test::None(conditions) => {
            let conditions: Vec<String> = (conditions.iter())
                .map(|it| format!("({})", condition(manifest, it)))
                .collect();
            format!("not {}", conditions.join(" and not "))
        }
        Test::Attribute(index, matcher) => match manifest.attributes.get(*index) {
            None => String::new(),
            Some(attribute) => About { attribute }.matcher(matcher),
        },
    }
}

/// What an attribute must be, in words.
#[derive(Clone, Copy)]
struct About<'m> {
    attribute: &'m Attribute,
}

impl About<'_> {
    fn matcher(self, matcher: &Matcher) -> String {
        let name = code(&self.attribute.name);
        let is = match self.attribute.ty {
            AttributeType::Strings => "contains",
            _ => "is",
        };
        match matcher {
            Matcher::Is(operand) => format!("{name} {is} {}", self.operand(operand)),
            Matcher::AnyOf(operands) => format!("{name} {is} {}", one_of(self.operands(operands))),
            Matcher::Operators(operators) => {
                let operators: Vec<String> = (operators.iter())
                    .map(|operator| self.operator(operator))
                    .collect();
                operators.join(" and ")
            }
        }
    }

    fn operator(self, operator: &Operator) -> String {
        let name = code(&self.attribute.name);
        let one = |words: &str, operand| format!("{name} {words} {}", self.operand(operand));
        let texts = |words: &str, texts: &[String]| {
            let texts = texts.iter().map(|text| quoted(text)).collect();
            format!("{name} {words} {}", one_of(texts))
        };
        match operator {
            Operator::Not(matcher) => format!("not ({})", self.matcher(matcher)),
            Operator::NotIn(operands) => {
                format!("{name} is none of {}", self.operands(operands).join(", "))
            }
            Operator::Gt(operand) => one("is more than", operand),
            Operator::Gte(operand) => one("is at least", operand),
            Operator::Lt(operand) => one("is less than", operand),
            Operator::Lte(operand) => one("is at most", operand),
            Operator::StartsWith(all) => texts("starts with", all),
            Operator::EndsWith(all) => texts("ends with", all),
            Operator::Contains(all) => texts("contains", all),
            Operator::Matches(pattern) => format!("{name} matches {}", code(pattern)),
            Operator::Semver(requirement) => format!("{name} satisfies {}", code(requirement)),
            Operator::Before(operand) => one("is before", operand),
            Operator::After(operand) => one("is after", operand),
            Operator::Exists(true) => format!("{name} is known"),
            Operator::Exists(false) => format!("{name} is not known"),
        }
    }

    fn operands(self, operands: &[Operand]) -> Vec<String> {
        operands.iter().map(|it| self.operand(it)).collect()
    }

    fn operand(self, operand: &Operand) -> String {
        match operand {
            Operand::Boolean(value) => code(&value.to_string()),
            Operand::Integer(value) => code(&value.to_string()),
            Operand::Float(value) => code(&Datum::Float(*value).toml()),
            Operand::String(text) => quoted(text),
            Operand::Datetime(text) => code(text),
            Operand::Variant(index) => match &self.attribute.ty {
                AttributeType::Variants(set) => {
                    (set.variants.get(*index)).map_or_else(String::new, |it| quoted(&it.name))
                }
                _ => String::new(),
            },
        }
    }
}

/// Without an `or`, which an `and` beside it would make ambiguous.
fn one_of(mut words: Vec<String>) -> String {
    if words.len() == 1 {
        words.remove(0)
    } else {
        format!("one of {}", words.join(", "))
    }
}

fn quoted(text: &str) -> String {
    code(&Datum::Text(text.to_owned()).toml())
}

fn share(thousandths: u32) -> String {
    format!("{} %", Datum::percent(thousandths).toml())
}
