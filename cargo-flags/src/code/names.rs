//! What a name stands for where it is written.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use ra_ap_syntax::{Edition, SmolStr};

use super::generated::{Generated, GeneratedNames};
use super::items::{Expansion, Items, ScopeId, ScopeKind, Spaces, Visibility, What};
use super::path::Path;
use super::sources::{InstanceId, Sources};
use crate::finding::Place;
use crate::project::{Manifest, Package, Project};

/// A scope of a crate.
pub(super) type At = (InstanceId, ScopeId);

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A module, or the root of a crate.
    Module(At),
    /// The crate `typed-flags`.
    Facade,
    /// The macro `features!`.
    FeaturesMacro,
    /// A feature's constant.
    Constant { manifest: usize, feature: usize },
    /// A feature's enum or struct.
    Type { manifest: usize, feature: usize },
    /// A variant of a feature's enum.
    Variant {
        manifest: usize,
        feature: usize,
        variant: usize,
    },
    /// The enum `Key`.
    Keys { manifest: usize },
    /// A variant of it.
    Key { manifest: usize, feature: usize },
    /// The struct `Values`.
    Values { manifest: usize },
    /// Something else.
    Other,
}

/// What a path stands for, and how many of its segments say so: of `CheckoutButton::ALL` the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) meaning: Meaning,
    pub(super) segments: usize,
}

/// Name space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Types,
    Values,
    Macros,
}

/// A manifest that `features!` reads.
#[derive(Debug)]
pub(crate) struct ReadManifest {
    /// The package, as an index into those of the workspace.
    pub(crate) package: usize,
    /// As written, relative to the package's folder.
    pub(crate) path: String,
    /// Where it is written; where it is not, the call.
    pub(crate) place: Place,
}

/// The manifests that the code of these packages reads.
pub(crate) fn manifests(packages: Vec<&Package>, sources: &Sources) -> Vec<ReadManifest> {
    let names = Names::without_features(packages, sources);
    let mut read: Vec<ReadManifest> = Vec::new();
    for (at, expansion) in names.expansions() {
        let package = names.package_index(at.0);
        let path = expansion.manifest_path();
        if (read.iter()).any(|it| it.package == package && it.path == path) {
            continue;
        }
        let file = &sources.files()[sources.instances[at.0].file];
        let span = match &expansion.manifest {
            Some((_, place)) => place,
            None => &expansion.range,
        };
        read.push(ReadManifest {
            package,
            path: path.to_owned(),
            place: Place {
                file: file.path.clone(),
                text: file.text.clone(),
                span: Some(span.clone()),
            },
        });
    }
    read
}

type Question = (At, SmolStr, Space, Visibility);

/// The names of a workspace.
#[derive(Debug)]
pub(super) struct Names<'a> {
    sources: &'a Sources,
    packages: Vec<&'a Package>,
    /// Name of a crate in the code of a package to what it is.
    crates: Vec<HashMap<SmolStr, Meaning>>,
    expanded: HashMap<At, Vec<(usize, Visibility)>>,
    generated: Vec<GeneratedNames>,
    known: RefCell<HashMap<Question, Option<Meaning>>>,
    asked: RefCell<HashSet<Question>>,
    /// Whether an answer was given up because it depends on itself.
    went_round: Cell<bool>,
}

impl<'a> Names<'a> {
    /// Of the sources alone, without what `features!` generates.
    pub(super) fn without_features(packages: Vec<&'a Package>, sources: &'a Sources) -> Self {
        let mut names = Self {
            crates: Vec::new(),
            sources,
            packages,
            expanded: HashMap::new(),
            generated: Vec::new(),
            known: RefCell::default(),
            asked: RefCell::default(),
            went_round: Cell::new(false),
        };
        names.crates = (0..names.packages.len())
            .map(|package| names.crates_of(package))
            .collect();
        names
    }

    /// With what `features!` generates of the project's manifests.
    pub(super) fn of(project: &'a Project) -> Self {
        let mut names = Self::without_features(project.members().collect(), &project.sources);
        let mut expanded: HashMap<At, Vec<(usize, Visibility)>> = HashMap::new();
        let files: HashMap<&PathBuf, usize> = (project.manifests.iter().enumerate())
            .map(|(index, manifest)| (&manifest.file, index))
            .collect();
        for (at, expansion) in names.expansions() {
            let file = Manifest::file_of(names.package_of(at.0), expansion.manifest_path());
            if let Some(manifest) = files.get(&file) {
                expanded
                    .entry(at)
                    .or_default()
                    .push((*manifest, expansion.visibility));
            }
        }
        names.expanded = expanded;
        names.generated = (project.manifests.iter())
            .map(|manifest| GeneratedNames::of(&manifest.parsed.manifest))
            .collect();
        names.known = RefCell::default();
        names
    }

