//! The text with something more, or less.

use std::ops::Range;

use super::{BLANK, BOM, Site, Step, TomlText};

impl TomlText<'_> {
    /// The text without the first place that speaks of a path; `None` if there is none.
    #[must_use]
    pub fn without(&self, path: &[Step<'_>]) -> Option<String> {
        Some(match self.find(path).first()? {
            Site::Section(header) => without_lines(self.text, &self.section(&header.span)),
            Site::Line(statement) => without_lines(self.text, &self.lines_of(&statement.span)),
            Site::Member(member) => self.without_item(&member.items, member.index),
        })
    }

    /// The text with whole lines put in between two others.
    #[must_use]
    pub fn with_lines(&self, at: usize, lines: &[String]) -> String {
        let newline = self.newline();
        let (before, after) = self.text.split_at(at);
        let end = match before.is_empty() || before.ends_with(['\n', BOM]) {
            true => "",
            false => newline,
        };
        let lines: String = lines
            .iter()
            .map(|line| format!("{line}{newline}"))
            .collect();
        format!("{before}{end}{lines}{after}")
    }

    /// The text with lines at its end, behind an empty one.
    #[must_use]
    pub fn with_lines_at_end(&self, lines: &[String]) -> String {
        let last = self
            .text
            .split_inclusive('\n')
            .next_back()
            .unwrap_or_default();
        let is_blank = last.trim_start_matches(BOM).trim().is_empty();
        let gap = (!is_blank).then(String::new);
        let lines: Vec<String> = gap.into_iter().chain(lines.iter().cloned()).collect();
        self.with_lines(self.text.len(), &lines)
    }

    /// The text without one of the items of a list or inline table, and without a comma that
    /// would be one too many.
    #[must_use]
    pub fn without_item(&self, items: &[Range<usize>], index: usize) -> String {
        let item = &items[index];
        let before = index.checked_sub(1).map(|index| &items[index]);
        let after = items.get(index + 1);
        let comma_end = self.skip_comma(item.end);
        let mut out: Vec<Range<usize>> = Vec::new();
        if self.is_alone(item.start, comma_end) {
            out.push(self.lines_of(&(item.start..comma_end)));
        } else if let Some(after) = after
            && !self.text[comma_end..after.start].contains(['#', '\n'])
        {
            out.push(item.start..after.start);
        } else {
            out.push(item.start..comma_end);
        }
        // The item before it becomes the last, and needs its comma no more.
        if let (Some(before), None) = (before, after)
            && comma_end == item.end
        {
            let comma = self.skip_comma(before.end) - 1;
            if out[0].start == item.start && !self.text[comma..item.start].contains('#') {
                out[0].start = comma;
            } else {
                out.insert(0, comma..comma + 1);
            }
        }
        let mut text = self.text.to_owned();
        for range in out.into_iter().rev() {
            text.replace_range(range, "");
        }
        text
    }

    /// Whether nothing but a comment shares the lines of these bytes.
    fn is_alone(&self, start: usize, end: usize) -> bool {
        let before = &self.text[self.line_start(start)..start];
        let after = self.text[end..self.line_end(end)].trim_start_matches([' ', '\t']);
        before.trim_matches([' ', '\t']).is_empty() && after.starts_with(['#', '\r', '\n'])
    }

    /// The text with one more item in a list or inline table, after its last.
    #[must_use]
    pub fn with_item(
        &self,
        container: &Range<usize>,
        last: Option<&Range<usize>>,
        item: &str,
    ) -> String {
        let mut text = self.text.to_owned();
        let Some(last) = last else {
            let (start, end) = (container.start + 1, container.end - 1);
            let inner = self.text[start..end].trim_start_matches([' ', '\t']);
            let pad = if inner.is_empty() { " " } else { "" };
            text.replace_range(start..end, &format!(" {item}{pad}{inner}"));
            return text;
        };
        let comma_end = self.skip_comma(last.end);
        let has_comma = comma_end > last.end;
        if self.is_alone(last.start, comma_end) {
            let line = self.line_start(last.start);
            let (indent, newline) = (&self.text[line..last.start], self.newline());
            let comma = if has_comma { "," } else { "" };
            text.insert_str(
                self.line_end(comma_end),
                &format!("{indent}{item}{comma}{newline}"),
            );
            if !has_comma {
                text.insert(last.end, ',');
            }
        } else if has_comma {
            text.insert_str(comma_end, &format!(" {item},"));
        } else {
            text.insert_str(last.end, &format!(", {item}"));
        }
        text
    }
}

/// Takes whole lines out, and empty ones that would then stand twice.
fn without_lines(text: &str, lines: &Range<usize>) -> String {
    let (before, after) = (&text[..lines.start], &text[lines.end..]);
    let is_blank = |line: &str| line.trim_matches(BLANK).is_empty();
    let skip_blank = |text: &str| -> usize {
        let blank = text.split_inclusive('\n').take_while(|line| is_blank(line));
        blank.map(str::len).sum()
    };
    let gap = before.split_inclusive('\n').next_back();
    let at_top = before.trim_start_matches(BOM).is_empty();
    if at_top || gap.is_some_and(is_blank) {
        let rest = &after[skip_blank(after)..];
        let before = if rest.is_empty() && !at_top {
            let kept = before.trim_end_matches(BLANK).len();
            let line = before[kept..]
                .find('\n')
                .map_or(before.len(), |it| kept + it + 1);
            &before[..line]
        } else {
            before
        };
        return format!("{before}{rest}");
    }
    format!("{before}{after}")
}
