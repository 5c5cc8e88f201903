//! Generated functions as Rust, in the default style.

use std::fmt::Write as _;

use super::syntax::{Block, Button, Buttons, Condition, Else, Feature, If, Number, Statement};

/// What every program has.
pub(crate) const PRELUDE: &str = r#"#![allow(warnings)]

mod features;

use features::{BETA_SEARCH, BUTTON, Button, DARK_MODE, NEW_CHECKOUT};

struct Guard(u32);

impl Guard {
    fn answer(&self, answer: bool) -> bool {
        println!("ask {}", self.0);
        answer
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn log<T>(tag: u32, value: T) -> T {
    println!("log {tag}");
    value
}

fn maybe(number: i64) -> Option<i64> {
    (number & 1 == 1).then_some(number)
}

fn use_all() -> (bool, bool, bool, bool) {
    (
        NEW_CHECKOUT.is_enabled(),
        DARK_MODE.is_enabled(),
        BETA_SEARCH.is_enabled(),
        BUTTON.get() == Button::Red,
    )
}
"#;

/// A function of this number.
pub(crate) fn function(number: usize, body: &Block) -> String {
    let mut text = format!("fn f{number}(n: i64) -> i64 {{\n");
    contents(&mut text, body, 1);
    text + "}\n"
}

/// Calls functions of these numbers, and tells which.
pub(crate) fn main(numbers: impl Iterator<Item = usize>) -> String {
    let mut text = String::from("fn main() {\n    use_all();\n");
    for number in numbers {
        text += &format!("    println!(\"= {number}\");\n");
        for argument in [0, 1, 6] {
            text += &format!("    println!(\"{{}}\", f{number}({argument}));\n");
        }
    }
    text + "}\n"
}

fn line(text: &mut String, depth: usize, content: &str) {
    writeln!(text, "{}{content}", "    ".repeat(depth)).expect("a string takes any text");
}

fn contents(text: &mut String, block: &Block, depth: usize) {
    for it in &block.statements {
        statement(text, it, depth);
    }
    if let Some(value) = &block.value {
        line(text, depth, &tail(value, depth));
    }
}

/// A value at the end of a block, where an expression that ends in a block needs no parentheses.
fn tail(value: &Number, depth: usize) -> String {
    number(value, depth)
}

fn braces(block: &Block, depth: usize) -> String {
    if block.statements.is_empty() && block.value.is_none() {
        return "{}".to_owned();
    }
    let mut text = String::from("{\n");
    contents(&mut text, block, depth + 1);
    text + &"    ".repeat(depth) + "}"
}

fn statement(text: &mut String, it: &Statement, depth: usize) {
    let shown = match it {
        Statement::Comment(tag) => format!("// comment {tag}"),
        Statement::Blank => return text.push('\n'),
        Statement::Print(tag) => format!("println!(\"print {tag}\");"),
        Statement::Log(tag) => format!("log({tag}, ());"),
        Statement::Guard(tag) => format!("let _guard = Guard({tag});"),
        Statement::Number(name, value) => {
            format!("let mut v{name}: i64 = {};", number(value, depth))
        }
        Statement::Flag {
            name,
            mutable,
            value,
        } => {
            let mutable = if *mutable { "mut " } else { "" };
            format!("let {mutable}f{name} = {};", condition(value, 0, depth))
        }
        Statement::AssignNumber(name, value) => format!("v{name} = {};", number(value, depth)),
        Statement::AssignFlag(name, value) => format!("f{name} = {};", condition(value, 0, depth)),
        Statement::If(it) => an_if(it, depth),
        Statement::IfLet {
            name,
            of,
            and,
            block,
        } => {
            let and = and.as_ref().map_or(String::new(), |and| {
                format!(" && {}", condition(and, AND + 1, depth))
            });
            format!(
                "if let Some(mut v{name}) = maybe({}){and} {}",
                number(of, depth),
                braces(block, depth)
            )
        }
        Statement::LetElse {
            name,
            of,
            otherwise,
        } => format!(
            "let Some(mut v{name}) = maybe({}) else {};",
            number(of, depth),
            braces(otherwise, depth)
        ),
        Statement::MatchButton(arms) => {
            let mut shown = String::from("match BUTTON.get() {\n");
            for (pattern, block) in arms {
                line(
                    &mut shown,
                    depth + 1,
                    &format!("{} => {}", buttons(pattern), braces(block, depth + 1)),
                );
            }
            shown + &"    ".repeat(depth) + "}"
        }
        Statement::MatchCondition(of, yes, no) => {
            let indent = "    ".repeat(depth);
            format!(
                "match {} {{\n{indent}    true => {}\n{indent}    false => {}\n{indent}}}",
                condition(of, 0, depth),
                braces(yes, depth + 1),
                braces(no, depth + 1)
            )
        }
        Statement::MatchNumber(of, guard, some, other) => {
            let indent = "    ".repeat(depth);
            format!(
                "match {} {{\n{indent}    0..=3 if {} => {}\n{indent}    _ => {}\n{indent}}}",
                number(of, depth),
                condition(guard, 0, depth),
                braces(some, depth + 1),
                braces(other, depth + 1)
            )
        }
        Statement::While {
            counter,
            times,
            and,
            block,
        } => {
            line(text, depth, &format!("let mut c{counter} = 0;"));
            let mut inner = String::from("{\n");
            line(&mut inner, depth + 1, &format!("c{counter} += 1;"));
            contents(&mut inner, block, depth + 1);
            format!(
                "while c{counter} < {times} && {} {inner}{}}}",
                condition(and, AND + 1, depth),
                "    ".repeat(depth)
            )
        }
        Statement::For(times, block) => {
            format!("for _ in 0..{times} {}", braces(block, depth))
        }
        Statement::Block(block) => braces(block, depth),
        Statement::Show(value) => format!("println!(\"{{}}\", {});", number(value, depth)),
        Statement::ShowFlag(value) => {
            format!("println!(\"{{}}\", {});", condition(value, 0, depth))
        }
        Statement::Return(value) => format!("return {};", number(value, depth)),
        Statement::Break => "break;".to_owned(),
        Statement::Continue => "continue;".to_owned(),
    };
    line(text, depth, &shown);
}

fn an_if(it: &If, depth: usize) -> String {
    let otherwise = match &it.otherwise {
        Else::Nothing => String::new(),
        Else::Block(block) => format!(" else {}", braces(block, depth)),
        Else::If(it) => format!(" else {}", an_if(it, depth)),
    };
    format!(
        "if {} {}{otherwise}",
        condition(&it.condition, 0, depth),
        braces(&it.block, depth)
    )
}

const OR: u8 = 1;
const AND: u8 = 2;
const COMPARE: u8 = 3;
const UNARY: u8 = 7;

/// A condition where whatever binds less than `least` needs parentheses.
fn condition(it: &Condition, least: u8, depth: usize) -> String {
    let (binds, shown) = match it {
        Condition::Constant(value) => (UNARY, value.to_string()),
        Condition::Feature(feature) => (UNARY, format!("{}.is_enabled()", constant(*feature))),
        Condition::Button(Buttons::Matches(some)) => {
            (UNARY, format!("matches!(BUTTON.get(), {})", buttons(some)))
        }
        Condition::Button(Buttons::Equals(one)) => {
            (COMPARE, format!("BUTTON.get() == Button::{one:?}"))
        }
        Condition::Button(Buttons::Differs(one)) => {
            (COMPARE, format!("Button::{one:?} != BUTTON.get()"))
        }
        Condition::Variable(name) => (UNARY, format!("f{name}")),
        Condition::Compare(value, operator, with) => {
            let value = match value {
                Number::Literal(_) | Number::Argument | Number::Variable(_) => number(value, depth),
                _ => format!("({})", number(value, depth)),
            };
            (COMPARE, format!("{value} {operator} {with}"))
        }
        Condition::Logged(tag, value) => (UNARY, format!("log({tag}, {value})")),
        Condition::Temporary(tag, value) => (UNARY, format!("Guard({tag}).answer({value})")),
        Condition::Not(inner) => (UNARY, format!("!{}", condition(inner, UNARY, depth))),
        Condition::And(a, b) => (
            AND,
            format!(
                "{} && {}",
                condition(a, AND, depth),
                condition(b, AND + 1, depth)
            ),
        ),
        Condition::Or(a, b) => (
            OR,
            format!(
                "{} || {}",
                condition(a, OR, depth),
                condition(b, OR + 1, depth)
            ),
        ),
        Condition::Operator(a, operator, b) => {
            let binds = match *operator {
                "|" => 4,
                "^" => 5,
                "&" => 6,
                _ => COMPARE,
            };
            // A comparison of a comparison needs parentheses on both sides.
            let left = binds + u8::from(binds == COMPARE);
            (
                binds,
                format!(
                    "{} {operator} {}",
                    condition(a, left, depth),
                    condition(b, binds + 1, depth)
                ),
            )
        }
        Condition::If(of, yes, no) => (
            0,
            format!(
                "if {} {{ {} }} else {{ {} }}",
                condition(of, 0, depth),
                condition(yes, 0, depth),
                condition(no, 0, depth)
            ),
        ),
    };
    if binds < least {
        format!("({shown})")
    } else {
        shown
    }
}

fn number(it: &Number, depth: usize) -> String {
    match it {
        Number::Literal(value) => value.to_string(),
        Number::Argument => "n".to_owned(),
        Number::Variable(name) => format!("v{name}"),
        Number::Logged(tag, value) => format!("log({tag}, {value})"),
        Number::Operator(a, operator, b) => {
            format!("{} {operator} {}", operand(a, depth), operand(b, depth))
        }
        Number::Plus(a, b) if is_typed(a) => {
            format!("{}.wrapping_add({})", operand(a, depth), number(b, depth))
        }
        Number::Plus(a, b) => {
            format!(
                "i64::wrapping_add({}, {})",
                number(a, depth),
                number(b, depth)
            )
        }
        Number::If(of, yes, no) => {
            let short = |block: &Block| block.statements.is_empty();
            let of = condition(of, 0, depth);
            match (&yes.value, &no.value) {
                (Some(a), Some(b)) if short(yes) && short(no) => format!(
                    "if {of} {{ {} }} else {{ {} }}",
                    number(a, depth),
                    number(b, depth)
                ),
                _ => format!("if {of} {} else {}", braces(yes, depth), braces(no, depth)),
            }
        }
        Number::Then(of, value, otherwise) => {
            let otherwise = number(otherwise, depth);
            let value = number(value, depth);
            let of = condition(of, UNARY + 1, depth);
            // A method binds more than `!`; what is a call already needs no parentheses.
            format!("({of}).then(|| {value}).unwrap_or({otherwise})")
        }
        Number::MatchButton(arms) => {
            let mut shown = String::from("match BUTTON.get() {\n");
            for (pattern, value) in arms {
                line(
                    &mut shown,
                    depth + 1,
                    &format!("{} => {},", buttons(pattern), number(value, depth + 1)),
                );
            }
            shown + &"    ".repeat(depth) + "}"
        }
        Number::Block(block) => braces(block, depth),
        Number::Closure(block, argument) => format!(
            "(|n: i64| -> i64 {})({})",
            braces(block, depth),
            number(argument, depth)
        ),
    }
}

fn operand(it: &Number, depth: usize) -> String {
    match it {
        Number::Operator(..) | Number::If(..) | Number::MatchButton(_) | Number::Block(_) => {
            format!("({})", number(it, depth))
        }
        _ => number(it, depth),
    }
}

/// Whether rustc knows the type when it meets a method of the value.
fn is_typed(it: &Number) -> bool {
    let value = |block: &Block| block.value.as_deref().is_some_and(is_typed);
    match it {
        Number::Argument | Number::Variable(_) | Number::Plus(..) | Number::Closure(..) => true,
        Number::Literal(_) | Number::Logged(..) => false,
        Number::Operator(a, ..) => is_typed(a),
        Number::If(_, yes, no) => value(yes) || value(no),
        Number::Then(_, _, otherwise) => is_typed(otherwise),
        Number::MatchButton(arms) => arms.iter().any(|(_, it)| is_typed(it)),
        Number::Block(block) => value(block),
    }
}

fn constant(feature: Feature) -> &'static str {
    match feature {
        Feature::NewCheckout => "NEW_CHECKOUT",
        Feature::DarkMode => "DARK_MODE",
        Feature::BetaSearch => "BETA_SEARCH",
    }
}

fn buttons(some: &[Button]) -> String {
    if some.is_empty() {
        return "_".to_owned();
    }
    let names: Vec<String> = some.iter().map(|it| format!("Button::{it:?}")).collect();
    names.join(" | ")
}
