//! Templates of askama.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ra_ap_syntax::ast;
use ra_ap_syntax::{AstNode as _, NodeOrToken, SyntaxKind, T};
use toml_edit::{DocumentMut, Item as TomlItem};

use super::literal::Literal;
use super::tags::{Kind, Syntax, paths, tokens};
use super::{Finder, Named, files_with};
use crate::code::items::{ScopeId, string_of};
use crate::code::names::{At, Meaning, Space};
use crate::code::path;
use crate::code::role::Item;

/// `#[template(…)]`.
struct Declared {
    scope: ScopeId,
    path: Option<String>,
    source: Option<Literal>,
    config: Option<String>,
    syntax: Option<String>,
}

/// What `askama.toml` says.
struct Config {
    folders: Vec<PathBuf>,
    default_syntax: Option<String>,
    syntaxes: Vec<(String, Syntax)>,
}

impl Finder<'_> {
    pub(super) fn askama(&mut self) {
        let sources = &self.project.sources;
        let declared = files_with(sources, &["template"], |file, tree| {
            let items = sources.files()[file].items_of(tree);
            let attributes = tree.syntax().descendants().filter_map(ast::Attr::cast);
            attributes
                .filter(|it| it.simple_name().is_some_and(|name| name == "template"))
                .filter_map(|it| {
                    let at = usize::from(it.syntax().text_range().start());
                    Declared::of(&it, items.scope_at(at))
                })
                .collect()
        });
        for (file, declared) in &declared {
            for index in 0..self.instances[*file].len() {
                let at = (self.instances[*file][index], declared.scope);
                let root = &self.names.package_of(at.0).root;
                let config = self.config(root, declared.config.as_deref());
                let syntax = config.syntax(declared.syntax.as_deref());
                if let Some(literal) = &declared.source {
                    for named in self.named(at, &literal.text, &syntax) {
                        self.add_of_literal(*file, literal, named);
                    }
                    let reached = references(&literal.text, &syntax);
                    self.askama_files(at, &config, &syntax, &reached);
                }
                if let Some(path) = &declared.path {
                    let reached = std::slice::from_ref(path);
                    self.askama_files(at, &config, &syntax, reached);
                }
            }
        }
    }

    /// What `askama.toml`, or another file, says for a package.
    fn config(&mut self, root: &Path, path: Option<&str>) -> Config {
        let file = root.join(path.unwrap_or("askama.toml"));
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && path.is_none() => String::new(),
            Err(error) => {
                self.unreadable.insert(file, error.to_string());
                return Config::of(root, &DocumentMut::new());
            }
        };
        let document = text.parse::<DocumentMut>().unwrap_or_else(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            let why = error.message().lines().collect::<Vec<_>>().join(", ");
            self.unreadable.insert(file, format!("line {line}: {why}"));
            DocumentMut::new()
        });
        Config::of(root, &document)
    }

    /// These templates, and those that they reach.
    fn askama_files(&mut self, at: At, config: &Config, syntax: &Syntax, wanted: &[String]) {
        let mut next: Vec<PathBuf> =
            (wanted.iter().filter_map(|path| config.find(None, path))).collect();
        let mut seen = HashSet::new();
        while let Some(file) = next.pop() {
            if !seen.insert(file.clone()) {
                continue;
            }
            let Some(text) = self.read(&file, true) else {
                continue;
            };
            self.reached.insert(file.clone());
            for named in self.named(at, &text, syntax) {
                self.add(&file, &text, named);
            }
            let reached = references(&text, syntax);
            next.extend(
                reached
                    .iter()
                    .filter_map(|path| config.find(Some(&file), path)),
            );
        }
    }

    /// The features that a template names, for a struct in this scope.
    fn named(&self, at: At, text: &str, syntax: &Syntax) -> Vec<Named> {
        let mut found = Vec::new();
        for tag in syntax.tags(text) {
            let tokens = tokens(text, &tag.inside);
            for path in paths(&tokens) {
                found.extend(self.named_by(at, &path));
            }
        }
        found
    }

    fn named_by(&self, at: At, path: &path::Path) -> Option<Named> {
        // A field of the struct, or a variable of the template.
        if path.as_name().is_some_and(|name| {
            name.starts_with(|first: char| first == '_' || first.is_lowercase())
        }) {
            return None;
        }
        let resolved = [Space::Values, Space::Types]
            .into_iter()
            .filter_map(|space| self.names.resolve(at, path, space))
            .min_by_key(|resolved| resolved.meaning == Meaning::Other)?;
        let (manifest, feature, item) = match resolved.meaning {
            Meaning::Constant { manifest, feature } => (manifest, feature, Item::Constant),
            Meaning::Type { manifest, feature } => (manifest, feature, Item::Type),
            Meaning::Variant {
                manifest,
                feature,
                variant,
            } => (manifest, feature, Item::Variant(variant)),
            Meaning::Key { manifest, feature } => (manifest, feature, Item::Key),
            _ => return None,
        };
        Some(Named {
            manifest,
            feature,
            item,
            range: path.range(resolved.segments - 1),
            name: path.segments[resolved.segments - 1].range.clone(),
        })
    }
}

