//! Ways to write a change into a TOML text, the one that fits its form best first.

use std::ops::Range;

use toml_edit::Value;

use super::{Change, dotted};
use crate::datum::Datum;
use crate::toml_text::{Site, Statement, Step, TomlText};

/// Texts that may be what is wanted: whoever asks reads them.
pub(super) fn candidates(text: &str, path: &[Step<'_>], change: Change<'_>) -> Vec<String> {
    let Ok(toml) = TomlText::new(text) else {
        return Vec::new();
    };
    let editor = Editor { text, toml };
    match change {
        Change::Remove => editor.removed(path).into_iter().collect(),
        Change::Set(value) => editor.set(path, value),
        Change::Push(value) => editor.pushed(path, value),
    }
}

struct Editor<'t> {
    text: &'t str,
    toml: TomlText<'t>,
}

impl Editor<'_> {
    fn removed(&self, path: &[Step<'_>]) -> Option<String> {
        let mut shorter = self.toml.without(path)?;
        while let Some(next) = TomlText::new(&shorter).ok()?.without(path) {
            shorter = next;
        }
        Some(shorter)
    }

    fn set(&self, path: &[Step<'_>], value: &Datum) -> Vec<String> {
        let written = value.toml();
        let sites = self.toml.find(path);
        let own = sites.iter().find_map(|site| own_value(site, path)?.span());
        if let Some(span) = own {
            return vec![self.replaced(&span, &written)];
        }
        if !sites.is_empty() {
            // It is a table in several places, and becomes a value in one.
            let Some(text) = self.removed(path) else {
                return Vec::new();
            };
            return candidates(&text, path, Change::Set(value));
        }
        let mut found = Vec::new();
        for depth in (1..path.len()).rev() {
            self.inserted(path, depth, &written, &mut found);
        }
        let (header, rest) = path.split_at(path.len().min(2));
        found.push(self.toml.with_lines_at_end(&[
            format!("[{}]", dotted(header)),
            format!("{} = {written}", dotted(rest)),
        ]));
        found
    }

    /// Beside what the text says of the first steps of the path.
    fn inserted(&self, path: &[Step<'_>], depth: usize, written: &str, found: &mut Vec<String>) {
        let (above, rest) = path.split_at(depth);
        let sites = self.toml.find(above);
        for site in &sites {
            if let Some(Value::InlineTable(table)) = own_value(site, above) {
                let members = self.toml.members(table, above);
                let last = members.last().map(|member| &member.span);
                let span = table.span().unwrap_or_default();
                let item = format!("{} = {written}", dotted(rest));
                found.push(self.toml.with_item(&span, last, &item));
            }
        }
        let mut lines = sites.iter().filter_map(|site| match site {
            Site::Line(line) if line.path.len() > depth => Some(line),
            _ => None,
        });
        if let Some(line) = lines.next_back() {
            let key = dotted(&path[line.below..]);
            let at = self.toml.line_end(line.span.end);
            let indent = self.indent(&line.span);
            found.push(
                self.toml
                    .with_lines(at, &[format!("{indent}{key} = {written}")]),
            );
        }
        let statements = self.toml.statements();
        let header = statements
            .iter()
            .find(|it| it.value.is_none() && it.path == above);
        if let Some(header) = header {
            found.extend(self.below(header, &statements, rest, written));
        } else if depth == 2
            && let Some(Site::Section(first)) = sites.first()
        {
            let lines = [
                format!("[{}]", dotted(above)),
                format!("{} = {written}", dotted(rest)),
                String::new(),
            ];
            let at = self.toml.lines_of(&first.span).start;
            found.push(self.toml.with_lines(at, &lines));
        }
    }

    /// In the section of a header.
    fn below(
        &self,
        header: &Statement<'_>,
        statements: &[Statement<'_>],
        rest: &[Step<'_>],
        written: &str,
    ) -> Option<String> {
        let after = statements
            .iter()
            .skip_while(|it| it.span.start <= header.span.start);
        let last = after.take_while(|it| it.value.is_some()).last();
        let line = match (header.path.len(), rest) {
            // Where the text has tables of their own below `[features]`, so be it here.
            (1, _) if last.is_none() => return None,
            (1, [first, rest @ ..]) if !rest.is_empty() => {
                format!("{} = {{ {} = {written} }}", dotted(&[*first]), dotted(rest))
            }
            _ => format!("{} = {written}", dotted(rest)),
        };
        let indent = self.indent(&last.unwrap_or(header).span);
        let at = match (rest, last) {
            ([Step::Key("default")], _) | (_, None) => header.span.end,
            (_, Some(last)) => last.span.end,
        };
        Some(
            self.toml
                .with_lines(self.toml.line_end(at), &[format!("{indent}{line}")]),
        )
    }

    fn pushed(&self, path: &[Step<'_>], value: &Datum) -> Vec<String> {
        let sites = self.toml.find(path);
        for site in &sites {
            if let Some(Value::Array(list)) = own_value(site, path) {
                let last = list.iter().last().and_then(Value::span);
                let span = list.span().unwrap_or_default();
                return vec![self.toml.with_item(&span, last.as_ref(), &value.toml())];
            }
        }
        let mut sections = sites.iter().filter_map(|site| match site {
            Site::Section(header) => Some(self.toml.section(&header.span).end),
            _ => None,
        });
        match (sections.next_back(), value) {
            (Some(end), Datum::Table(entries)) => {
                let header = format!("[[{}]]", dotted(path));
                let lines = entries.iter().map(|(name, value)| {
                    format!("{} = {}", dotted(&[Step::Key(name)]), value.toml())
                });
                let lines: Vec<String> = [header].into_iter().chain(lines).collect();
                vec![self.toml.with_lines(end, &lines)]
            }
            _ => self.set(path, &Datum::List(vec![value.clone()])),
        }
    }

    fn replaced(&self, span: &Range<usize>, written: &str) -> String {
        let mut text = self.text.to_owned();
        text.replace_range(span.clone(), written);
        text
    }

    /// What stands before a statement on its line.
    fn indent(&self, span: &Range<usize>) -> &str {
        &self.text[self.toml.line_start(span.start)..span.start]
    }
}

/// The value of exactly this path.
fn own_value<'d>(site: &Site<'d>, path: &[Step<'_>]) -> Option<&'d Value> {
    let own = match site {
        Site::Section(_) => return None,
        Site::Line(statement) => &statement.path,
        Site::Member(member) => &member.path,
    };
    (own == path).then(|| site.value()).flatten()
}
