//! The paths of a file that may name a feature.

mod fields;
mod locals;
mod tokens;

use std::collections::HashSet;
use std::ops::Range;

use ra_ap_syntax::ast;
use ra_ap_syntax::{
    AstNode as _, SmolStr, SyntaxKind, SyntaxNode, SyntaxToken, TextSize, TokenAtOffset,
};

use super::items::{Items, Leaf, ScopeId, Visibility, leaves};
use super::names::Space;
use super::path::{Path, Segment, bytes};

/// A path that may name a feature.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    pub(super) scope: ScopeId,
    pub(super) path: Path,
    pub(super) context: Context,
    /// If it is `Values`: the fields that are named of it.
    pub(super) fields: Vec<Segment>,
}

/// Where a path is written.
#[derive(Clone, Debug)]
pub(super) enum Context {
    /// In code, in this name space.
    Code(Space),
    /// Among the tokens of a macro or an attribute.
    Tokens,
    /// In `#[with_features(…)]` or `#[feature_matrix(…)]`.
    TestAttribute,
    /// In a `use`.
    Import {
        visibility: Visibility,
        alias: Option<SmolStr>,
        is_glob: bool,
        range: Range<usize>,
        name: Range<usize>,
    },
    /// `type name = path`: the path is code as well, and the name stands for it.
    Alias {
        visibility: Visibility,
        name: SmolStr,
    },
    /// Only its fields are named here.
    Fields,
}

/// What is looked for besides words.
#[derive(Debug, Default)]
pub(super) struct Sought {
    /// Names of the struct `Values`.
    pub(super) structs: HashSet<SmolStr>,
    /// Its fields.
    pub(super) fields: HashSet<SmolStr>,
}

/// The paths at these places of a file.
pub(super) fn occurrences(
    tree: &ast::SourceFile,
    items: &Items,
    hits: &[(usize, &str)],
    sought: &Sought,
) -> Vec<Occurrence> {
    let mut finder = Finder {
        items,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    let mut before = None;
    for (hit, _) in hits {
        if let Some(token) = token_at(tree.syntax(), *hit)
            && before.as_ref() != Some(&token)
        {
            finder.token(&token);
            before = Some(token);
        }
    }
    if hits.iter().any(|(_, word)| sought.structs.contains(*word)) {
        finder.accessed_fields(tree, &sought.fields);
    }
    finder.found
}

struct Finder<'a> {
    items: &'a Items,
    /// Where the paths begin that were found.
    seen: HashSet<usize>,
    found: Vec<Occurrence>,
}

impl Finder<'_> {
    fn token(&mut self, token: &SyntaxToken) {
        let Some(parent) = token.parent() else {
            return;
        };
        match (token.kind(), parent.kind()) {
            (SyntaxKind::IDENT, SyntaxKind::TOKEN_TREE) => self.in_tokens(token, &parent),
            (SyntaxKind::STRING, SyntaxKind::TOKEN_TREE) => self.captured(token),
            (SyntaxKind::IDENT, SyntaxKind::NAME_REF) => {
                let segment = parent.parent().and_then(ast::PathSegment::cast);
                if let Some(segment) = segment {
                    self.path(&segment.parent_path().top_path());
                }
            }
            (SyntaxKind::IDENT, SyntaxKind::NAME) => {
                if let Some(pattern) = parent.parent().and_then(ast::IdentPat::cast) {
                    self.pattern(&pattern, token);
                }
            }
            _ => {}
        }
    }

    fn path(&mut self, path: &ast::Path) {
        let Some(parent) = path.syntax().parent() else {
            return;
        };
        let space = match parent.kind() {
            SyntaxKind::USE_TREE => {
                if let Some(it) = parent.ancestors().find_map(ast::Use::cast)
                    && let Some(tree) = it.use_tree()
                {
                    self.import(&tree, Visibility::of(&it));
                }
                return;
            }
            SyntaxKind::PATH_TYPE | SyntaxKind::RECORD_EXPR | SyntaxKind::RECORD_PAT => {
                Space::Types
            }
            SyntaxKind::PATH_EXPR | SyntaxKind::PATH_PAT | SyntaxKind::TUPLE_STRUCT_PAT => {
                Space::Values
            }
            _ => return,
        };
        let Some(written) = Path::of(path) else {
            return;
        };
        if !self.is_new(&written) {
            return;
        }
        if let Some(name) = written.as_name()
            && locals::is_local(path.syntax(), name, space)
        {
            return;
        }
        let fields = fields::of_record(&parent);
        if let Some(alias) = parent.parent().and_then(ast::TypeAlias::cast)
            && alias.syntax().parent().map(|node| node.kind()) != Some(SyntaxKind::ASSOC_ITEM_LIST)
            && let Some(name) = super::path::name_of(&alias)
        {
            let visibility = Visibility::of(&alias);
            self.add(
                written.clone(),
                Context::Alias { visibility, name },
                Vec::new(),
            );
        }
        self.add(written, Context::Code(space), fields);
    }

    /// A name alone in a pattern: a binding, unless it is a constant or a variant.
    fn pattern(&mut self, pattern: &ast::IdentPat, token: &SyntaxToken) {
        let is_binding = pattern.at_token().is_some()
            || pattern.ref_token().is_some()
            || pattern.mut_token().is_some()
            || locals::is_binding(pattern);
        let path = Path::single(token);
        if !is_binding && self.is_new(&path) {
            self.add(path, Context::Code(Space::Values), Vec::new());
        }
    }

    fn import(&mut self, tree: &ast::UseTree, visibility: Visibility) {
        for leaf in leaves(tree) {
            if self.seen.insert(leaf.range.start) {
                let Leaf {
                    path,
                    is_glob,
                    alias,
                    range,
                    name,
                } = leaf;
                let context = Context::Import {
                    visibility,
                    alias,
                    is_glob,
                    range,
                    name,
                };
                self.add(path, context, Vec::new());
            }
        }
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.seen.insert(path.segments[0].range.start)
    }

    fn add(&mut self, path: Path, context: Context, fields: Vec<Segment>) {
        let at = match &context {
            Context::Import { range, .. } => range.start,
            _ => path.segments[0].range.start,
        };
        self.found.push(Occurrence {
            scope: self.items.scope_at(at),
            path,
            context,
            fields,
        });
    }
}

fn token_at(root: &SyntaxNode, offset: usize) -> Option<SyntaxToken> {
    let offset = TextSize::try_from(offset).ok()?;
    match root.token_at_offset(offset) {
        TokenAtOffset::None => None,
        TokenAtOffset::Single(token) => Some(token),
        TokenAtOffset::Between(left, right) => {
            Some(if bytes(left.text_range()).contains(&usize::from(offset)) {
                left
            } else {
                right
            })
        }
    }
}
