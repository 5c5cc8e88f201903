//! For people, in the look of rustc.

use std::io::{self, Write};

use anstyle::Style;

use crate::finding::{Finding, Level, Place};
use crate::output::{ERROR, GUTTER, NOTE, STRONG, WARNING};
use crate::project::show;
use crate::report::{Report, Texts};

pub(super) fn write(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let mut texts = Texts::default();
    for finding in &report.findings {
        write_finding(out, &mut texts, finding)?;
        writeln!(out)?;
    }
    let style = match report.findings.iter().map(|finding| finding.level).max() {
        None => NOTE,
        Some(level) => style(level),
    };
    writeln!(out, "{style}{}{style:#}", report.summary())
}

fn write_finding(out: &mut impl Write, texts: &mut Texts, finding: &Finding) -> io::Result<()> {
    let style = style(finding.level);
    writeln!(
        out,
        "{style}{}[{}]{style:#}{STRONG}: {}{STRONG:#}",
        finding.level.name(),
        finding.code,
        finding.message
    )?;
    let gutter = match &finding.place {
        None => 1,
        Some(at) => place(out, texts, at, style)?,
    };
    match &finding.help {
        None => Ok(()),
        Some(text) => {
            let with_source = (finding.place.as_ref()).is_some_and(|place| place.span.is_some());
            if with_source {
                writeln!(out, "{:gutter$} {GUTTER}|{GUTTER:#}", "")?;
            }
            help(out, gutter, text)
        }
    }
}

/// Shows a place: its file, line and column, the line itself, and carets in this style under what is
/// meant of it. Returns how wide the number of the line is, for [`help`].
///
/// # Errors
///
/// When the output cannot be written.
pub fn place(
    out: &mut impl Write,
    texts: &mut Texts,
    place: &Place,
    carets: Style,
) -> io::Result<usize> {
    let file = show(&place.file);
    let Some(snippet) = texts.snippet(place) else {
        writeln!(out, " {GUTTER}-->{GUTTER:#} {file}")?;
        return Ok(1);
    };
    let gutter = snippet.line.to_string().len();
    writeln!(
        out,
        "{:gutter$}{GUTTER}-->{GUTTER:#} {file}:{}:{}",
        "", snippet.line, snippet.column
    )?;
    writeln!(out, "{:gutter$} {GUTTER}|{GUTTER:#}", "")?;
    write!(out, "{GUTTER}{} |{GUTTER:#}", snippet.line)?;
    if !snippet.source.is_empty() {
        write!(out, " {}", snippet.source)?;
    }
    writeln!(
        out,
        "\n{:gutter$} {GUTTER}|{GUTTER:#} {}{carets}{}{carets:#}",
        "",
        snippet.indent,
        "^".repeat(snippet.marks)
    )?;
    Ok(gutter)
}

/// Writes `= help: …` under a place.
///
/// # Errors
///
/// When the output cannot be written.
pub fn help(out: &mut impl Write, gutter: usize, text: &str) -> io::Result<()> {
    writeln!(
        out,
        "{:gutter$} {GUTTER}={GUTTER:#} {STRONG}help{STRONG:#}: {text}",
        ""
    )
}

fn style(level: Level) -> Style {
    match level {
        Level::Warning => WARNING,
        Level::Error => ERROR,
    }
}
