//! The workspace that a command works on: its packages and their manifests.

mod discovery;
mod lookup;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use cargo_metadata::{Metadata, MetadataCommand};
use flags_file::registry_of_package;
use flags_manifest::Parsed;
use flags_runtime::Registry;

pub use self::lookup::FeatureAt;
use crate::arguments::Global;
use crate::code::Sources;
use crate::failure::Failure;
use crate::finding::{Finding, Level, Place};
use crate::paths::relative;
use crate::progress::Progress;

/// A workspace that uses typed-flags.
#[derive(Debug)]
pub struct Project {
    /// The workspace's folder.
    pub root: PathBuf,
    /// Where cargo builds; never searched for sources.
    pub target: PathBuf,
    /// The workspace's packages, or those that were asked for, by name.
    pub packages: Vec<Package>,
    /// The workspace's other packages, whose code may use features of these.
    pub others: Vec<Package>,
    /// The Rust files of all of them.
    pub sources: Sources,
    /// Their manifests, by path.
    pub manifests: Vec<Manifest>,
    /// Manifests that cannot be read at all: missing, no file, not UTF-8.
    pub unreadable: Vec<Finding>,
}

/// A package of the workspace.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub root: PathBuf,
    /// Edition of its targets, such as `2024`.
    pub edition: String,
    /// First files of its targets: libraries, binaries, examples, tests, benchmarks, `build.rs`.
    pub targets: Vec<Target>,
    /// Name by which its code knows `typed-flags`, if it depends on it: `typed_flags`, unless renamed.
    pub facade: Option<String>,
    /// What it depends on, in any way.
    pub dependencies: Vec<Dependency>,
}

/// What a package depends on.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// Name of the package.
    pub package: String,
    /// Name by which the code knows it, if `Cargo.toml` renames it.
    pub rename: Option<String>,
    /// Whether it is a package in a folder, as those of the workspace are.
    pub is_local: bool,
}

/// Something that cargo builds of a package.
#[derive(Clone, Debug)]
pub struct Target {
    /// Name of the crate, as paths in Rust have it.
    pub crate_name: String,
    /// `lib`, `bin`, `example`, `test`, `bench`, `custom-build`, `proc-macro`, ….
    pub kind: String,
    /// Its first file.
    pub file: PathBuf,
}

/// A `features.toml`.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Absolute path of the file.
    pub file: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// What it says, and what is wrong with it.
    pub parsed: Parsed,
    /// The packages whose `features!` reads it, as indices into [`Project::packages`].
    pub packages: Vec<usize>,
}

impl Project {
    /// Finds the workspace, its packages and their manifests.
    ///
    /// # Errors
    ///
    /// When there is no workspace, or it has no package of a name that was asked for. A manifest
    /// that is wrong is no error here.
    pub fn find(global: &Global) -> Result<Self, Failure> {
        let metadata = metadata(global)?;
        let (packages, others) = packages(&metadata, &global.package)?;
        let members: Vec<_> = packages.iter().chain(&others).collect();
        let sources = Sources::read(&members, &Progress::new("reading"));
        let mut project = Self {
            root: metadata.workspace_root.into(),
            target: metadata.target_directory.into(),
            packages,
            others,
            sources,
            manifests: Vec::new(),
            unreadable: Vec::new(),
        };
        discovery::discover(&mut project);
        Ok(project)
    }

    /// The same, for commands that can only work on manifests without a fault.
    ///
    /// # Errors
    ///
    /// As [`Project::find`]; and where there is no manifest, or one is wrong.
    pub fn find_sound(global: &Global) -> Result<Self, Failure> {
        let project = Self::find(global)?;
        if let Some(finding) = project.unreadable.first() {
            // What is shown of an example ends with an empty line.
            return Err(Failure::new(finding.message.trim_end()));
        }
        if let Some(wrong) = (project.manifests.iter()).find(|it| !it.parsed.diagnostics.is_empty())
        {
            let shown = show(&wrong.file);
            let diagnostic = &wrong.parsed.diagnostics[0];
            return Err(Failure::new(format!(
                "there are mistakes in the manifest, the first of them at {}",
                diagnostic.one_line(&shown, &wrong.text)
            ))
            .with_help("`cargo flags check` shows all of them"));
        }
        if project.manifests.is_empty() {
            return Err(project.no_manifest());
        }
        Ok(project)
    }

    /// That there is no manifest.
    #[must_use]
    pub fn no_manifest(&self) -> Failure {
        Failure::new(format!(
            "no package of the workspace `{}` has a `features.toml`",
            show(&self.root)
        ))
        .with_help("`cargo flags init` writes one")
    }

    /// The registry of a manifest, as the package has it at run time.
    ///
    /// # Errors
    ///
    /// When the manifest is wrong.
    pub fn registry(&self, manifest: usize) -> Result<&'static Registry, Failure> {
        let name = self.registry_name(manifest);
        let manifest = &self.manifests[manifest];
        let package = manifest.packages.first();
        let root = package.map(|package| self.packages[*package].root.as_path());
        // What `features!` was given: the path as seen from the package.
        let path = root.map_or_else(
            || show(&manifest.file),
            |root| relative(root, &manifest.file),
        );
        registry_of_package(name, &path, &manifest.text)
            .map_err(|error| Failure::new(error.to_string()))
    }

    /// A package of the workspace; first come those of [`Project::packages`], by their indices, then
    /// the others.
    #[must_use]
    pub fn member(&self, index: usize) -> Option<&Package> {
        self.members().nth(index)
    }

    /// All packages of the workspace, in the order of [`Project::member`].
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().chain(&self.others)
    }

    /// What is wrong with the manifests, as the macro says it.
    pub fn manifest_findings(&self) -> impl Iterator<Item = Finding> {
        let of_manifests = self.manifests.iter().flat_map(|manifest| {
            (manifest.parsed.diagnostics.iter()).map(|diagnostic| Finding {
                level: Level::Error,
                code: "manifest",
                message: diagnostic.message.clone(),
                place: Some(manifest.place(diagnostic.span.clone())),
                help: diagnostic.help.clone(),
                feature: None,
            })
        });
        self.unreadable.iter().cloned().chain(of_manifests)
    }
}