impl Declared {
    fn of(attribute: &ast::Attr, scope: ScopeId) -> Option<Self> {
        let tokens: Vec<_> = attribute
            .token_tree()?
            .syntax()
            .children_with_tokens()
            .filter_map(NodeOrToken::into_token)
            .filter(|token| !token.kind().is_trivia())
            .collect();
        let value = |name: &str| {
            let three = tokens.windows(3).find(|three| {
                three[0].text() == name
                    && three[1].kind() == T![=]
                    && three[2].kind() == SyntaxKind::STRING
            })?;
            Some(three[2].clone())
        };
        let text = |name: &str| value(name).as_ref().and_then(string_of);
        Some(Self {
            scope,
            path: text("path"),
            source: value("source").as_ref().and_then(Literal::of),
            config: text("config"),
            syntax: text("syntax"),
        })
    }
}

impl Config {
    fn of(root: &Path, document: &DocumentMut) -> Self {
        let general = document.get("general");
        let folders = general
            .and_then(|general| general.get("dirs")?.as_array())
            .map(|dirs| {
                let dirs = dirs.iter().filter_map(|dir| dir.as_str());
                dirs.flat_map(|dir| folders_of(root, dir)).collect()
            });
        let text = |table: &dyn toml_edit::TableLike, key: &str| {
            table.get(key).and_then(TomlItem::as_str).map(str::to_owned)
        };
        let mut syntaxes = Vec::new();
        let declared = document
            .get("syntax")
            .and_then(TomlItem::as_array_of_tables);
        for table in declared.into_iter().flatten() {
            let pair = |open: &str, close: &str, default: (String, String)| {
                (
                    text(table, open).unwrap_or(default.0),
                    text(table, close).unwrap_or(default.1),
                )
            };
            let default = Syntax::default();
            let syntax = Syntax {
                block: pair("block_start", "block_end", default.block),
                expression: pair("expr_start", "expr_end", default.expression),
                comment: pair("comment_start", "comment_end", default.comment),
            };
            syntaxes.extend(text(table, "name").map(|name| (name, syntax)));
        }
        Self {
            folders: folders.unwrap_or_else(|| vec![root.join("templates")]),
            default_syntax: general
                .and_then(|general| general.get("default_syntax")?.as_str())
                .map(str::to_owned),
            syntaxes,
        }
    }

    fn syntax(&self, name: Option<&str>) -> Syntax {
        let name = name.or(self.default_syntax.as_deref());
        let found = name.and_then(|name| self.syntaxes.iter().find(|(it, _)| it == name));
        found.map(|(_, syntax)| syntax.clone()).unwrap_or_default()
    }

    /// The file of a template: beside the one that names it, or in one of the folders.
    fn find(&self, from: Option<&Path>, path: &str) -> Option<PathBuf> {
        let beside = from.map(|from| from.with_file_name(path));
        let in_folders = self.folders.iter().map(|folder| folder.join(path));
        beside
            .into_iter()
            .chain(in_folders)
            .find(|file| file.exists())
    }
}

/// The folders that an entry of `dirs` names: with a `*` all that it matches, as askama has it.
fn folders_of(root: &Path, dir: &str) -> Vec<PathBuf> {
    let path = root.join(dir);
    let matches = (path.to_str().filter(|_| dir.contains('*'))).and_then(|it| glob::glob(it).ok());
    match matches {
        Some(matches) => matches.flatten().filter(|path| path.is_dir()).collect(),
        None => vec![path],
    }
}

/// The templates that this one extends, includes or imports.
fn references(text: &str, syntax: &Syntax) -> Vec<String> {
    let blocks = syntax.tags(text).into_iter().filter(|tag| tag.is_block);
    blocks
        .filter_map(|tag| {
            let tokens = tokens(text, &tag.inside);
            let mut names = tokens.iter().skip_while(|token| token.kind == Kind::Sign);
            let word = names.next()?;
            let path = names.next()?;
            let is_reference = matches!(word.text, "extends" | "include" | "import");
            let path = path.text.strip_prefix('"')?.strip_suffix('"')?;
            is_reference.then(|| path.to_owned())
        })
        .collect()
}
