//! For people, in the look of rustc.

use std::io::{self, Write};

use flags_manifest::diagnostic::Snippet;

use crate::code::{Item, Role, Use, Uses};
use crate::finding::Place;
use crate::output::{DIM, GUTTER, NOTE, STRONG};
use crate::project::{FeatureAt, Project, show};
use crate::report::Texts;

pub(super) fn write(
    out: &mut impl Write,
    project: &Project,
    uses: &Uses,
    wanted: &[FeatureAt],
) -> io::Result<()> {
    let mut texts = Texts::default();
    for (index, at) in wanted.iter().enumerate() {
        let all = uses.of(at.manifest, at.feature);
        let files: Vec<&[Use]> = all.chunk_by(|a, b| a.file == b.file).collect();
        if index > 0 {
            writeln!(out)?;
        }
        for file in &files {
            write_file(out, &mut texts, file)?;
            writeln!(out)?;
        }
        let key = &project.get(*at).key;
        match all.len() {
            0 => writeln!(out, "{STRONG}{key}{STRONG:#}: not used")?,
            number => writeln!(
                out,
                "{NOTE}{key}{NOTE:#}: {} in {}",
                counted(number, "use"),
                counted(files.len(), "file")
            )?,
        }
    }
    Ok(())
}

/// The uses in one file: each line once, with its carets under it.
fn write_file(out: &mut impl Write, texts: &mut Texts, uses: &[Use]) -> io::Result<()> {
    let snippets: Vec<(Snippet, &Use)> = uses
        .iter()
        .filter_map(|it| Some((texts.snippet(&place(it))?, it)))
        .collect();
    let Some((first, use_)) = snippets.first() else {
        return Ok(());
    };
    let last = snippets.last().map_or(first.line, |(last, _)| last.line);
    let gutter = last.to_string().len();
    writeln!(
        out,
        "{:gutter$}{GUTTER}-->{GUTTER:#} {}:{}:{}",
        "",
        show(&use_.file),
        first.line,
        first.column
    )?;
    writeln!(out, "{:gutter$} {GUTTER}|{GUTTER:#}", "")?;
    let mut before: Option<&Snippet> = None;
    for (snippet, use_) in &snippets {
        let is_same =
            before.is_some_and(|it| it.line == snippet.line && it.source == snippet.source);
        if !is_same {
            if before.is_some_and(|it| it.line + 1 < snippet.line) {
                writeln!(out, "{GUTTER}...{GUTTER:#}")?;
            }
            let Snippet { line, source, .. } = snippet;
            writeln!(out, "{GUTTER}{line:gutter$} |{GUTTER:#} {source}")?;
        }
        writeln!(
            out,
            "{:gutter$} {GUTTER}|{GUTTER:#} {}{NOTE}{}{NOTE:#} {DIM}{}{DIM:#}",
            "",
            snippet.indent,
            "^".repeat(snippet.marks),
            label(use_)
        )?;
        before = Some(snippet);
    }
    Ok(())
}

fn place(it: &Use) -> Place {
    Place {
        file: it.file.clone(),
        text: it.text.clone(),
        span: Some(it.range.clone()),
    }
}

fn label(it: &Use) -> String {
    match &it.role {
        Role::Import { alias: Some(alias) } => format!("import as `{alias}`"),
        Role::ReExport { alias: Some(alias) } => format!("re-export as `{alias}`"),
        Role::MacroArgument => "in a macro".to_owned(),
        Role::TestAttribute => "in a test's attribute".to_owned(),
        Role::Key => "variant of `Key`".to_owned(),
        Role::Values => "field of `Values`".to_owned(),
        Role::Template => "in a template".to_owned(),
        Role::Type if matches!(it.item, Item::Variant(_)) => "variant".to_owned(),
        role => role.name().to_owned(),
    }
}

fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