impl Package {
    /// Its library, if it has one.
    #[must_use]
    pub fn library(&self) -> Option<&Target> {
        self.targets.iter().find(|target| target.is_library())
    }
}

impl Target {
    /// Whether it is what other packages use.
    #[must_use]
    pub fn is_library(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "lib" | "rlib" | "dylib" | "cdylib" | "staticlib" | "proc-macro"
        )
    }
}

impl Manifest {
    /// A place in this file.
    #[must_use]
    pub fn place(&self, span: Option<std::ops::Range<usize>>) -> Place {
        Place {
            file: self.file.clone(),
            text: Arc::clone(&self.text),
            span,
        }
    }
}

/// A path as people see it: from the current folder, where it is below that.
#[must_use]
pub fn show(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let shown = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    match shown {
        Some(shown) if shown.as_os_str().is_empty() => ".".to_owned(),
        Some(shown) => shown.display().to_string(),
        None => path.display().to_string(),
    }
}

/// What cargo makes of the workspace's dependencies, without asking a network or changing
/// `Cargo.lock`.
///
/// # Errors
///
/// When it can make nothing of them: there is no `Cargo.lock`, or crates are not downloaded yet.
pub fn resolve(global: &Global) -> Result<Metadata, Failure> {
    let mut command = MetadataCommand::new();
    let mut options = vec!["--offline".to_owned(), "--locked".to_owned()];
    // What other platforms need is seldom downloaded.
    if let Some(host) = host() {
        options.extend(["--filter-platform".to_owned(), host]);
    }
    command.other_options(options);
    run(command, global, "the versions of the dependencies")
}

fn metadata(global: &Global) -> Result<Metadata, Failure> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    run(command, global, "what the workspace is")
}

fn run(mut command: MetadataCommand, global: &Global, what: &str) -> Result<Metadata, Failure> {
    if let Some(path) = &global.manifest_path {
        command.manifest_path(path);
    }
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            Failure::new(format!("cargo cannot tell {what}: {}", complaint(&stderr)))
        }
        error => Failure::new(format!("cargo cannot tell {what}: {error}")),
    })
}

/// The error among the words of cargo, which may begin with what it waited for.
fn complaint(stderr: &str) -> &str {
    let said = stderr.trim();
    let said = match said.strip_prefix("error: ") {
        Some(said) => said,
        None => said.split_once("\nerror: ").map_or(said, |(_, said)| said),
    };
    // Cargo's own advice is about its own options.
    said.split("\nhelp:").next().unwrap_or(said).trim_end()
}

/// The platform that rustc builds for.
fn host() -> Option<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
}

/// The packages that are wanted, and the others.
fn packages(
    metadata: &Metadata,
    wanted: &[String],
) -> Result<(Vec<Package>, Vec<Package>), Failure> {
    let members = metadata.workspace_packages();
    for name in wanted {
        if !members.iter().any(|package| *package.name == **name) {
            let names = members.iter().map(|package| package.name.as_str());
            let failure = Failure::new(format!("the workspace has no package `{name}`"));
            return Err(match flags_manifest::diagnostic::suggest(name, names) {
                Some(near) => failure.with_help(format!("did you mean `{near}`?")),
                None => failure,
            });
        }
    }
    let mut all: Vec<Package> = members.into_iter().map(package).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all
        .into_iter()
        .partition(|package| wanted.is_empty() || wanted.contains(&package.name)))
}

fn package(package: &cargo_metadata::Package) -> Package {
    let root = package
        .manifest_path
        .parent()
        .map_or_else(PathBuf::new, |root| root.into());
    let facade = package
        .dependencies
        .iter()
        .find(|dependency| dependency.name == "typed-flags")
        .map(|dependency| {
            dependency
                .rename
                .as_deref()
                .unwrap_or("typed-flags")
                .replace('-', "_")
        });
    Package {
        name: package.name.to_string(),
        root,
        edition: package.edition.to_string(),
        targets: package
            .targets
            .iter()
            .map(|target| Target {
                crate_name: target.name.replace('-', "_"),
                kind: target
                    .kind
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                file: target.src_path.clone().into(),
            })
            .collect(),
        facade,
        dependencies: package
            .dependencies
            .iter()
            .map(|dependency| Dependency {
                package: dependency.name.clone(),
                rename: dependency.rename.clone(),
                is_local: dependency.path.is_some(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn what_cargo_waited_for_is_no_complaint() {
        let said = "    Blocking waiting for file lock on package cache\n\
                    error: cannot create the lock file `Cargo.lock`\n\
                    help: to generate the lock file, remove `--locked`\n";
        assert_eq!(complaint(said), "cannot create the lock file `Cargo.lock`");
    }

    #[test]
    fn the_causes_of_an_error_belong_to_it() {
        let said = "error: failed to parse `Cargo.toml`\n\nCaused by:\n  no targets\n";
        assert_eq!(
            complaint(said),
            "failed to parse `Cargo.toml`\n\nCaused by:\n  no targets"
        );
    }
}
