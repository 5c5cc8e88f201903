//! From the sources to the uses.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::path::{Path, PathBuf};

use ra_ap_syntax::SmolStr;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::items::Visibility;
use super::names::{Meaning, Names, Resolved, Space};
use super::occurrences::{Context, Occurrence, Sought, occurrences};
use super::path::Segment;
use super::role::{Item, Role, Use};
use super::sources::{FileId, InstanceId, Sources};
use super::templates;
use crate::progress::Progress;
use crate::project::Project;

/// Every use of the features of a project.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    all: Vec<Use>,
    unreadable: Vec<(PathBuf, String)>,
}

impl Uses {
    /// Finds them, in the whole workspace.
    #[must_use]
    pub fn find(project: &Project) -> Self {
        let progress = Progress::new("resolving");
        let mut finder = Finder::new(project, &progress);
        finder.find();
        let mut all = finder.found;
        let (of_templates, unreadable) = templates::uses(project, &finder.names, &finder.instances);
        all.extend(of_templates);
        all.sort_by(|a, b| order(a).cmp(&order(b)));
        all.dedup_by(|a, b| order(a) == order(b));
        Self {
            all,
            unreadable: unreadable.into_iter().collect(),
        }
    }

    /// All of them: by manifest, feature, file and place.
    #[must_use]
    pub fn all(&self) -> &[Use] {
        &self.all
    }

    /// Templates, and files that say where they are, that are there and cannot be read, with the
    /// reason: features may be used in them.
    #[must_use]
    pub fn unreadable(&self) -> &[(PathBuf, String)] {
        &self.unreadable
    }

    /// Those of one feature, by file and place.
    #[must_use]
    pub fn of(&self, manifest: usize, feature: usize) -> &[Use] {
        let of = (manifest, feature);
        let start = (self.all).partition_point(|it| (it.manifest, it.feature) < of);
        let end = (self.all).partition_point(|it| (it.manifest, it.feature) <= of);
        &self.all[start..end]
    }
}

fn order(of: &Use) -> (usize, usize, &Path, usize, usize, Item) {
    (
        of.manifest,
        of.feature,
        &of.file,
        of.range.start,
        of.name.start,
        of.item,
    )
}

struct Finder<'a> {
    sources: &'a Sources,
    names: Names<'a>,
    progress: &'a Progress,
    /// The modules that a file is.
    instances: Vec<Vec<InstanceId>>,
    /// Names that may lead to a feature, in any file.
    words: Words,
    /// Those to look for next.
    next: Words,
    sought: Sought,
    found: Vec<Use>,
}

/// Names that may lead to a feature.
#[derive(Debug, Default)]
struct Words {
    anywhere: HashSet<SmolStr>,
    /// In one file: what a private `use … as …` there brings in.
    within: HashMap<FileId, HashSet<SmolStr>>,
}

impl<'a> Finder<'a> {
    fn new(project: &'a Project, progress: &'a Progress) -> Self {
        let sources = &project.sources;
        let names = Names::of(project);
        let mut instances = vec![Vec::new(); sources.files().len()];
        for (id, instance) in sources.instances.iter().enumerate() {
            instances[instance.file].push(id);
        }
        let mut words = Words::default();
        let mut sought = Sought::default();
        for manifest in 0..project.manifests.len() {
            let generated = names.generated(manifest);
            words.anywhere.extend(generated.words().cloned());
            sought.fields.extend(generated.fields().cloned());
        }
        sought.structs.insert("Values".into());
        Self {
            sources,
            names,
            progress,
            instances,
            words: Words::default(),
            next: words,
            sought,
            found: Vec::new(),
        }
    }

    /// Looks for the names, then for those that turn out to stand for them, until there are no more.
    fn find(&mut self) {
        while !self.next.is_empty() {
            let words = mem::take(&mut self.next);
            let found = occurrences_of(&words, &self.sought, self.sources, self.progress);
            self.words.extend(words);
            for Looked { file, aliases, .. } in &found {
                let known = self.words.within.entry(*file).or_default();
                known.extend(aliases.iter().cloned());
            }
            for Looked { file, found, .. } in found {
                for occurrence in &found {
                    for index in 0..self.instances[file].len() {
                        self.take(file, self.instances[file][index], occurrence);
                    }
                }
            }
        }
    }

