//! Uses in templates.
//!
//! Of askama: the files that a `#[template(path = "…")]` reaches through `extends`, `include` and
//! `import`, and the text of a `#[template(source = "…")]`. Names in their tags are resolved where the
//! struct is declared, as askama does. `askama.toml` (or `config = "…"`) says where the files are and
//! what the tags look like. Templates in doc comments (`in_doc`) are not read.
//!
//! Of minijinja, in packages that depend on it or on `flags-minijinja`: `feature.key` and
//! `feature["key"]` in the files of `templates/`, in the package and in the workspace; in the folders
//! that `path_loader("…")` and `embed_templates!("…")` name, and the files that `include_str!("…")`
//! does; and in the literals that are given to `add_template`, `render_str` and their like. Within a
//! template, `feature` is another variable after `{% set feature = … %}` and in `{% for feature in … %}`.

mod askama;
mod literal;
mod minijinja;
mod tags;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ra_ap_syntax::ast;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use self::literal::Literal;
use super::names::Names;
use super::role::{Item, Role, Use};
use super::sources::{InstanceId, Sources};
use super::words::words;
use crate::project::Project;

/// A name in a template, with the feature that it names.
struct Named {
    manifest: usize,
    feature: usize,
    item: Item,
    range: Range<usize>,
    name: Range<usize>,
}

/// Every use in a template; and what is there and cannot be read, with the reason.
pub(super) fn uses(
    project: &Project,
    names: &Names<'_>,
    instances: &[Vec<InstanceId>],
) -> (Vec<Use>, Unreadable) {
    let mut finder = Finder {
        project,
        names,
        instances,
        files: HashMap::new(),
        reached: HashSet::new(),
        unreadable: Unreadable::new(),
        found: Vec::new(),
    };
    finder.askama();
    finder.minijinja();
    (finder.found, finder.unreadable)
}

/// Files that cannot be read, with the reason.
type Unreadable = BTreeMap<PathBuf, String>;

struct Finder<'a> {
    project: &'a Project,
    names: &'a Names<'a>,
    instances: &'a [Vec<InstanceId>],
    /// What was read of each file.
    files: HashMap<PathBuf, Option<Arc<str>>>,
    /// Files that are templates of askama.
    reached: HashSet<PathBuf>,
    unreadable: Unreadable,
    found: Vec<Use>,
}

impl Finder<'_> {
    /// The text of a file, if it can be read. One that must be text and is none is told.
    fn read(&mut self, file: &Path, must_be_text: bool) -> Option<Arc<str>> {
        if let Some(known) = self.files.get(file) {
            return known.clone();
        }
        let text = match fs::read_to_string(file) {
            Ok(text) => Some(Arc::from(text)),
            Err(error) => {
                let is_known = match error.kind() {
                    ErrorKind::NotFound => true,
                    // Pictures may be beside templates.
                    ErrorKind::InvalidData => !must_be_text,
                    _ => false,
                };
                if !is_known {
                    self.unreadable
                        .insert(file.to_path_buf(), error.to_string());
                }
                None
            }
        };
        self.files.insert(file.to_path_buf(), text.clone());
        text
    }

    fn add(&mut self, file: &Path, text: &Arc<str>, named: Named) {
        let Named {
            manifest,
            feature,
            item,
            range,
            name,
        } = named;
        self.found.push(Use {
            manifest,
            feature,
            file: file.to_path_buf(),
            text: Arc::clone(text),
            range,
            name,
            item,
            role: Role::Template,
        });
    }

    /// What was named in a literal of a Rust file.
    fn add_of_literal(&mut self, file: usize, literal: &Literal, named: Named) {
        let source = &self.project.sources.files()[file];
        let (path, text) = (source.path.clone(), Arc::clone(&source.text));
        let named = Named {
            range: literal.place(&named.range),
            name: literal.place(&named.name),
            ..named
        };
        self.add(&path, &text, named);
    }
}

/// Looks into the Rust files that have one of these words.
fn files_with<T: Send>(
    sources: &Sources,
    sought: &[&str],
    look: impl Fn(usize, &ast::SourceFile) -> Vec<T> + Sync,
) -> Vec<(usize, T)> {
    (0..sources.files().len())
        .into_par_iter()
        .flat_map_iter(|file| {
            let source = &sources.files()[file];
            let found = if words(&source.text).any(|(_, word)| sought.contains(&word)) {
                look(file, &source.parse())
            } else {
                Vec::new()
            };
            found.into_iter().map(move |it| (file, it))
        })
        .collect()
}
