//! `cargo flags retire`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use flags_manifest::model::Date;
use serde::Serialize;
use similar::TextDiff;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::outcome::Outcome;
use crate::output::{ERROR, NOTE, Output, STRONG, WARNING};
use crate::progress::Progress;
use crate::project::{Project, show};
use crate::replace::Replacements;
use crate::report::{self, Texts};
use crate::retire::check::{Change, Checked, Diagnostic, check};
use crate::retire::plan::{kept, plan, state_files};

/// Arguments of `retire`.
#[derive(Debug, Args)]
pub struct Retire {
    /// Key of the feature, or its constant
    feature: String,
    /// The value that stays: `true`, `false`, a variant, a number or a text
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    keep: String,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Why, for the entry in `[retired]`
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The day, for the entry in `[retired]` [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Do not let the compiler look at the result
    #[arg(long)]
    no_check: bool,
}

/// The output in JSON.
#[derive(Serialize)]
struct Told<'a> {
    version: u32,
    feature: &'a str,
    keep: &'a str,
    written: bool,
    files: Vec<ToldFile>,
    refusals: Vec<ToldRefusal>,
    warnings: Vec<ToldDiagnostic<'a>>,
    state_files: Vec<String>,
}

#[derive(Serialize)]
struct ToldFile {
    file: String,
    diff: String,
}

#[derive(Serialize)]
struct ToldRefusal {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
}

#[derive(Serialize)]
struct ToldDiagnostic<'a> {
    file: Option<&'a Path>,
    line: usize,
    code: Option<&'a str>,
    message: &'a str,
}