    fn take(&mut self, file: FileId, instance: InstanceId, occurrence: &Occurrence) {
        let at = (instance, occurrence.scope);
        let resolve = |space| self.names.resolve(at, &occurrence.path, space);
        match &occurrence.context {
            Context::Code(space) => {
                if let Some(resolved) = resolve(*space) {
                    self.take_path(file, occurrence, resolved, false);
                }
            }
            Context::Tokens | Context::TestAttribute => {
                let both = [resolve(Space::Values), resolve(Space::Types)];
                let all = both.into_iter().flatten();
                let best = all.min_by_key(|it| it.meaning == Meaning::Other);
                if let Some(resolved) = best {
                    self.take_path(file, occurrence, resolved, true);
                }
            }
            Context::Fields => {
                if let Some(resolved) = resolve(Space::Types) {
                    self.take_fields(file, &occurrence.fields, resolved.meaning, &Role::Values);
                }
            }
            Context::Alias { visibility, name } => {
                if let Some(resolved) = resolve(Space::Types) {
                    self.learn(file, name, *visibility, resolved.meaning);
                }
            }
            Context::Import { .. } => {
                let both = [resolve(Space::Values), resolve(Space::Types)];
                for resolved in both.into_iter().flatten() {
                    if resolved.segments == occurrence.path.segments.len() {
                        self.take_import(file, occurrence, resolved.meaning);
                    }
                }
            }
        }
    }

    fn take_path(
        &mut self,
        file: FileId,
        occurrence: &Occurrence,
        resolved: Resolved,
        is_in_tokens: bool,
    ) {
        let Resolved { meaning, segments } = resolved;
        let role = |in_code| match occurrence.context {
            Context::TestAttribute => Role::TestAttribute,
            _ if is_in_tokens => Role::MacroArgument,
            _ => in_code,
        };
        if let Some((manifest, feature, item)) = named(meaning) {
            let in_code = match item {
                Item::Constant => Role::Expression,
                Item::Key => Role::Key,
                _ => Role::Type,
            };
            let path = &occurrence.path;
            let range = path.range(segments - 1);
            let name = path.segments[segments - 1].range.clone();
            self.add(file, (manifest, feature, item), range, name, role(in_code));
        }
        self.take_fields(file, &occurrence.fields, meaning, &role(Role::Values));
    }

    fn take_fields(&mut self, file: FileId, fields: &[Segment], of: Meaning, role: &Role) {
        let Meaning::Values { manifest } = of else {
            return;
        };
        for field in fields {
            if let Some(feature) = self.names.generated(manifest).field(&field.name) {
                let range = field.range.clone();
                let named = (manifest, feature, Item::Field);
                self.add(file, named, range.clone(), range, role.clone());
            }
        }
    }

    fn take_import(&mut self, file: FileId, occurrence: &Occurrence, meaning: Meaning) {
        let Context::Import {
            visibility,
            alias,
            is_glob,
            range,
            name,
        } = &occurrence.context
        else {
            return;
        };
        if let Some(named) = named(meaning) {
            let alias = alias.as_ref().map(ToString::to_string);
            let role = match visibility {
                Visibility::Private => Role::Import { alias },
                Visibility::Crate | Visibility::Public => Role::ReExport { alias },
            };
            self.add(file, named, range.clone(), name.clone(), role);
        }
        if *is_glob {
            self.learn_variants(file, *visibility, meaning);
        } else {
            let known_as = alias.as_ref().unwrap_or(&occurrence.path.last().name);
            self.learn(file, known_as, *visibility, meaning);
        }
    }

    fn add(
        &mut self,
        file: FileId,
        (manifest, feature, item): (usize, usize, Item),
        range: std::ops::Range<usize>,
        name: std::ops::Range<usize>,
        role: Role,
    ) {
        let source = &self.sources.files()[file];
        self.found.push(Use {
            manifest,
            feature,
            file: source.path.clone(),
            text: source.text.clone(),
            range,
            name,
            item,
            role,
        });
    }

    /// From now on this name is looked for as well.
    fn learn(&mut self, file: FileId, name: &SmolStr, visibility: Visibility, meaning: Meaning) {
        let is_values = matches!(meaning, Meaning::Values { .. });
        let leads_on = is_values || matches!(meaning, Meaning::Keys { .. });
        if !leads_on && named(meaning).is_none() || name == "_" {
            return;
        }
        if is_values {
            self.sought.structs.insert(name.clone());
        }
        if self.words.anywhere.contains(name) {
            return;
        }
        if visibility != Visibility::Private {
            self.next.anywhere.insert(name.clone());
            return;
        }
        for file in self.files_within(file) {
            let known = self.words.within.get(&file);
            if !known.is_some_and(|known| known.contains(name)) {
                self.next
                    .within
                    .entry(file)
                    .or_default()
                    .insert(name.clone());
            }
        }
    }

