//! `cargo flags docs`.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{ERROR, GUTTER, Output, STRONG};
use crate::page;
use crate::project::{Project, show};
use crate::replace::Replacements;
use crate::text_diff;

/// Arguments of `docs`.
#[derive(Debug, Args)]
pub struct Docs {
    /// File to write, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing, and fail if the file is not what would be written
    #[arg(long, requires = "output")]
    check: bool,
}

impl Docs {
    /// Writes the page.
    ///
    /// # Errors
    ///
    /// When a manifest is wrong, or the file cannot be read or written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human])?;
        let project = Project::find_sound(global)?;
        let Some(file) = &self.output else {
            let text = page::markdown(&project, &project.root);
            output.out().write_all(text.as_bytes())?;
            return Ok(Outcome::Fine);
        };
        let text = page::markdown(&project, &folder_of(file)?);
        let old = read(file)?;
        // Version control may have given it line ends of another system.
        let is_same = old
            .as_ref()
            .is_some_and(|old| old.replace("\r\n", "\n") == text);
        if self.check {
            if !is_same {
                match outdated(file, old.as_deref().unwrap_or_default(), &text, output) {
                    // Nobody reads on, and whoever asked for the exit status still gets it.
                    Err(failure) if failure.is_closed_pipe() => {}
                    told => told?,
                }
            }
            return Ok(Outcome::of_findings(!is_same));
        }
        if !is_same {
            let mut replacements = Replacements::default();
            replacements.add(file, &text)?;
            replacements.commit()?;
        }
        Ok(Outcome::Fine)
    }
}

/// The real folder of a file that need not be there.
fn folder_of(file: &Path) -> Result<PathBuf, Failure> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::canonicalize(folder)
        .map_err(|error| Failure::new(format!("cannot write into `{}`: {error}", show(folder))))
}

fn read(file: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!(
            "cannot read `{}`: {error}",
            show(file)
        ))),
    }
}

fn outdated(file: &Path, old: &str, new: &str, output: &mut Output) -> Result<(), Failure> {
    let shown = show(file);
    let out = output.out();
    text_diff::write(out, &shown, &old.replace("\r\n", "\n"), new)?;
    writeln!(
        out,
        "{ERROR}error{ERROR:#}{STRONG}: `{shown}` is not what the manifests say{STRONG:#}"
    )?;
    writeln!(
        out,
        "  {GUTTER}={GUTTER:#} {STRONG}help{STRONG:#}: `cargo flags docs --output {shown}` writes it"
    )?;
    Ok(())
}
