//! Tags of a template.

use std::ops::Range;

use crate::retire::draft::Edit;

/// `{% … %}` or `{{ … }}`.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    /// Between the markers.
    pub(super) inner: Range<usize>,
    /// `-`, `+` or `~` at its start.
    pub(super) left: Option<char>,
    pub(super) right: Option<char>,
    /// `if`, `else if`, `endif`; empty for `{{ … }}`.
    pub(super) keyword: String,
    pub(super) keyword_range: Range<usize>,
}

impl Tag {
    /// What comes after the keyword; of a `let`, after the equals sign.
    pub(super) fn expression(&self, text: &str) -> Range<usize> {
        let mut range = self.keyword_range.end..self.inner.end;
        if matches!(self.keyword.as_str(), "let" | "set")
            && let Some(at) = text[range.clone()].find('=')
        {
            range.start += at + 1;
        }
        let inside = &text[range.clone()];
        let start = range.start + (inside.len() - inside.trim_start().len());
        let end = range.end - (inside.len() - inside.trim_end().len());
        start..end.max(start)
    }

    /// With another marker at its start.
    pub(super) fn with_left(&self, marker: Option<char>) -> Edit {
        let start = self.range.start + 2;
        let old = self.left.map_or(0, char::len_utf8);
        Edit::replace(
            start..start + old,
            marker.map(String::from).unwrap_or_default(),
        )
    }
}

/// All of them, in order; comments and what is raw have none.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|it| at + it) {
        let close = match text[start..].get(..2) {
            Some("{%") => "%}",
            Some("{{") => "}}",
            Some("{#") => "#}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let Some(end) = end_of(text, start + 2, close) else {
            return tags;
        };
        at = end + 2;
        if close == "#}" {
            continue;
        }
        let tag = tag(text, start..at, close == "%}");
        if matches!(tag.keyword.as_str(), "raw" | "verbatim") {
            at = text[at..].find("{% end").map_or(text.len(), |it| at + it);
        }
        tags.push(tag);
    }
    tags
}

/// Where it closes, outside of strings.
fn end_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text[from..].char_indices() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else if close != "#}" && c == '"' {
            quoted = true;
        } else if text[from + at..].starts_with(close) {
            return Some(from + at);
        }
    }
    None
}

fn tag(text: &str, range: Range<usize>, is_block: bool) -> Tag {
    let mut inner = range.start + 2..range.end - 2;
    let marker = |c: Option<char>| c.filter(|it| matches!(it, '-' | '+' | '~'));
    let left = marker(text[inner.clone()].chars().next());
    inner.start += left.map_or(0, char::len_utf8);
    let right = marker(text[inner.clone()].chars().next_back());
    inner.end -= right.map_or(0, char::len_utf8);
    let content = &text[inner.clone()];
    let start = inner.start + (content.len() - content.trim_start().len());
    let mut keyword_range = start..start;
    let mut keyword = String::new();
    if is_block {
        let word = |from: usize| {
            let rest = &text[from..inner.end];
            let length = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            from..from + length
        };
        keyword_range = word(start);
        text[keyword_range.clone()].clone_into(&mut keyword);
        if keyword == "else" {
            let rest = &text[keyword_range.end..inner.end];
            let next = word(keyword_range.end + (rest.len() - rest.trim_start().len()));
            if &text[next.clone()] == "if" {
                keyword_range.end = next.end;
                keyword.push_str(" if");
            }
        }
    }
    Tag {
        range,
        inner,
        left,
        right,
        keyword,
        keyword_range,
    }
}