    /// `use CheckoutButton::*`, `use Key::*`
    fn learn_variants(&mut self, file: FileId, visibility: Visibility, of: Meaning) {
        let names: Vec<SmolStr> = match of {
            Meaning::Type { manifest, feature } => {
                let generated = self.names.generated(manifest);
                generated.variants(feature).cloned().collect()
            }
            Meaning::Keys { manifest } => self.names.generated(manifest).keys().cloned().collect(),
            _ => return,
        };
        for name in &names {
            self.learn(file, name, visibility, of);
        }
    }

    /// The files that see what is private in this one: itself, and its modules.
    fn files_within(&self, file: FileId) -> HashSet<FileId> {
        let all = &self.sources.instances;
        let mut within: HashSet<InstanceId> = HashSet::new();
        // Those that are declared come after what declares them.
        for (id, instance) in all.iter().enumerate() {
            let parent = instance.parent.map(|(parent, _)| parent);
            if instance.file == file || parent.is_some_and(|parent| within.contains(&parent)) {
                within.insert(id);
            }
        }
        within.into_iter().map(|id| all[id].file).collect()
    }
}

/// The feature that this names.
fn named(meaning: Meaning) -> Option<(usize, usize, Item)> {
    match meaning {
        Meaning::Constant { manifest, feature } => Some((manifest, feature, Item::Constant)),
        Meaning::Type { manifest, feature } => Some((manifest, feature, Item::Type)),
        Meaning::Variant {
            manifest,
            feature,
            variant,
        } => Some((manifest, feature, Item::Variant(variant))),
        Meaning::Key { manifest, feature } => Some((manifest, feature, Item::Key)),
        _ => None,
    }
}

/// A file that was looked into.
struct Looked {
    file: FileId,
    found: Vec<Occurrence>,
    /// What its imports call such a word; this was looked for as well.
    aliases: HashSet<SmolStr>,
}

/// Where these words are in code; several files at a time.
fn occurrences_of(
    words: &Words,
    sought: &Sought,
    sources: &Sources,
    progress: &Progress,
) -> Vec<Looked> {
    progress.expect(sources.files().len());
    (0..sources.files().len())
        .into_par_iter()
        .filter_map(|file| {
            let source = &sources.files()[file];
            let hits = words.hits(file, &source.text);
            let looked = (!hits.is_empty()).then(|| {
                let tree = source.parse();
                let items = source.items_of(&tree);
                let mut found = occurrences(&tree, items, &hits, sought);
                let aliases: HashSet<_> = found.iter().filter_map(alias).cloned().collect();
                let more: Vec<_> = super::words::words(&source.text)
                    .filter(|(_, word)| aliases.contains(*word) && !words.have(file, word))
                    .collect();
                if !more.is_empty() {
                    found.extend(occurrences(&tree, items, &more, sought));
                }
                Looked {
                    file,
                    found,
                    aliases,
                }
            });
            progress.advance();
            looked
        })
        .collect()
}

fn alias(occurrence: &Occurrence) -> Option<&SmolStr> {
    match &occurrence.context {
        Context::Import { alias, .. } => alias.as_ref(),
        _ => None,
    }
}

impl Words {
    fn is_empty(&self) -> bool {
        self.anywhere.is_empty() && self.within.is_empty()
    }

    fn extend(&mut self, other: Self) {
        self.anywhere.extend(other.anywhere);
        for (file, words) in other.within {
            self.within.entry(file).or_default().extend(words);
        }
    }

    /// Where they are in the text of a file, also in comments and literals.
    fn hits<'t>(&self, file: FileId, text: &'t str) -> Vec<(usize, &'t str)> {
        let within = self.within.get(&file);
        if self.anywhere.is_empty() && within.is_none() {
            return Vec::new();
        }
        super::words::words(text)
            .filter(|(_, word)| {
                self.anywhere.contains(*word) || within.is_some_and(|within| within.contains(*word))
            })
            .collect()
    }

    fn have(&self, file: FileId, word: &str) -> bool {
        self.anywhere.contains(word)
            || (self.within.get(&file)).is_some_and(|within| within.contains(word))
    }
}