    /// Every call of `features!`, with where it is.
    pub(super) fn expansions(&self) -> Vec<(At, &'a Expansion)> {
        let mut found = Vec::new();
        for (id, instance) in self.sources.instances.iter().enumerate() {
            let file = &self.sources.files()[instance.file];
            let Some(items) = file.items_that_reach_further() else {
                continue;
            };
            for (scope, declared) in items.scopes.iter().enumerate() {
                for expansion in &declared.expansions {
                    if self.is_features((id, scope), expansion) {
                        found.push(((id, scope), expansion));
                    }
                }
            }
        }
        found
    }

    /// The package that a file belongs to, as a module of this crate.
    pub(super) fn package_of(&self, instance: InstanceId) -> &'a Package {
        self.packages[self.package_index(instance)]
    }

    pub(super) fn package_index(&self, instance: InstanceId) -> usize {
        self.sources.crates[self.sources.instances[instance].of].package
    }

    /// What the names of this manifest are.
    pub(super) fn generated(&self, manifest: usize) -> &GeneratedNames {
        &self.generated[manifest]
    }

    /// What a path stands for in this scope.
    pub(super) fn resolve(&self, at: At, path: &Path, space: Space) -> Option<Resolved> {
        let mut segments = path.segments.iter().enumerate().peekable();
        let (_, first) = segments.next()?;
        let is_last = path.segments.len() == 1;
        let here = if is_last { space } else { Space::Types };
        let mut meaning = if path.global {
            match self.edition(at.0) {
                Edition::Edition2015 => self.in_module(self.root_of(at.0), &first.name, here),
                _ => None,
            }
            .or_else(|| self.krate(at.0, &first.name))?
        } else {
            match first.name.as_str() {
                "crate" => Meaning::Module(self.root_of(at.0)),
                "self" => Meaning::Module(self.module_of(at)),
                "super" => Meaning::Module(self.parent_of(self.module_of(at))?),
                _ => self.lexical(at, &first.name, here)?,
            }
        };
        let mut used = 1;
        for (index, segment) in segments {
            let is_last = index + 1 == path.segments.len();
            let here = if is_last { space } else { Space::Types };
            let name = &segment.name;
            let next = match meaning {
                Meaning::Module(module) if name == "super" => {
                    Some(Meaning::Module(self.parent_of(module)?))
                }
                Meaning::Module(module) if name == "self" => Some(Meaning::Module(module)),
                Meaning::Module(module) => {
                    Some(self.in_scope(module, name, here, Visibility::Private)?)
                }
                Meaning::Facade if name == "features" && here == Space::Macros => {
                    Some(Meaning::FeaturesMacro)
                }
                Meaning::Facade => Some(Meaning::Other),
                Meaning::Type { .. } | Meaning::Keys { .. } => self.variant(meaning, name),
                _ => None,
            };
            match next {
                Some(next) => (meaning, used) = (next, index + 1),
                // What comes after it is its own.
                None => break,
            }
        }
        Some(Resolved {
            meaning,
            segments: used,
        })
    }

    /// The variant of this name of a generated enum.
    fn variant(&self, of: Meaning, name: &SmolStr) -> Option<Meaning> {
        match of {
            Meaning::Type { manifest, feature } => {
                let variant = self.generated[manifest].variant(feature, name)?;
                Some(Meaning::Variant {
                    manifest,
                    feature,
                    variant,
                })
            }
            Meaning::Keys { manifest } => {
                let feature = self.generated[manifest].key(name)?;
                Some(Meaning::Key { manifest, feature })
            }
            _ => None,
        }
    }

    /// A name without anything before it: in this scope, in those around it, or a crate's.
    fn lexical(&self, at: At, name: &SmolStr, space: Space) -> Option<Meaning> {
        let mut next = Some(at);
        while let Some(scope) = next {
            if let Some(found) = self.in_scope(scope, name, space, Visibility::Private) {
                return Some(found);
            }
            next = self.around(scope);
        }
        match space {
            Space::Types => self.krate(at.0, name),
            Space::Values | Space::Macros => None,
        }
    }

    /// The scope whose names are visible in this one as well.
    fn around(&self, (instance, scope): At) -> Option<At> {
        let of = &self.items(instance).scopes[scope];
        match of.kind {
            ScopeKind::Block => of.parent.map(|parent| (instance, parent)),
            ScopeKind::File if self.sources.instances[instance].is_included => {
                self.sources.instances[instance].parent
            }
            ScopeKind::File | ScopeKind::Module => None,
        }
    }

    fn in_module(&self, module: At, name: &SmolStr, space: Space) -> Option<Meaning> {
        self.in_scope(module, name, space, Visibility::Private)
    }

    /// What a scope itself has of this name and at least this visibility.
    fn in_scope(&self, at: At, name: &SmolStr, space: Space, least: Visibility) -> Option<Meaning> {
        let question = (at, name.clone(), space, least);
        if let Some(known) = self.known.borrow().get(&question) {
            return *known;
        }
        if !self.asked.borrow_mut().insert(question.clone()) {
            self.went_round.set(true);
            return None;
        }
        let is_first = self.asked.borrow().len() == 1;
        let found = self.look_into(at, name, space, least);
        self.asked.borrow_mut().remove(&question);
        // What was given up on the way may be answered from another side.
        if is_first {
            self.went_round.set(false);
        }
        if is_first || !self.went_round.get() {
            self.known.borrow_mut().insert(question, found);
        }
        found
    }

    fn look_into(
        &self,
        at: At,
        name: &SmolStr,
        space: Space,
        least: Visibility,
    ) -> Option<Meaning> {
        let scope = &self.items(at.0).scopes[at.1];
        let generated = self.expanded.get(&at).into_iter().flatten();
        for (manifest, visibility) in generated {
            if *visibility >= least
                && let Some(found) = self.of_manifest(*manifest, name, space)
            {
                return Some(found);
            }
        }
        let mut hidden = None;
        for named in scope.names.get(name).into_iter().flatten() {
            if named.visibility < least {
                continue;
            }
            match self.meaning_of(at, name, &named.what, space) {
                Some(Meaning::Other) => hidden = Some(Meaning::Other),
                Some(found) => return Some(found),
                None => {}
            }
        }
        for included in self.sources.included.get(&at).into_iter().flatten() {
            match self.in_scope((*included, 0), name, space, least) {
                Some(Meaning::Other) => hidden = Some(Meaning::Other),
                Some(found) => return Some(found),
                None => {}
            }
        }
        if hidden.is_some() {
            return hidden;
        }
        for (visibility, path) in &scope.globs {
            if *visibility < least {
                continue;
            }
            match self.through_glob(at, path, name, space) {
                Some(Meaning::Other) => hidden = Some(Meaning::Other),
                Some(found) => return Some(found),
                None => {}
            }
        }
        hidden
    }

    fn through_glob(&self, at: At, path: &Path, name: &SmolStr, space: Space) -> Option<Meaning> {
        let target = self.resolve(at, path, Space::Types)?;
        if target.segments < path.segments.len() {
            return None;
        }
        match target.meaning {
            Meaning::Module(module) => {
                let least = self.visibility_needed(at, module);
                self.in_scope(module, name, space, least)
            }
            Meaning::Facade if name == "features" && space == Space::Macros => {
                Some(Meaning::FeaturesMacro)
            }
            of => self.variant(of, name),
        }
    }

    fn meaning_of(&self, at: At, name: &SmolStr, what: &What, space: Space) -> Option<Meaning> {
        match what {
            What::Module(scope) if space == Space::Types => Some(Meaning::Module((at.0, *scope))),
            What::File(_) if space == Space::Types => {
                let key = (at.0, at.1, name.clone());
                let found = self.sources.children.get(&key);
                // A file that is not there is some other's business.
                Some(match found.and_then(|all| all.first()) {
                    Some(child) => Meaning::Module((*child, 0)),
                    None => Meaning::Other,
                })
            }
            What::Module(_) | What::File(_) => None,
            What::Import(path) => match self.resolve(at, path, space) {
                Some(found) if found.segments == path.segments.len() => Some(found.meaning),
                Some(_) => Some(Meaning::Other),
                None if self.is_known_elsewhere(at, path, space) => None,
                // Of a crate that is not known here, or not at all: it hides what is around it.
                None => Some(Meaning::Other),
            },
            What::Alias(path) if space == Space::Types => {
                Some(match self.resolve(at, path, space) {
                    Some(found) if found.segments == path.segments.len() => found.meaning,
                    _ => Meaning::Other,
                })
            }
            What::Alias(_) => None,
            What::Other(spaces) => spaces.contains(space).then_some(Meaning::Other),
        }
    }

    /// Whether an import brings in a name of another space only.
    fn is_known_elsewhere(&self, at: At, path: &Path, space: Space) -> bool {
        [Space::Types, Space::Values, Space::Macros]
            .into_iter()
            .filter(|other| *other != space)
            .any(|other| self.resolve(at, path, other).is_some())
    }

    fn of_manifest(&self, manifest: usize, name: &str, space: Space) -> Option<Meaning> {
        let (meaning, is_value) = match self.generated[manifest].get(name)? {
            Generated::Constant(feature) => (Meaning::Constant { manifest, feature }, true),
            Generated::Type(feature) => (Meaning::Type { manifest, feature }, false),
            Generated::Keys => (Meaning::Keys { manifest }, false),
            Generated::Values => (Meaning::Values { manifest }, false),
            Generated::Other => return Some(Meaning::Other),
        };
        let of = if is_value {
            Space::Values
        } else {
            Space::Types
        };
        (of == space).then_some(meaning)
    }

    /// Whether this call is of the façade's macro.
    fn is_features(&self, at: At, expansion: &Expansion) -> bool {
        if expansion.names_facade {
            return true;
        }
        match self.resolve(at, &expansion.called, Space::Macros) {
            Some(found) => found.meaning == Meaning::FeaturesMacro,
            // `#[macro_use] extern crate typed_flags;`
            None => {
                expansion
                    .called
                    .as_name()
                    .is_some_and(|name| name == "features")
                    && self.is_macro_of_facade_imported(at.0)
            }
        }
    }

    fn is_macro_of_facade_imported(&self, instance: InstanceId) -> bool {
        let root = self.root_of(instance);
        let scope = &self.items(root.0).scopes[root.1];
        scope
            .names
            .values()
            .flatten()
            .any(|named| match &named.what {
                What::Import(path) if path.global => self
                    .resolve(root, path, Space::Types)
                    .is_some_and(|found| found.meaning == Meaning::Facade),
                _ => false,
            })
    }

    /// What a glob of the first scope may take from the second.
    fn visibility_needed(&self, from: At, module: At) -> Visibility {
        let crates = |at: At| self.sources.instances[at.0].of;
        if crates(from) != crates(module) {
            return Visibility::Public;
        }
        let mut next = Some(self.module_of(from));
        while let Some(at) = next {
            if at == module {
                return Visibility::Private;
            }
            next = self.parent_of(at);
        }
        Visibility::Crate
    }

    /// The module that a scope is in, or is.
    fn module_of(&self, (instance, scope): At) -> At {
        let module = self.items(instance).module_of(scope);
        let of = &self.sources.instances[instance];
        match of.parent {
            Some(parent) if of.is_included && module == 0 => self.module_of(parent),
            _ => (instance, module),
        }
    }

    /// The module around a module.
    fn parent_of(&self, (instance, scope): At) -> Option<At> {
        match self.items(instance).scopes[scope].parent {
            Some(parent) => Some(self.module_of((instance, parent))),
            None => {
                let parent = self.sources.instances[instance].parent?;
                Some(self.module_of(parent))
            }
        }
    }

    fn root_of(&self, instance: InstanceId) -> At {
        (
            self.sources.crates[self.sources.instances[instance].of].root,
            0,
        )
    }

    fn items(&self, instance: InstanceId) -> &'a Items {
        self.sources.files()[self.sources.instances[instance].file].items()
    }

    fn edition(&self, instance: InstanceId) -> Edition {
        self.sources.files()[self.sources.instances[instance].file].edition
    }

    /// The crate of this name.
    fn krate(&self, instance: InstanceId, name: &SmolStr) -> Option<Meaning> {
        self.crates[self.package_index(instance)].get(name).copied()
    }

    /// The crates that the code of a package knows.
    fn crates_of(&self, package: usize) -> HashMap<SmolStr, Meaning> {
        let of_package = self.packages[package];
        let mut crates = HashMap::new();
        for dependency in &of_package.dependencies {
            let member = self
                .packages
                .iter()
                .position(|it| it.name == dependency.package);
            let meaning = self
                .meaning_of_package(&dependency.package, member.filter(|_| dependency.is_local));
            let library = member.and_then(|member| self.packages[member].library());
            let name = match (&dependency.rename, library) {
                (Some(name), _) => name.replace('-', "_"),
                (None, Some(library)) if dependency.is_local => library.crate_name.clone(),
                (None, _) => dependency.package.replace('-', "_"),
            };
            crates.insert(name.into(), meaning);
        }
        if let Some(library) = of_package.library() {
            let meaning = self.meaning_of_package(&of_package.name, Some(package));
            crates.insert(library.crate_name.as_str().into(), meaning);
        }
        crates
    }

    fn meaning_of_package(&self, name: &str, member: Option<usize>) -> Meaning {
        if name == "typed-flags" {
            return Meaning::Facade;
        }
        match member.and_then(|member| self.sources.library(member)) {
            Some(library) if library.root != usize::MAX => Meaning::Module((library.root, 0)),
            _ => Meaning::Other,
        }
    }
}

impl Spaces {
    fn contains(self, space: Space) -> bool {
        match space {
            Space::Types => self.types,
            Space::Values => self.values,
            Space::Macros => self.macros,
        }
    }
}
