//! What a file declares, scope by scope, as far as its syntax tells.

mod attributes;
mod calls;
mod imports;

use std::collections::HashMap;
use std::ops::Range;

use ra_ap_syntax::ast;
use ra_ap_syntax::{AstNode as _, SmolStr, SourceFile, SyntaxKind, SyntaxNode, WalkEvent};

pub(super) use self::attributes::string_of;
pub(super) use self::calls::{Expansion, import_at, visibility_before};
pub(super) use self::imports::{Leaf, leaves};
use super::path::{Path, bytes, name_of};

/// Index into [`Items::scopes`].
pub(super) type ScopeId = usize;

/// What a file declares. The first scope is the file itself.
#[derive(Debug)]
pub(super) struct Items {
    pub(super) scopes: Vec<Scope>,
}

/// A file, a module within it, or a block that declares something.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    /// The scope around it; `None` for the file.
    pub(super) parent: Option<ScopeId>,
    pub(super) range: Range<usize>,
    /// Of a module within the file: the name of its folder.
    folder: Option<String>,
    pub(super) names: HashMap<SmolStr, Vec<Named>>,
    pub(super) globs: Vec<(Visibility, Path)>,
    pub(super) expansions: Vec<Expansion>,
    /// Files of `include!`.
    pub(super) includes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    File,
    /// Nothing of what is around it is visible in it.
    Module,
    Block,
}

/// What a name stands for.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) visibility: Visibility,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// `mod name { … }`
    Module(ScopeId),
    /// `mod name;`
    File(ModuleFile),
    /// `use path as name`
    Import(Path),
    /// `type name = path`
    Alias(Path),
    /// Anything else, in these name spaces.
    Other(Spaces),
}

/// Where the file of `mod name;` may be.
#[derive(Clone, Debug, Default)]
pub(super) struct ModuleFile {
    /// `#[path = "…"]`, also in a `cfg_attr`.
    pub(super) paths: Vec<String>,
    /// Whether such a path holds under a condition only.
    pub(super) conditional: bool,
}

/// Name spaces.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spaces {
    pub(super) types: bool,
    pub(super) values: bool,
    pub(super) macros: bool,
}

/// From where a name can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Visibility {
    /// From the module and those within it.
    Private,
    /// From the crate, or a part of it.
    Crate,
    Public,
}

impl Items {
    pub(super) fn of(file: &SourceFile) -> Self {
        let root = file.syntax();
        let mut items = Self { scopes: Vec::new() };
        let mut open = vec![items.scope(ScopeKind::File, None, root)];
        for event in root.preorder() {
            match event {
                WalkEvent::Enter(node) => {
                    if let Some(kind) = scope_of(&node) {
                        let parent = *open.last().expect("the file is open");
                        let scope = items.scope(kind, Some(parent), &node);
                        open.push(scope);
                        if kind == ScopeKind::Module {
                            items.declare_module(parent, scope, &node);
                        }
                    }
                    items.visit(*open.last().expect("the file is open"), &node);
                }
                WalkEvent::Leave(node) => {
                    let last = *open.last().expect("the file is open");
                    if open.len() > 1
                        && items.scopes[last].range == bytes(node.text_range())
                        && scope_of(&node).is_some()
                    {
                        open.pop();
                    }
                }
            }
        }
        items
    }

    /// The innermost scope around this place.
    pub(super) fn scope_at(&self, offset: usize) -> ScopeId {
        // Those within come after those around them.
        self.scopes
            .iter()
            .rposition(|scope| scope.range.contains(&offset))
            .unwrap_or(0)
    }

    /// The module that this scope is in, or is: [`ScopeKind::File`] or [`ScopeKind::Module`].
    pub(super) fn module_of(&self, mut scope: ScopeId) -> ScopeId {
        while let (ScopeKind::Block, Some(parent)) =
            (self.scopes[scope].kind, self.scopes[scope].parent)
        {
            scope = parent;
        }
        scope
    }

    /// Every `mod name;`, with the scope that has it.
    pub(super) fn module_files(&self) -> impl Iterator<Item = (ScopeId, &SmolStr, &ModuleFile)> {
        self.scopes.iter().enumerate().flat_map(|(id, scope)| {
            scope.names.iter().flat_map(move |(name, all)| {
                all.iter().filter_map(move |named| match &named.what {
                    What::File(file) => Some((id, name, file)),
                    _ => None,
                })
            })
        })
    }

    /// Name of the folder of a module within the file.
    pub(super) fn folder_of_module(&self, scope: ScopeId) -> Option<String> {
        self.scopes[scope].folder.clone()
    }

    fn scope(&mut self, kind: ScopeKind, parent: Option<ScopeId>, node: &SyntaxNode) -> ScopeId {
        self.scopes.push(Scope {
            kind,
            parent,
            range: bytes(node.text_range()),
            folder: None,
            names: HashMap::new(),
            globs: Vec::new(),
            expansions: Vec::new(),
            includes: Vec::new(),
        });
        self.scopes.len() - 1
    }

    fn declare_module(&mut self, parent: ScopeId, scope: ScopeId, list: &SyntaxNode) {
        let Some(module) = list.parent().and_then(ast::Module::cast) else {
            return;
        };
        if let Some(name) = name_of(&module) {
            let path = attributes::module_file(&module).paths.pop();
            self.scopes[scope].folder = Some(path.unwrap_or_else(|| name.to_string()));
            self.declare(parent, name, Visibility::of(&module), What::Module(scope));
        }
    }

