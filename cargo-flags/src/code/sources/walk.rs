//! From the first file of each target to all the others.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ra_ap_syntax::{Edition, SmolStr};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::{Crate, FileId, Instance, InstanceId, SourceFile, Sources};
use crate::code::items::{ModuleFile, ScopeId, ScopeKind};
use crate::paths::normal;
use crate::progress::Progress;
use crate::project::Package;

/// A file that is to be read.
struct Wanted {
    path: PathBuf,
    of: usize,
    parent: Option<(InstanceId, ScopeId)>,
    /// `None` for the root of a crate, or what is included.
    name: Option<SmolStr>,
    is_included: bool,
    /// Whether the files of its modules are beside it: a crate's root, `mod.rs`, one that `#[path]`
    /// names.
    owns_folder: bool,
}

pub(super) fn walk(packages: &[&Package], progress: &Progress) -> Sources {
    let mut walk = Walk {
        packages,
        progress,
        sources: Sources::default(),
        known: HashMap::new(),
    };
    let mut wanted = walk.roots();
    while !wanted.is_empty() {
        wanted = walk.take(wanted);
    }
    walk.sources
}

struct Walk<'a> {
    packages: &'a [&'a Package],
    progress: &'a Progress,
    sources: Sources,
    known: HashMap<PathBuf, Option<FileId>>,
}

impl Walk<'_> {
    /// The first file of each target. A crate without a file is none.
    fn roots(&mut self) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        for (package, member) in self.packages.iter().enumerate() {
            for target in &member.targets {
                let is_library = target.is_library();
                let of = self.sources.crates.len();
                self.sources.crates.push(Crate {
                    package,
                    is_library,
                    root: usize::MAX,
                });
                wanted.push(Wanted {
                    path: normal(&target.file),
                    of,
                    parent: None,
                    name: None,
                    is_included: false,
                    owns_folder: true,
                });
            }
        }
        wanted
    }

    /// Reads these, and says what they lead to.
    fn take(&mut self, wanted: Vec<Wanted>) -> Vec<Wanted> {
        self.read(&wanted);
        let mut next = Vec::new();
        for wanted in wanted {
            let Some(Some(file)) = self.known.get(&wanted.path).copied() else {
                continue;
            };
            if self.is_within_itself(file, wanted.parent) {
                continue;
            }
            let id = self.enter(file, &wanted);
            self.follow(id, &mut next);
        }
        next
    }

    /// Reads the files that are not known yet, in parallel.
    fn read(&mut self, wanted: &[Wanted]) {
        let mut new: Vec<(&PathBuf, usize)> = wanted
            .iter()
            .filter(|wanted| !self.known.contains_key(&wanted.path))
            .map(|wanted| (&wanted.path, self.sources.crates[wanted.of].package))
            .collect();
        new.sort_unstable();
        new.dedup_by(|a, b| a.0 == b.0);
        self.progress.expect(new.len());
        let read: Vec<_> = new
            .par_iter()
            .map(|(path, package)| {
                let edition = edition(self.packages[*package]);
                let read = SourceFile::read(path, *package, edition);
                self.progress.advance();
                read
            })
            .collect();
        for ((path, _), read) in new.into_iter().zip(read) {
            let file = match read {
                Ok(file) => {
                    self.sources.files.push(file);
                    Some(self.sources.files.len() - 1)
                }
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => {
                    let why = error.to_string();
                    self.sources.unreadable.push((path.clone(), why));
                    None
                }
            };
            self.known.insert(path.clone(), file);
        }
    }

    /// A `#[path]` or an `include!` may lead back to where it came from.
    fn is_within_itself(&self, file: FileId, mut parent: Option<(InstanceId, ScopeId)>) -> bool {
        while let Some((instance, _)) = parent {
            if self.sources.instances[instance].file == file {
                return true;
            }
            parent = self.sources.instances[instance].parent;
        }
        false
    }

    fn enter(&mut self, file: FileId, wanted: &Wanted) -> InstanceId {
        let id = self.sources.instances.len();
        let path = &self.sources.files[file].path;
        let beside = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let modules = match (wanted.owns_folder, path.file_stem()) {
            (false, Some(stem)) => beside.join(stem),
            _ => beside,
        };
        self.sources.instances.push(Instance {
            file,
            of: wanted.of,
            parent: wanted.parent,
            is_included: wanted.is_included,
            modules,
        });
        match (wanted.parent, &wanted.name) {
            (None, _) => self.sources.crates[wanted.of].root = id,
            (Some((instance, scope)), Some(name)) => {
                let key = (instance, scope, name.clone());
                self.sources.children.entry(key).or_default().push(id);
            }
            (Some(at), None) => self.sources.included.entry(at).or_default().push(id),
        }
        id
    }

    /// What the file declares that is in other files.
    fn follow(&self, id: InstanceId, next: &mut Vec<Wanted>) {
        let instance = &self.sources.instances[id];
        let file = &self.sources.files[instance.file];
        let Some(items) = file.items_that_reach_further() else {
            return;
        };
        for (scope, name, module) in items.module_files() {
            for (path, owns_folder) in self.candidates(id, scope, name, module) {
                next.push(Wanted {
                    path,
                    of: instance.of,
                    parent: Some((id, scope)),
                    name: Some(name.clone()),
                    is_included: false,
                    owns_folder,
                });
            }
        }
        let beside = file.path.parent().unwrap_or(Path::new(""));
        for (scope, declared) in items.scopes.iter().enumerate() {
            for path in &declared.includes {
                next.push(Wanted {
                    path: normal(&beside.join(path)),
                    of: instance.of,
                    parent: Some((id, scope)),
                    name: None,
                    is_included: true,
                    owns_folder: true,
                });
            }
        }
    }

    /// Where the file of a module may be, and whether it then owns its folder.
    fn candidates(
        &self,
        id: InstanceId,
        scope: ScopeId,
        name: &SmolStr,
        module: &ModuleFile,
    ) -> Vec<(PathBuf, bool)> {
        let instance = &self.sources.instances[id];
        let file = &self.sources.files[instance.file];
        let within = self.inline_modules(instance.file, scope);
        let folder = within
            .iter()
            .fold(instance.modules.clone(), |folder, name| folder.join(name));
        let mut candidates: Vec<_> = (module.paths.iter())
            .map(|path| {
                let base = match &within[..] {
                    [] => file.path.parent().unwrap_or(Path::new("")),
                    _ => &folder,
                };
                (normal(&base.join(path)), true)
            })
            .collect();
        if module.paths.is_empty() || module.conditional {
            candidates.push((folder.join(format!("{name}.rs")), false));
            candidates.push((folder.join(name.as_str()).join("mod.rs"), true));
        }
        candidates
    }

    /// Names of the modules within the file that this scope is in, from the outside.
    fn inline_modules(&self, file: FileId, scope: ScopeId) -> Vec<String> {
        let items = self.sources.files[file].items();
        let mut names = Vec::new();
        let mut next = Some(scope);
        while let Some(scope) = next {
            if items.scopes[scope].kind == ScopeKind::Module {
                names.extend(items.folder_of_module(scope));
            }
            next = items.scopes[scope].parent;
        }
        names.reverse();
        names
    }
}

fn edition(package: &Package) -> Edition {
    package.edition.parse().unwrap_or(Edition::CURRENT)
}
