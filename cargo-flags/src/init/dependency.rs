//! The dependency on typed-flags.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use toml_edit::Value;

use super::Done;
use crate::failure::Failure;
use crate::paths;
use crate::project::{Package, show};
use crate::replace::Replacements;
use crate::toml_text::{Step, TomlText};

/// Where typed-flags comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The release on crates.io.
    Release,
    /// A folder.
    Path(PathBuf),
    /// A repository.
    Git(String),
}

/// Adds it, unless it is there: by cargo, or where no version has to be found, in the text.
pub(super) fn add(
    package: &Package,
    origin: &Origin,
    files: &mut Replacements,
) -> Result<Done, Failure> {
    let file = package.root.join("Cargo.toml");
    let done = |is_new| Done {
        what: format!("typed-flags in `{}`", show(&file)),
        is_new,
    };
    if package.facade.is_some() {
        return Ok(done(false));
    }
    let source = match origin {
        Origin::Release => {
            by_cargo(&file)?;
            return Ok(done(true));
        }
        Origin::Git(url) => ("git", url.clone()),
        Origin::Path(folder) => ("path", from_package(folder, &package.root)?),
    };
    let text = fs::read_to_string(&file)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", show(&file))))?;
    let dependency = format!(
        "typed-flags = {{ {} = {} }}",
        source.0,
        Value::from(source.1)
    );
    files.add(&file, &with_dependency(&file, &text, dependency)?)?;
    Ok(done(true))
}

fn by_cargo(manifest: &Path) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["add", "typed-flags", "--quiet", "--manifest-path"])
        .arg(manifest)
        .output()
        .map_err(|error| Failure::new(format!("cannot run cargo: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("error: ");
    Err(
        Failure::new(format!("cargo cannot add typed-flags: {said}"))
            .with_help("until there is a release, `--path DIR` or `--git URL` says where it is"),
    )
}

/// With one more line in `[dependencies]`.
fn with_dependency(file: &Path, text: &str, line: String) -> Result<String, Failure> {
    let toml =
        TomlText::new(text).map_err(|error| Failure::new(error.one_line(&show(file), text)))?;
    let statements = toml.statements();
    let is_header = |path: &[Step<'_>]| path == [Step::Key("dependencies")];
    let header = statements
        .iter()
        .position(|it| it.value.is_none() && is_header(&it.path));
    let Some(header) = header else {
        return Ok(toml.with_lines_at_end(&["[dependencies]".to_owned(), line]));
    };
    let below = statements[header + 1..]
        .iter()
        .take_while(|it| it.value.is_some());
    let last = below.last().unwrap_or(&statements[header]);
    Ok(toml.with_lines(toml.line_end(last.span.end), &[line]))
}

/// A folder as seen from another, with `/` in between.
fn from_package(folder: &Path, from: &Path) -> Result<String, Failure> {
    let cannot = |why: &str| {
        Failure::new(format!("`{}` {why}", folder.display()))
            .with_help("`--path` is the folder of a clone of typed-flags")
    };
    let text = fs::read_to_string(folder.join("Cargo.toml"))
        .map_err(|error| cannot(&format!("has no `Cargo.toml` that can be read: {error}")))?;
    let package = toml_edit::Document::parse(text).ok();
    let name = package
        .as_ref()
        .and_then(|it| it.get("package")?.get("name")?.as_str());
    if name != Some("typed-flags") {
        return Err(cannot("is not the folder of the package `typed-flags`"));
    }
    let folder = std::path::absolute(folder).map_err(|error| cannot(&error.to_string()))?;
    Ok(paths::relative(from, &normal(&folder)))
}

/// An absolute path without `..`, whatever links there are: as it was written.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