    fn visit(&mut self, scope: ScopeId, node: &SyntaxNode) {
        if node.kind() == SyntaxKind::TOKEN_TREE {
            self.visit_tokens(scope, node);
            return;
        }
        let Some(item) = ast::Item::cast(node.clone()) else {
            return;
        };
        let parent = node.parent().map(|parent| parent.kind());
        match &item {
            ast::Item::MacroCall(call) => self.visit_call(scope, call),
            _ if parent == Some(SyntaxKind::ASSOC_ITEM_LIST) => {}
            ast::Item::Use(it) => {
                let visibility = Visibility::of(it);
                if let Some(tree) = it.use_tree() {
                    self.import(scope, visibility, &tree);
                }
            }
            ast::Item::Module(module) if module.item_list().is_none() => {
                if let Some(name) = name_of(module) {
                    let file = attributes::module_file(module);
                    self.declare(scope, name, Visibility::of(module), What::File(file));
                }
            }
            ast::Item::ExternCrate(it) => self.extern_crate(scope, it),
            ast::Item::TypeAlias(it) => {
                let target = match it.ty() {
                    Some(ast::Type::PathType(ty)) => ty.path().and_then(|path| Path::of(&path)),
                    _ => None,
                };
                let types = Spaces {
                    types: true,
                    ..Spaces::default()
                };
                let what = target.map_or(What::Other(types), What::Alias);
                if let Some(name) = name_of(it) {
                    self.declare(scope, name, Visibility::of(it), what);
                }
            }
            _ => {
                if let Some((name, spaces)) = other(&item) {
                    self.declare(
                        scope,
                        name,
                        Visibility::of(&AnyVisible(node.clone())),
                        What::Other(spaces),
                    );
                }
            }
        }
    }

    fn declare(&mut self, scope: ScopeId, name: SmolStr, visibility: Visibility, what: What) {
        let named = Named { visibility, what };
        self.scopes[scope]
            .names
            .entry(name)
            .or_default()
            .push(named);
    }

    /// `extern crate name as other`.
    fn extern_crate(&mut self, scope: ScopeId, it: &ast::ExternCrate) {
        let Some(token) = it.name_ref().and_then(|name| name.syntax().first_token()) else {
            return;
        };
        let path = Path {
            global: true,
            ..Path::single(&token)
        };
        let name = match it.rename() {
            None => Some(path.last().name.clone()),
            Some(rename) => name_of(&rename),
        };
        if let Some(name) = name
            && path.last().name != "self"
        {
            self.declare(scope, name, Visibility::of(it), What::Import(path));
        }
    }
}

impl Visibility {
    pub(super) fn of(item: &impl ast::HasVisibility) -> Self {
        match item.visibility().map(|visibility| visibility.kind()) {
            None | Some(ast::VisibilityKind::PubSelf) => Self::Private,
            Some(ast::VisibilityKind::Pub) => Self::Public,
            Some(_) => Self::Crate,
        }
    }
}

/// An item of any kind, for its visibility.
#[derive(Debug)]
struct AnyVisible(SyntaxNode);

impl ast::AstNode for AnyVisible {
    fn can_cast(_: SyntaxKind) -> bool {
        true
    }

    fn cast(node: SyntaxNode) -> Option<Self> {
        Some(Self(node))
    }

    fn syntax(&self) -> &SyntaxNode {
        &self.0
    }
}

impl ast::HasVisibility for AnyVisible {}

/// What this node opens, if it is a scope with something in it.
fn scope_of(node: &SyntaxNode) -> Option<ScopeKind> {
    match node.kind() {
        SyntaxKind::ITEM_LIST => Some(ScopeKind::Module),
        SyntaxKind::STMT_LIST => node
            .children()
            .any(|child| ast::Item::can_cast(child.kind()))
            .then_some(ScopeKind::Block),
        SyntaxKind::TOKEN_TREE => calls::is_block_with_imports(node).then_some(ScopeKind::Block),
        _ => None,
    }
}

/// Name and name spaces of an item that names nothing of a feature, and hides what does.
fn other(item: &ast::Item) -> Option<(SmolStr, Spaces)> {
    let (name, types, values, macros) = match item {
        ast::Item::Const(it) => (name_of(it), false, true, false),
        ast::Item::Static(it) => (name_of(it), false, true, false),
        ast::Item::Fn(it) => (name_of(it), false, true, false),
        ast::Item::Enum(it) => (name_of(it), true, false, false),
        ast::Item::Struct(it) => {
            let is_value = !matches!(it.field_list(), Some(ast::FieldList::RecordFieldList(_)));
            (name_of(it), true, is_value, false)
        }
        ast::Item::Trait(it) => (name_of(it), true, false, false),
        ast::Item::Union(it) => (name_of(it), true, false, false),
        ast::Item::MacroRules(it) => (name_of(it), false, false, true),
        ast::Item::MacroDef(it) => (name_of(it), false, false, true),
        _ => return None,
    };
    let spaces = Spaces {
        types,
        values,
        macros,
    };
    Some((name?, spaces))
}