impl Retire {
    /// Takes the feature out of the workspace, or says what is in the way.
    ///
    /// # Errors
    ///
    /// When there is no such feature or value, or the workspace does not compile as it is.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find_sound(global)?;
        let at = project.feature(&self.feature)?;
        let feature = project.get(at);
        let kept = kept(feature, &self.keep)?;
        let on = self.day()?;
        let mut plan = match plan(&project, at, &kept, on, self.reason.as_deref()) {
            Ok(plan) => plan,
            Err(refused) => return self.refuse(global, output, &feature.key, &refused),
        };
        let mut checked = Checked::default();
        if !self.no_check {
            let _progress = Progress::new("checking");
            let packages: Vec<&str> = match plan.reaches_further {
                true => Vec::new(),
                false => plan.packages.iter().map(String::as_str).collect(),
            };
            checked = check(&project, &packages, &mut plan.changes)?;
            if !checked.errors.is_empty() {
                return self.refuse_errors(global, output, &project, &feature.key, &checked.errors);
            }
        }
        plan.changes.retain(|it| it.before != it.after);
        let state_files = state_files(&project, &feature.key);
        if !self.dry_run {
            let mut replacements = Replacements::default();
            for change in &plan.changes {
                replacements.add(&change.file, &change.after)?;
            }
            replacements.commit()?;
        }
        if global.format == Format::Json {
            self.tell_json(output, &feature.key, &plan.changes, &checked, &state_files)?;
        } else {
            self.tell(output, &feature.key, &plan.changes, &checked, &state_files)?;
        }
        Ok(Outcome::Fine)
    }

    fn day(&self) -> Result<Date, Failure> {
        match &self.on {
            None => flags_build::today().map_err(Failure::new),
            Some(text) => date(text).ok_or_else(|| {
                Failure::new(format!(
                    "`--on` must be a day such as `2026-11-22`, found `{text}`"
                ))
            }),
        }
    }

    fn tell(
        &self,
        output: &mut Output,
        key: &str,
        changes: &[Change],
        checked: &Checked,
        state_files: &[PathBuf],
    ) -> Result<(), Failure> {
        let out = output.out();
        if self.dry_run {
            for change in changes {
                write!(out, "{}", diff(change))?;
            }
        } else {
            writeln!(
                out,
                "{NOTE}retired{NOTE:#} {STRONG}{key}{STRONG:#}, which is `{}` from now on",
                self.keep
            )?;
            for change in changes {
                let diff = TextDiff::from_lines(&change.before, &change.after);
                let count = |tag| diff.iter_all_changes().filter(|it| it.tag() == tag).count();
                let (added, removed) = (
                    count(similar::ChangeTag::Insert),
                    count(similar::ChangeTag::Delete),
                );
                writeln!(
                    out,
                    "  {}: {added} added, {removed} removed",
                    show(&change.file)
                )?;
            }
        }
        output.flush()?;
        let err = output.err();
        for line in &checked.done {
            writeln!(err, "{NOTE}note{NOTE:#}: {line}")?;
        }
        for warning in &checked.warnings {
            let place = warning
                .file
                .as_ref()
                .map(|it| format!(" ({}:{})", it.display(), warning.line));
            writeln!(
                err,
                "{WARNING}warning{WARNING:#}: the compiler will say: {}{}",
                warning.message,
                place.unwrap_or_default()
            )?;
        }
        for file in state_files {
            writeln!(
                err,
                "{NOTE}note{NOTE:#}: `{}` still names the feature, and state files are not touched: take its entry \
                 out once no program that asks for it runs",
                show(file)
            )?;
        }
        Ok(())
    }

    fn tell_json(
        &self,
        output: &mut Output,
        key: &str,
        changes: &[Change],
        checked: &Checked,
        state_files: &[PathBuf],
    ) -> Result<(), Failure> {
        let files = changes
            .iter()
            .map(|it| ToldFile {
                file: show(&it.file),
                diff: diff(it),
            })
            .collect();
        let told = Told {
            version: 1,
            feature: key,
            keep: &self.keep,
            written: !self.dry_run,
            files,
            refusals: Vec::new(),
            warnings: checked.warnings.iter().map(told).collect(),
            state_files: state_files.iter().map(|it| show(it)).collect(),
        };
        write_json(output, &told)
    }

    fn refuse(
        &self,
        global: &Global,
        output: &mut Output,
        key: &str,
        refused: &[Finding],
    ) -> Result<Outcome, Failure> {
        let mut texts = Texts::default();
        if global.format == Format::Json {
            let refusals = refused
                .iter()
                .map(|it| {
                    let region = it.place.as_ref().and_then(|it| texts.region(it));
                    ToldRefusal {
                        file: it.place.as_ref().map(|it| show(&it.file)),
                        line: region.map(|it| it.line),
                        column: region.map(|it| it.column),
                        message: it.message.clone(),
                    }
                })
                .collect();
            return self.refused_json(output, key, refusals);
        }
        let out = output.out();
        for finding in refused {
            writeln!(
                out,
                "{ERROR}error{ERROR:#}{STRONG}: {}{STRONG:#}",
                finding.message
            )?;
            let gutter = match &finding.place {
                Some(place) => report::place(out, &mut texts, place, ERROR)?,
                None => 1,
            };
            if let Some(help) = &finding.help {
                report::help(out, gutter, help)?;
            }
            writeln!(out)?;
        }
        self.nothing_written(output, key, refused.len())
    }

    fn refuse_errors(
        &self,
        global: &Global,
        output: &mut Output,
        project: &Project,
        key: &str,
        errors: &[Diagnostic],
    ) -> Result<Outcome, Failure> {
        if global.format == Format::Json {
            let refusals = errors
                .iter()
                .map(|it| ToldRefusal {
                    file: it.file.as_ref().map(|it| show(&project.root.join(it))),
                    line: Some(it.line),
                    column: None,
                    message: it.message.clone(),
                })
                .collect();
            return self.refused_json(output, key, refusals);
        }
        let out = output.out();
        writeln!(
            out,
            "{ERROR}error{ERROR:#}{STRONG}: the program would not compile any more; the compiler says of the result:{STRONG:#}\n"
        )?;
        for error in errors {
            writeln!(out, "{}", error.rendered.trim_end())?;
            writeln!(out)?;
        }
        self.nothing_written(output, key, errors.len())
    }

    fn refused_json(
        &self,
        output: &mut Output,
        key: &str,
        refusals: Vec<ToldRefusal>,
    ) -> Result<Outcome, Failure> {
        let told = Told {
            version: 1,
            feature: key,
            keep: &self.keep,
            written: false,
            files: Vec::new(),
            refusals,
            warnings: Vec::new(),
            state_files: Vec::new(),
        };
        write_json(output, &told)?;
        Ok(Outcome::Findings)
    }

    fn nothing_written(
        &self,
        output: &mut Output,
        key: &str,
        places: usize,
    ) -> Result<Outcome, Failure> {
        let places = match places {
            1 => "1 place".to_owned(),
            places => format!("{places} places"),
        };
        writeln!(
            output.out(),
            "{STRONG}{key}{STRONG:#} is not retired: mend {places} first; nothing was written"
        )?;
        Ok(Outcome::Findings)
    }
}

fn told(it: &Diagnostic) -> ToldDiagnostic<'_> {
    ToldDiagnostic {
        file: it.file.as_deref(),
        line: it.line,
        code: it.code.as_deref(),
        message: &it.message,
    }
}

fn write_json(output: &mut Output, told: &Told<'_>) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(told)
        .map_err(|error| Failure::new(format!("cannot write the output: {error}")))?;
    writeln!(output.out(), "{text}")?;
    Ok(())
}

/// As `diff -u` and `git apply` have it.
fn diff(change: &Change) -> String {
    let file = show(&change.file);
    TextDiff::from_lines(&change.before, &change.after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{file}"), &format!("b/{file}"))
        .to_string()
}

/// `2026-11-22`.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut part = |digits: usize| {
        parts
            .next()
            .filter(|it| it.len() == digits && it.bytes().all(|b| b.is_ascii_digit()))
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    if parts.next().is_some() {
        return None;
    }
    let date = Date {
        year: year.parse().ok()?,
        month: month.parse().ok()?,
        day: day.parse().ok()?,
    };
    // Whether there is such a day, the manifest knows.
    let probe = format!("[retired]\na = {{ on = {text}, value = true }}\n");
    flags_manifest::parse(&probe)
        .diagnostics
        .is_empty()
        .then_some(date)
}
