//! Finds and reads the manifests of a workspace's packages.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf, absolute};

use flags_build::Source;
use flags_manifest::encoding::decode;

use crate::code;
use crate::finding::{Finding, Level, Place};
use crate::paths::normal;
use crate::project::{Manifest, Package, Project, show};

/// Fills in the manifests of the project's packages: those that their `features!` name, and
/// `features.toml` at their roots.
pub(super) fn discover(project: &mut Project) {
    let mut found: BTreeMap<PathBuf, Named> = BTreeMap::new();
    for (index, package) in project.packages.iter().enumerate() {
        let file = package.root.join("features.toml");
        if fs::symlink_metadata(&file).is_ok() {
            let named = found.entry(file).or_insert_with(Named::at_root);
            named.packages.push(index);
        }
    }
    for read in code::manifests(project.members().collect(), &project.sources) {
        let Some(package) = project.packages.get(read.package) else {
            continue;
        };
        let file = Manifest::file_of(package, &read.path);
        let named = found.entry(file).or_insert_with(|| Named {
            path: read.path,
            place: None,
            packages: Vec::new(),
        });
        named.place.get_or_insert(read.place);
        if !named.packages.contains(&read.package) {
            named.packages.push(read.package);
        }
    }
    for (file, named) in found {
        match named.read(&project.packages, &file) {
            Err(finding) => project.unreadable.push(*finding),
            Ok(text) => project.manifests.push(Manifest {
                parsed: flags_manifest::parse(&text),
                text: text.into(),
                file,
                packages: named.packages,
            }),
        }
    }
}

impl Manifest {
    /// The file that `features!` reads in this package where it is given this path: what it names
    /// in the package's folder or, where there is nothing, what `FEATURES_TOML` names.
    pub(crate) fn file_of(package: &Package, path: &str) -> PathBuf {
        let file = package.root.join(path);
        if fs::symlink_metadata(&file).is_ok() {
            return one_path(file);
        }
        let variable = variable().and_then(|path| absolute(path).ok());
        one_path(variable.unwrap_or(file))
    }
}

/// The path by which packages that share a manifest all find it.
fn one_path(file: PathBuf) -> PathBuf {
    let normal = normal(&file);
    // `..` behind a link to a folder leads elsewhere.
    match (fs::canonicalize(&file), fs::canonicalize(&normal)) {
        (Ok(file), Ok(other)) if file == other => normal,
        (Err(_), Err(_)) => normal,
        _ => file,
    }
}

/// A manifest as the code names it.
struct Named {
    path: String,
    /// Where, if code does.
    place: Option<Place>,
    packages: Vec<usize>,
}

impl Named {
    fn at_root() -> Self {
        Self {
            path: "features.toml".to_owned(),
            place: None,
            packages: Vec::new(),
        }
    }

    /// Its text, or what the macro says.
    fn read(&self, packages: &[Package], file: &Path) -> Result<String, Box<Finding>> {
        let finding = |message, place, help| {
            Box::new(Finding {
                level: Level::Error,
                code: "manifest",
                message,
                place,
                help,
                feature: None,
            })
        };
        let root = &packages[self.packages[0]].root;
        let variable = variable();
        let error = match Source::find(&self.path, Some(root), variable.as_deref()) {
            Ok(source) => return Ok(source.text),
            Err(error) => error,
        };
        // What is wrong with its text has a place in it.
        if let Some(Err(error)) = fs::read(file).ok().map(decode) {
            let place = Place {
                file: file.to_path_buf(),
                text: error.text.into(),
                span: error.finding.span,
            };
            return Err(finding(
                error.finding.message,
                Some(place),
                error.finding.help,
            ));
        }
        let joined = root.join(&self.path);
        let message = error
            .replace(&joined.display().to_string(), &show(file))
            .replace(&file.display().to_string(), &show(file));
        let place = self.place.clone().unwrap_or_else(|| Place {
            file: file.to_path_buf(),
            text: "".into(),
            span: None,
        });
        Err(finding(message, Some(place), None))
    }
}

fn variable() -> Option<PathBuf> {
    env::var_os("FEATURES_TOML")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}
