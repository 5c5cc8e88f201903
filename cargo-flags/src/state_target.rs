//! The state file that a command changes.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::Format as StateFormat;
use serde_json::json;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::finding::Place;
use crate::outcome::Outcome;
use crate::output::{ERROR, Output, STRONG};
use crate::project::{Project, show};
use crate::replace::Replacements;
use crate::report::{self, Texts};
use crate::state_edit::{Change, Objections, StateEdit};
use crate::state_file;
use crate::text_diff;

/// Which state file is changed, and how.
#[derive(Debug, Args)]
pub struct StateTarget {
    /// State file, TOML or JSON [default: the one that the variable FLAGS_FILE names]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Make the state file if there is none
    #[arg(long)]
    create: bool,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

impl StateTarget {
    /// The file, and what it says of a feature.
    ///
    /// # Errors
    ///
    /// When there is no such file or feature, or the file cannot be read.
    pub fn open<'p>(
        &self,
        global: &Global,
        project: &'p Project,
        name: &str,
    ) -> Result<(PathBuf, StateEdit<'p>), Failure> {
        let at = project.feature(name)?;
        let file = self.file()?;
        let is_json = file.extension().is_some_and(|it| it == "json");
        let (text, format) = match file.try_exists() {
            Ok(false) if self.create => (String::new(), StateFormat::Toml),
            Ok(false) => {
                return Err(Failure::new(format!("there is no file `{}`", show(&file)))
                    .with_help("`--create` makes it"));
            }
            _ => state_file::read(&file)?,
        };
        let format = match text.trim().is_empty() && is_json {
            true => StateFormat::Json,
            false => format,
        };
        let mut edit = StateEdit::new(project, at, name, show(&file), text, format)?;
        if !project.others.is_empty() {
            edit.look_around(&Project::find(&Global {
                manifest_path: global.manifest_path.clone(),
                package: Vec::new(),
                format: global.format,
                color: global.color,
            })?);
        }
        Ok((file, edit))
    }

    fn file(&self) -> Result<PathBuf, Failure> {
        if let Some(file) = &self.state {
            return std::path::absolute(file).map_err(|error| {
                Failure::new(format!("cannot find `{}`: {error}", file.display()))
            });
        }
        match std::env::var_os("FLAGS_FILE").filter(|it| !it.is_empty()) {
            Some(file) => std::path::absolute(&file).map_err(|error| {
                Failure::new(format!("cannot find `{}`: {error}", Path::new(&file).display()))
            }),
            None => Err(Failure::new("no state file is named").with_help(
                "name it with `--state FILE`, or once for all commands in the variable `FLAGS_FILE`",
            )),
        }
    }

    /// Writes the file and tells what changed, unless there are objections.
    ///
    /// # Errors
    ///
    /// When the new text would be wrong, or cannot be written.
    pub fn finish(
        &self,
        global: &Global,
        output: &mut Output,
        file: &Path,
        edit: &StateEdit<'_>,
        objections: Option<Objections>,
    ) -> Result<Outcome, Failure> {
        let changes = edit.changes()?;
        if let Some(objections) = objections {
            if global.format == Format::Json {
                let reasons = objections.places.iter().map(|it| it.message.as_str());
                let reasons: Vec<&str> = reasons.collect();
                self.tell_json(output, file, edit, &changes, false, &reasons)?;
            }
            refuse(output, file, edit, &objections)?;
            return Ok(Outcome::Findings);
        }
        let is_new = edit.new_text() != edit.old() || !file.exists();
        let writes = is_new && !self.dry_run;
        if writes {
            let mut replacements = Replacements::default();
            replacements.add(file, edit.new_text())?;
            replacements.commit()?;
        }
        if global.format == Format::Json {
            self.tell_json(output, file, edit, &changes, writes, &[])?;
        } else {
            tell(output, file, edit, &changes)?;
        }
        let said = match (is_new, self.dry_run) {
            (false, _) => format!("`{}` says so already", show(file)),
            (true, true) => "nothing was written, because of `--dry-run`".to_owned(),
            (true, false) => format!("wrote `{}`", show(file)),
        };
        output.flush()?;
        writeln!(output.err(), "{said}")?;
        // A boolean that is off is off, whatever it needs.
        let is_off = changes.iter().all(|change| change.after == "off");
        notes(output, edit, !is_off)?;
        Ok(Outcome::Fine)
    }

