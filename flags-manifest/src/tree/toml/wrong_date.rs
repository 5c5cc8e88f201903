//! Days and times that do not exist.

use std::collections::BTreeMap;

use super::{Entry, Kind, Node, Span, Table};
use crate::diagnostic::{Diagnostic, Escaped, Quoted};

/// A finding for each of the values at these places, with what the parser says of them.
pub(super) fn slips(text: &str, table: &Table<'_>, dates: &[(Span, &str)]) -> Vec<Diagnostic> {
    if dates.is_empty() {
        return Vec::new();
    }
    let mut finder = Finder {
        text,
        messages: dates
            .iter()
            .map(|(span, message)| (span.start, *message))
            .collect(),
        slips: Vec::with_capacity(dates.len()),
    };
    for entry in &table.entries {
        finder.entry(&mut Vec::new(), entry);
    }
    finder.slips
}

struct Finder<'f> {
    text: &'f str,
    messages: BTreeMap<usize, &'f str>,
    slips: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn entry<'t>(&mut self, path: &mut Vec<&'t str>, entry: &'t Entry<'_>) {
        path.push(&entry.name);
        self.node(path, &entry.value);
        path.pop();
    }

    fn node<'t>(&mut self, path: &mut Vec<&'t str>, node: &'t Node<'_>) {
        match &node.kind {
            Kind::Table(table) => {
                for entry in &table.entries {
                    self.entry(path, entry);
                }
            }
            Kind::Array(nodes) => {
                for node in nodes {
                    self.node(path, node);
                }
            }
            Kind::Null => {
                if let Some(message) = self.messages.get(&node.span.start) {
                    let what = named(path);
                    let written = &self.text[node.span.clone()];
                    let message = match problem(written) {
                        Some(problem) => {
                            format!("{what} is no day of the calendar: {problem}")
                        }
                        None => format!("{what} is an {message}"),
                    };
                    self.slips.push(Diagnostic {
                        message,
                        span: Some(node.span.clone()),
                        help: rewritten(written).map(|date| format!("write {date}")),
                    });
                }
            }
            _ => {}
        }
    }
}

/// What a value is called, from the names that lead to it.
fn named(path: &[&str]) -> String {
    let (noun, rest) = match path {
        ["features", key, rest @ ..] => (format!("feature {}", Quoted(key)), rest),
        ["retired", key, rest @ ..] => (format!("retired feature {}", Quoted(key)), rest),
        ["context", name, rest @ ..] => (format!("attribute {}", Quoted(name)), rest),
        ["segments", name, rest @ ..] => (format!("segment {}", Quoted(name)), rest),
        [section, rest @ ..] if !rest.is_empty() => (format!("`[{}]`", Escaped(section)), rest),
        _ => return Quoted(&path.join(".")).to_string(),
    };
    if rest.is_empty() {
        noun
    } else {
        format!("{noun}: {}", Quoted(&rest.join(".")))
    }
}

/// Why a day that is written as TOML has it is none.
fn problem(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let [year, month, day] = numbers(written.get(..10)?, '-', [4, 2, 2])?;
    let Some(index) = usize::from(month).checked_sub(1).filter(|at| *at < 12) else {
        return Some("its months are 01 to 12".to_owned());
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (!(1..=days).contains(&day)).then(|| {
        if day == 0 {
            "its days begin with 01".to_owned()
        } else {
            format!("{} {year} has {days} days", MONTHS[index])
        }
    })
}

/// A date as TOML writes it, of one that is written in another order, with other signs between its
/// numbers or without zeros before them; `None` where it is not plain which number is what.
pub(super) fn rewritten(written: &str) -> Option<String> {
    let separator = written.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let lengths = written.split(separator).map(str::len);
    let [first, second, third] = numbers(written, separator, [0; 3])?;
    let (year, month, day) = match lengths.collect::<Vec<_>>()[..] {
        [4, 1 | 2, 1 | 2] => (first, second, third),
        [1 | 2, 1 | 2, 4] if first > 12 || separator == '.' => (third, second, first),
        [1 | 2, 1 | 2, 4] if second > 12 => (third, first, second),
        _ => return None,
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    (date != written && date.parse::<toml_datetime::Datetime>().is_ok()).then_some(date)
}

/// Three numbers of so many digits each, 0 for any.
fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[u16; 3]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        if (digits != 0 && part.len() != digits) || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}
