//! The manifests of two versions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flags_manifest::encoding::decode;
use flags_manifest::model::Manifest;

use crate::failure::Failure;
use crate::git::{Commit, Git};
use crate::project::{Project, show};

/// A manifest as it is, or was.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// Its file; empty if there is none.
    pub path: String,
    /// Name of its registry.
    pub name: String,
    /// What it declares.
    pub manifest: Manifest,
}

/// Both sides of a comparison, and what they are called.
pub type Sides = [(String, Vec<Version>); 2];

/// Two files, which are versions of one manifest.
///
/// # Errors
///
/// When one cannot be read, or is wrong.
pub fn from_files(old: &Path, new: &Path) -> Result<Sides, Failure> {
    let version = |file: &Path| {
        let bytes = fs::read(file)
            .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", show(file))))?;
        let manifest = read(bytes, &show(file))?;
        let name = manifest.name.clone().unwrap_or_default();
        // Both are the same manifest, wherever they are.
        let path = "features.toml".to_owned();
        Ok::<_, Failure>((
            show(file),
            vec![Version {
                path,
                name,
                manifest,
            }],
        ))
    };
    let [(old_name, mut old), (new_name, mut new)] = [version(old)?, version(new)?];
    // A name that only one of them states is the package's in the other.
    if old[0].name.is_empty() || new[0].name.is_empty() {
        let name = [&old[0].name, &new[0].name].into_iter().max().cloned();
        let name = name
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| new_name.clone());
        old[0].name.clone_from(&name);
        new[0].name = name;
    }
    Ok([(old_name, old), (new_name, new)])
}

/// The manifests of a project as `A..B`, `A...B` or `A` says: `A` alone is compared with the files
/// as they are.
///
/// # Errors
///
/// When git cannot tell, or a manifest is wrong.
pub fn from_revisions(project: &Project, revisions: &str) -> Result<Sides, Failure> {
    let git = Git::at(&project.root)?;
    let revision = |name: &str| {
        let name = if name.is_empty() { "HEAD" } else { name };
        Ok::<_, Failure>((name.to_owned(), git.commit(name)?))
    };
    let (old, new) = if let Some((one, other)) = revisions.split_once("...") {
        let (one, other) = (revision(one)?, revision(other)?);
        let base = git.merge_base(&one.1, &other.1)?;
        ((one.0, base), Some(other))
    } else if let Some((one, other)) = revisions.split_once("..") {
        (revision(one)?, Some(revision(other)?))
    } else {
        (revision(revisions)?, None)
    };
    let before = at(project, &git, &old)?;
    let after = match &new {
        Some(new) => at(project, &git, new)?,
        None => as_they_are(project, &git)?,
    };
    let new = new.map_or_else(|| "the files as they are".to_owned(), |(name, _)| name);
    Ok([(old.0, before), (new, after)])
}

fn as_they_are(project: &Project, git: &Git) -> Result<Vec<Version>, Failure> {
    if let Some(finding) = project.unreadable.first() {
        return Err(Failure::new(finding.message.clone()));
    }
    let mut versions = Vec::new();
    for (index, manifest) in project.manifests.iter().enumerate() {
        let shown = show(&manifest.file);
        versions.push(Version {
            path: git.path(&manifest.file).unwrap_or_else(|| shown.clone()),
            name: project.registry_name(index).to_owned(),
            manifest: read(manifest.text.as_bytes().to_vec(), &shown)?,
        });
    }
    Ok(versions)
}

fn at(
    project: &Project,
    git: &Git,
    (revision, commit): &(String, Commit),
) -> Result<Vec<Version>, Failure> {
    let files: BTreeSet<String> = git.files(commit)?.into_iter().collect();
    let manifests = project.manifests.iter().filter_map(|it| git.path(&it.file));
    let mut paths: BTreeSet<String> = manifests.filter(|path| files.contains(path)).collect();
    // Packages that are gone by now. What is still there and no manifest was none before.
    let below = match git.path(&project.root) {
        Some(folder) if !folder.is_empty() => format!("{folder}/"),
        _ => String::new(),
    };
    let gone = files.iter().filter(|path| {
        let folder = path
            .strip_suffix("features.toml")
            .filter(|it| it.is_empty() || it.ends_with('/'));
        folder.is_some_and(|folder| files.contains(&format!("{folder}Cargo.toml")))
            && path.starts_with(&below)
            && !git.is_there(path)
    });
    // With `-p`, what is gone is nobody's.
    if project.others.is_empty() {
        paths.extend(gone.cloned());
    }
    let mut versions = Vec::new();
    for path in paths {
        let manifest = read(git.bytes(commit, &path)?, &format!("{revision}:{path}"))?;
        let name = match &manifest.name {
            Some(name) => name.clone(),
            None => package_name(git, commit, &path, &files)?,
        };
        versions.push(Version {
            path,
            name,
            manifest,
        });
    }
    Ok(versions)
}

/// Name of the package that a manifest is in.
fn package_name(
    git: &Git,
    commit: &Commit,
    path: &str,
    files: &BTreeSet<String>,
) -> Result<String, Failure> {
    let mut folder = path;
    loop {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let slash = if folder.is_empty() { "" } else { "/" };
        let file = format!("{folder}{slash}Cargo.toml");
        if files.contains(&file) {
            let text = String::from_utf8_lossy(&git.bytes(commit, &file)?).into_owned();
            let document = toml_edit::Document::parse(text).ok();
            let name = document
                .as_ref()
                .and_then(|it| it.get("package")?.get("name")?.as_str());
            if let Some(name) = name {
                return Ok(name.to_owned());
            }
        }
        if folder.is_empty() {
            return Ok(path.to_owned());
        }
    }
}

fn read(bytes: Vec<u8>, shown: &str) -> Result<Manifest, Failure> {
    let text =
        decode(bytes).map_err(|error| Failure::new(error.finding.one_line(shown, &error.text)))?;
    let parsed = flags_manifest::parse(&text);
    match parsed.diagnostics.first() {
        None => Ok(parsed.manifest),
        Some(first) => Err(Failure::new(format!(
            "there are mistakes in a manifest, the first of them at {}",
            first.one_line(shown, &text)
        ))),
    }
}
