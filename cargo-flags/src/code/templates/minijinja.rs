//! Templates of minijinja.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use ra_ap_syntax::ast::{self, HasArgList as _};
use ra_ap_syntax::{AstNode as _, NodeOrToken, SyntaxKind};

use super::literal::Literal;
use super::tags::{Kind, Syntax, Token, tokens};
use super::{Finder, Named, files_with};
use crate::code::items::string_of;
use crate::code::path;
use crate::code::role::Item;

/// The crates whose users have such templates.
const CRATES: [&str; 2] = ["minijinja", "flags-minijinja"];
/// The object that has the features.
const OBJECT: &str = "feature";
/// Methods that take the name of a template and its text.
const TAKE_NAME_AND_TEXT: [&str; 4] = [
    "add_template",
    "add_template_owned",
    "render_named_str",
    "template_from_named_str",
];
/// What code says that names a template, or has one.
const WORDS: [&str; 9] = [
    "add_template",
    "add_template_owned",
    "embed_templates",
    "include_str",
    "path_loader",
    "render_named_str",
    "render_str",
    "template_from_named_str",
    "template_from_str",
];

/// What code says about templates.
enum Mention {
    /// The template itself.
    Text(Literal),
    /// A file, relative to the one that says so.
    File(String),
    /// A folder, relative to the package or to where the program runs.
    Folder(String),
}

/// Names in the templates of a package to features.
type Keys = HashMap<String, (usize, usize)>;

impl Finder<'_> {
    pub(super) fn minijinja(&mut self) {
        let project = self.project;
        let users: Vec<usize> = (project.members().enumerate())
            .filter(|(_, package)| {
                let mut dependencies = package.dependencies.iter();
                dependencies.any(|it| CRATES.contains(&it.package.as_str()))
            })
            .map(|(index, _)| index)
            .collect();
        if users.is_empty() {
            return;
        }
        let mentions = files_with(&project.sources, &WORDS, |_, tree| mentions(tree));
        for user in users {
            let keys = self.keys(user);
            let Some(package) = project.member(user) else {
                continue;
            };
            let mut folders = BTreeSet::from([
                package.root.join("templates"),
                project.root.join("templates"),
            ]);
            let mut files = BTreeSet::new();
            for (file, mention) in &mentions {
                let source = &project.sources.files()[*file];
                if source.package != user {
                    continue;
                }
                match mention {
                    Mention::Text(literal) => {
                        for named in named(&literal.text, &keys) {
                            self.add_of_literal(*file, literal, named);
                        }
                    }
                    Mention::File(path) => {
                        files.insert(source.path.with_file_name(path));
                    }
                    Mention::Folder(path) => {
                        folders.extend([package.root.join(path), project.root.join(path)]);
                    }
                }
            }
            for folder in folders {
                collect(&folder, &mut files);
            }
            for file in files {
                let file = fs::canonicalize(&file).unwrap_or(file);
                if self.reached.contains(&file) {
                    continue;
                }
                if let Some(text) = self.read(&file, false) {
                    for named in named(&text, &keys) {
                        self.add(&file, &text, named);
                    }
                }
            }
        }
    }

    /// The features by their names in templates. A package's own registry goes first, as does a key
    /// that is the name itself.
    fn keys(&self, package: usize) -> Keys {
        let mut keys = Keys::new();
        let manifests = &self.project.manifests;
        let mut order: Vec<usize> = (0..manifests.len()).collect();
        order.sort_by_key(|index| !manifests[*index].packages.contains(&package));
        let spellings: [fn(&str) -> String; 2] =
            [|key| key.to_owned(), |key| key.replace(['-', '.'], "_")];
        for spelling in spellings {
            for manifest in &order {
                let features = &manifests[*manifest].parsed.manifest.features;
                for (feature, it) in features.iter().enumerate() {
                    keys.entry(spelling(&it.key))
                        .or_insert((*manifest, feature));
                }
            }
        }
        keys
    }
}

/// What a file says about templates.
fn mentions(tree: &ast::SourceFile) -> Vec<Mention> {
    let mut found = Vec::new();
    for node in tree.syntax().descendants() {
        if let Some(call) = ast::MethodCallExpr::cast(node.clone()) {
            found.extend(of_method(&call).map(Mention::Text));
        } else if let Some(call) = ast::CallExpr::cast(node.clone()) {
            let name = match call.expr() {
                Some(ast::Expr::PathExpr(it)) => it.path().and_then(|it| path::Path::of(&it)),
                _ => None,
            };
            if name.is_some_and(|name| name.last().name == "path_loader") {
                let first = call.arg_list().and_then(|list| list.args().next());
                let folder = first.and_then(|it| literal(&it));
                found.extend(folder.map(|it| Mention::Folder(it.text)));
            }
        } else if let Some(call) = ast::MacroCall::cast(node.clone()) {
            found.extend(of_macro(&call));
        }
    }
    found
}

