//! Workflow commands of GitHub Actions, which become annotations of a pull request.
//!
//! GitHub shows ten errors and ten warnings of a step; its log holds all of them.

use std::fmt::{self, Display};
use std::io::{self, Write};

use crate::finding::Finding;
use crate::project::Project;
use crate::report::{Report, Repository, Texts};
use crate::rules;

pub(super) fn write(out: &mut impl Write, report: &Report, project: &Project) -> io::Result<()> {
    let repository = Repository::of(&project.root);
    let mut texts = Texts::default();
    for finding in &report.findings {
        write_finding(out, &repository, &mut texts, finding)?;
    }
    writeln!(out, "{}", report.summary())
}

fn write_finding(
    out: &mut impl Write,
    repository: &Repository,
    texts: &mut Texts,
    finding: &Finding,
) -> io::Result<()> {
    write!(out, "::{} ", finding.level.name())?;
    if let Some(place) = &finding.place {
        write!(out, "file={},", Property(&repository.path(&place.file)))?;
        if let Some(region) = texts.region(place) {
            write!(out, "line={},endLine={},", region.line, region.end_line)?;
            // GitHub takes columns of one line only.
            if region.line == region.end_line {
                write!(
                    out,
                    "col={},endColumn={},",
                    region.column, region.end_column
                )?;
            }
        }
    }
    let title = match rules::find(finding.code) {
        Some(rule) => format!("{} ({})", rule.title, finding.code),
        None => finding.code.to_owned(),
    };
    write!(
        out,
        "title={}::{}",
        Property(&title),
        Data(&finding.message)
    )?;
    if let Some(help) = &finding.help {
        write!(out, "{}", Data(&format!("\nhelp: {help}")))?;
    }
    writeln!(out)
}

/// What stands after the last `::`.
struct Data<'a>(&'a str);

/// What stands after a `=`.
struct Property<'a>(&'a str);

impl Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(f, self.0, "%\r\n")
    }
}

impl Display for Property<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(f, self.0, "%\r\n:,")
    }
}

fn escape(f: &mut fmt::Formatter<'_>, text: &str, special: &str) -> fmt::Result {
    for character in text.chars() {
        if special.contains(character) {
            write!(f, "%{:02X}", u32::from(character))?;
        } else {
            write!(f, "{character}")?;
        }
    }
    Ok(())
}