    fn tell_json(
        &self,
        output: &mut Output,
        file: &Path,
        edit: &StateEdit<'_>,
        changes: &[Change<'_>],
        written: bool,
        refused: &[&str],
    ) -> Result<(), Failure> {
        let environments: Vec<_> = changes
            .iter()
            .map(|it| json!({"name": it.environment, "before": it.before, "after": it.after}))
            .collect();
        let told = json!({
            "version": 1,
            "file": show(file),
            "registry": edit.registry,
            "feature": edit.feature.key,
            "entry": edit.entry,
            "written": written,
            "refused": refused,
            "environments": environments,
        });
        writeln!(output.out(), "{told:#}")?;
        Ok(())
    }
}

fn tell(
    output: &mut Output,
    file: &Path,
    edit: &StateEdit<'_>,
    changes: &[Change<'_>],
) -> Result<(), Failure> {
    let mut groups: Vec<(&Change<'_>, Vec<&str>)> = Vec::new();
    for change in changes {
        let known = |(it, _): &&mut (&Change<'_>, _)| {
            (&it.before, &it.after) == (&change.before, &change.after)
        };
        match groups.iter_mut().find(known) {
            Some((_, names)) => names.push(change.environment),
            None => groups.push((change, vec![change.environment])),
        }
    }
    let all = groups.len() == 1;
    for (change, names) in groups {
        let places = if all {
            "everywhere".to_owned()
        } else {
            names.join(", ")
        };
        let key = &edit.feature.key;
        match change.before == change.after {
            true => writeln!(
                output.out(),
                "{key}: {}, as before ({places})",
                change.after
            )?,
            false => writeln!(
                output.out(),
                "{key}: {} -> {STRONG}{}{STRONG:#} ({places})",
                change.before,
                change.after
            )?,
        }
    }
    text_diff::write(output.out(), &show(file), edit.old(), edit.new_text())
}

fn notes(output: &mut Output, edit: &StateEdit<'_>, with_needs: bool) -> Result<(), Failure> {
    if !edit.shared_with.is_empty() {
        output.warning(&format!(
            "the entry `{}` speaks to {} too; `{}/{}` would speak to `{}` alone",
            edit.entry,
            edit.shared_with
                .iter()
                .map(|it| format!("`{it}`"))
                .collect::<Vec<_>>()
                .join(", "),
            edit.registry,
            edit.entry,
            edit.registry
        ))?;
    }
    if with_needs && !edit.feature.needs.is_empty() {
        let needs: Vec<String> = (edit.feature.needs.iter())
            .map(|need| {
                let key = &edit.manifest.features[need.feature].key;
                let state = if need.negated { "off" } else { "on" };
                format!("`{key}` is {state}")
            })
            .collect();
        output.warning(&format!(
            "`{}` says so only where {}: it needs that",
            edit.feature.key,
            needs.join(" and ")
        ))?;
    }
    Ok(())
}

fn refuse(
    output: &mut Output,
    file: &Path,
    edit: &StateEdit<'_>,
    objections: &Objections,
) -> Result<(), Failure> {
    output.flush()?;
    let mut texts = Texts::default();
    let err = output.err();
    let mut gutter = 1;
    for Diagnostic { message, span, .. } in &objections.places {
        writeln!(err, "{ERROR}error{ERROR:#}{STRONG}: {message}{STRONG:#}")?;
        if span.is_some() {
            let place = Place {
                file: file.to_path_buf(),
                text: edit.old().into(),
                span: span.clone(),
            };
            gutter = report::place(err, &mut texts, &place, ERROR)?;
        }
    }
    report::help(err, gutter, &objections.help)?;
    writeln!(err, "nothing was written")?;
    Ok(())
}
