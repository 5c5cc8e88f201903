//! Brings typed-flags into a package.

mod dependency;
mod module;

use std::fs;
use std::path::{Path, PathBuf};

use flags_build::today;

pub use self::dependency::Origin;
use crate::arguments::Global;
use crate::code;
use crate::failure::Failure;
use crate::project::{Package, Project, Target, show};
use crate::replace::Replacements;

/// What is to be done in a package.
#[derive(Debug)]
pub struct Init<'p> {
    package: &'p Package,
    /// `lib.rs` or `main.rs`.
    target: &'p Target,
    origin: &'p Origin,
    /// Whether the package reads its manifest already.
    is_read: bool,
    /// Whether there is a manifest.
    is_declared: bool,
}

/// One thing that was done, or found to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub what: String,
    /// Whether it was not there before.
    pub is_new: bool,
}

const SCHEMA: &str = include_str!("../../features.schema.json");

impl<'p> Init<'p> {
    /// Finds the package that is meant: the one that `-p` names, or the one of this folder.
    ///
    /// # Errors
    ///
    /// When there is none, or it has neither `lib.rs` nor `main.rs`.
    pub fn new(project: &'p Project, global: &Global, origin: &'p Origin) -> Result<Self, Failure> {
        let index = package(project, global)?;
        let package = &project.packages[index];
        Ok(Self {
            package,
            target: target(package)?,
            origin,
            is_declared: package.root.join("features.toml").exists(),
            is_read: code::manifests(project.members().collect(), &project.sources)
                .iter()
                .any(|read| read.package == index),
        })
    }

    /// Does it, whole or not at all but for the dependency, which cargo may be asked for.
    ///
    /// # Errors
    ///
    /// When the dependency cannot be had, or a file cannot be written.
    pub fn carry_out(&self) -> Result<Vec<Done>, Failure> {
        let mut done = Vec::new();
        let mut files = Replacements::default();
        let root = &self.package.root;
        let dependency = dependency::add(self.package, self.origin, &mut files)?;
        done.push(dependency);
        let manifest = root.join("features.toml");
        let is_new = !self.is_declared;
        if is_new {
            let today = today().map_err(Failure::new)?;
            let text = format!(
                "#:schema ./features.schema.json\n\n\
                 [features.new_greeting]\n\
                 description = \"Greets in the new way.\"\n\
                 kind = \"release\"\n\
                 created = {today}\n"
            );
            files.add(&manifest, &text)?;
        }
        done.push(Done {
            what: format!("`{}`, which declares the features", show(&manifest)),
            is_new,
        });
        let schema = root.join("features.schema.json");
        let wants_schema = is_new || names_schema(&manifest);
        if wants_schema {
            let is_new = !schema.exists();
            if is_new {
                files.add(&schema, SCHEMA)?;
            }
            done.push(Done {
                what: format!("`{}`, with which editors check it", show(&schema)),
                is_new,
            });
        }
        if self.is_read {
            done.push(Done {
                what: "the `features!` that reads it".to_owned(),
                is_new: false,
            });
        } else {
            let facade = self.package.facade.as_deref().unwrap_or("typed_flags");
            done.extend(module::add(
                self.target,
                facade,
                &manifest,
                is_new,
                &mut files,
            )?);
        }
        files.commit()?;
        Ok(done)
    }

    /// What to do next.
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        if self.is_read {
            return vec!["`cargo flags list` shows the features".to_owned()];
        }
        let run = match self.target.is_library() || self.is_declared {
            true => "",
            false => {
                ", and `FLAGS_ENV=development FLAGS_NEW_GREETING=true cargo run` turns the first feature on"
            }
        };
        vec![format!("`cargo test` runs the first test{run}")]
    }
}

/// Whether a manifest that is there asks for the schema beside it.
fn names_schema(manifest: &Path) -> bool {
    fs::read_to_string(manifest).is_ok_and(|text| text.contains("#:schema ./features.schema.json"))
}

fn package(project: &Project, global: &Global) -> Result<usize, Failure> {
    let here: PathBuf = match &global.manifest_path {
        Some(path) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
        None => PathBuf::from("."),
    };
    let here = fs::canonicalize(if here.as_os_str().is_empty() {
        Path::new(".")
    } else {
        &here
    })
    .unwrap_or(here);
    if let ([_], [_, ..]) = (&project.packages[..], &global.package[..]) {
        return Ok(0);
    }
    let packages = project.packages.iter().enumerate();
    let around = packages.filter(|(_, package)| here.starts_with(&package.root));
    let nearest = around.max_by_key(|(_, package)| package.root.as_os_str().len());
    match (nearest, &project.packages[..]) {
        (Some((index, _)), _) => Ok(index),
        (None, [_]) => Ok(0),
        _ => {
            let names: Vec<String> = project
                .packages
                .iter()
                .map(|it| format!("`{}`", it.name))
                .collect();
            Err(
                Failure::new("this folder is in no package of the workspace")
                    .with_help(format!("name one with `-p`: {}", names.join(", "))),
            )
        }
    }
}

/// The library if there is one, else the program.
fn target(package: &Package) -> Result<&Target, Failure> {
    let is_at = |target: &&Target, name: &str| {
        target.kind != "proc-macro" && target.file.file_name().is_some_and(|it| it == name)
    };
    let library = package.targets.iter().filter(|it| it.is_library());
    let library = library.clone().find(|it| is_at(it, "lib.rs"));
    let mut programs = package.targets.iter().filter(|it| it.kind == "bin");
    library
        .or_else(|| programs.find(|it| is_at(it, "main.rs")))
        .ok_or_else(|| {
            Failure::new(format!(
            "package `{}` has neither `lib.rs` nor `main.rs`, so there is no place for a module",
            package.name
        ))
        .with_help("write `typed_flags::features!(\"features.toml\");` into a module of your own")
        })
}
