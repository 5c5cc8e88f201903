//! `use`, taken apart.

use std::ops::Range;

use ra_ap_syntax::ast::{self, HasName as _};
use ra_ap_syntax::{AstNode as _, SmolStr};

use super::{Items, ScopeId, Visibility, What};
use crate::code::path::{Path, bytes, plain};

/// A leaf of a `use`.
#[derive(Clone, Debug)]
pub(in crate::code) struct Leaf {
    /// The whole path, with what stands before the braces around it.
    pub(in crate::code) path: Path,
    /// Whether `*` comes after it.
    pub(in crate::code) is_glob: bool,
    /// The name after `as`; also `_`.
    pub(in crate::code) alias: Option<SmolStr>,
    /// Where the path, as far as it is written at the leaf, and its last segment are.
    pub(in crate::code) range: Range<usize>,
    pub(in crate::code) name: Range<usize>,
}

/// All leaves of a `use`.
pub(in crate::code) fn leaves(tree: &ast::UseTree) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    collect(tree, None, &mut leaves);
    leaves
}

impl Items {
    pub(super) fn import(&mut self, scope: ScopeId, visibility: Visibility, tree: &ast::UseTree) {
        for leaf in leaves(tree) {
            if leaf.is_glob {
                self.scopes[scope].globs.push((visibility, leaf.path));
                continue;
            }
            let name = leaf.alias.unwrap_or_else(|| leaf.path.last().name.clone());
            if name != "_" {
                self.declare(scope, name, visibility, What::Import(leaf.path));
            }
        }
    }
}

fn collect(tree: &ast::UseTree, prefix: Option<&Path>, leaves: &mut Vec<Leaf>) {
    let written = match tree.path() {
        None => None,
        Some(path) => match Path::of(&path) {
            Some(path) => Some(path),
            // It does not parse.
            None => return,
        },
    };
    // `{self}` means what stands before the braces.
    let is_self = prefix.is_some()
        && written
            .as_ref()
            .is_some_and(|path| path.as_name().is_some_and(|name| name == "self"));
    let path = match (prefix, &written) {
        (Some(prefix), Some(_)) if is_self => Some(prefix.clone()),
        (Some(prefix), Some(written)) => Some(prefix.join(written)),
        (Some(prefix), None) => Some(prefix.clone()),
        (None, Some(written)) => Some(written.clone()),
        (None, None) => None,
    };
    if let Some(list) = tree.use_tree_list() {
        for tree in list.use_trees() {
            // `use ::{a, b}` and `use {a, b}` have nothing before the braces.
            collect(&tree, path.as_ref(), leaves);
        }
        return;
    }
    let Some(path) = path else {
        return;
    };
    let (range, name) = match &written {
        Some(written) => (
            written.range(written.segments.len() - 1),
            written.last().range.clone(),
        ),
        // `{*}`
        None => {
            let range = bytes(tree.syntax().text_range());
            (range.clone(), range)
        }
    };
    leaves.push(Leaf {
        path,
        is_glob: tree.star_token().is_some(),
        alias: tree.rename().map(|rename| match rename.name() {
            Some(name) => plain(&name.text()),
            None => SmolStr::new_static("_"),
        }),
        range,
        name,
    });
}