/// `environment.add_template("name", "text")`, `environment.render_str("text", context)`.
fn of_method(call: &ast::MethodCallExpr) -> Option<Literal> {
    let name = path::plain(&call.name_ref()?.text());
    let argument = match name.as_str() {
        "render_str" | "template_from_str" => 0,
        name if TAKE_NAME_AND_TEXT.contains(&name) => 1,
        _ => return None,
    };
    literal(&call.arg_list()?.args().nth(argument)?)
}

/// `include_str!("…")`, `embed_templates!(environment, "…")`.
fn of_macro(call: &ast::MacroCall) -> Option<Mention> {
    let name = path::Path::of(&call.path()?)?.last().name.clone();
    let tokens = call.token_tree()?;
    let text = tokens
        .syntax()
        .children_with_tokens()
        .filter_map(NodeOrToken::into_token)
        .find(|token| token.kind() == SyntaxKind::STRING)
        .as_ref()
        .and_then(string_of)?;
    match name.as_str() {
        "include_str" => Some(Mention::File(text)),
        "embed_templates" => Some(Mention::Folder(text)),
        _ => None,
    }
}

fn literal(argument: &ast::Expr) -> Option<Literal> {
    match argument {
        ast::Expr::Literal(it) => Literal::of(&it.syntax().first_token()?),
        _ => None,
    }
}

/// The files below a folder.
fn collect(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), files),
            Ok(_) => {
                files.insert(entry.path());
            }
            Err(_) => {}
        }
    }
}

/// The features that a template names.
fn named(text: &str, keys: &Keys) -> Vec<Named> {
    if !text.contains(OBJECT) {
        return Vec::new();
    }
    let mut found = Vec::new();
    // How many loops around have a variable of this name.
    let mut loops: Vec<bool> = Vec::new();
    for tag in Syntax::default().tags(text) {
        let tokens = tokens(text, &tag.inside);
        let mut words = tokens.iter().filter(|token| token.kind == Kind::Name);
        let is_hidden = loops.contains(&true);
        let first = words.next().map(|token| token.text);
        let mut hides = false;
        match first {
            Some("for") if tag.is_block => {
                let variables = words.take_while(|token| token.text != "in");
                hides = variables.into_iter().any(|token| token.text == OBJECT);
            }
            Some("endfor") => {
                loops.pop();
                continue;
            }
            Some("set") if tag.is_block && words.next().is_some_and(|it| it.text == OBJECT) => {
                return found;
            }
            _ => {}
        }
        if !is_hidden {
            found.extend(named_in(&tokens, keys));
        }
        if first == Some("for") && tag.is_block {
            loops.push(hides);
        }
    }
    found
}

fn named_in(tokens: &[Token<'_>], keys: &Keys) -> Vec<Named> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if tokens[at].text != OBJECT
            || tokens[at].kind != Kind::Name
            || at
                .checked_sub(1)
                .is_some_and(|before| tokens[before].text == ".")
        {
            continue;
        }
        let (name, last) = match &tokens[at + 1..] {
            [dot, name, ..] if dot.text == "." && name.kind == Kind::Name => {
                (name.at..name.at + name.text.len(), name)
            }
            [open, name, close, ..]
                if open.text == "[" && name.kind == Kind::Text && close.text == "]" =>
            {
                (name.at + 1..name.at + name.text.len() - 1, close)
            }
            _ => continue,
        };
        let key = last_key(tokens, at);
        if let Some((manifest, feature)) = key.and_then(|key| keys.get(key)) {
            found.push(Named {
                manifest: *manifest,
                feature: *feature,
                item: Item::FlagKey,
                range: tokens[at].at..last.at + last.text.len(),
                name,
            });
        }
    }
    found
}

/// What stands after the object: a name, or a text in quotes.
fn last_key<'a>(tokens: &[Token<'a>], at: usize) -> Option<&'a str> {
    let token = tokens.get(at + 2)?;
    match token.kind {
        Kind::Text => token.text.get(1..token.text.len() - 1),
        _ => Some(token.text),
    }
}
