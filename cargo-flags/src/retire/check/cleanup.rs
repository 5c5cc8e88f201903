//! Takes out what the compiler calls unused.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _, HasAttrs as _};
use ra_ap_syntax::{Edition, SyntaxNode};

use super::diagnostics::Diagnostic;
use crate::retire::branch::without_arm;
use crate::retire::draft::{Draft, Edit};
use crate::retire::effect::is_pure;
use crate::retire::imports;
use crate::retire::layout::without_lines;
use crate::retire::literal::plain_name;
use crate::retire::place::{Statement, unreachable};
use crate::retire::view::{View, bytes};

/// How far the clean-up goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thorough {
    All,
    /// But no functions and types: something that the compiler did not see used them.
    NoItems,
    Imports,
}

impl Thorough {
    pub(super) fn less(self) -> Option<Self> {
        match self {
            Self::All => Some(Self::NoItems),
            Self::NoItems => Some(Self::Imports),
            Self::Imports => None,
        }
    }
}

/// The text without what these are about, as far as it is safe.
pub(super) fn clean(
    text: &str,
    edition: Edition,
    found: &[&Diagnostic],
    thorough: Thorough,
) -> String {
    let view = View::new(text, edition);
    let cleaner = Cleaner { view: &view, text };
    let mut edits = Vec::new();
    let mut leaves = Vec::new();
    for diagnostic in found {
        let code = diagnostic.code.as_deref().unwrap_or_default();
        match code {
            "unused_imports" => leaves.extend(diagnostic.spans.iter().cloned()),
            _ if thorough == Thorough::Imports => {}
            "unused_mut" | "unused_parens" | "unused_braces" => {
                edits.extend(
                    diagnostic
                        .fixes
                        .iter()
                        .map(|it| Edit::replace(it.range.clone(), it.text.clone())),
                );
            }
            "unused_labels" => edits.extend(diagnostic.spans.iter().filter_map(|it| {
                let label: ast::Label = view.around(it)?;
                let range = bytes(label.syntax());
                let rest = &text[range.end..];
                Some(Edit::delete(
                    range.start..range.end + (rest.len() - rest.trim_start().len()),
                ))
            })),
            "unused_variables" => edits.extend(cleaner.variable(diagnostic)),
            "unreachable_code" => edits.extend(cleaner.unreached(diagnostic)),
            "unreachable_patterns" => edits.extend(cleaner.arms(diagnostic)),
            "dead_code" if thorough == Thorough::All => {
                for span in &diagnostic.spans {
                    edits.extend(cleaner.item(span));
                }
            }
            _ => {}
        }
    }
    if leaves.is_empty() {
        let mut draft = Draft::of(text);
        draft.apply(edits);
        return draft.text;
    }
    // Imports first: the rest is found anew in the next round.
    imports::without_leaves(text, edition, &leaves)
}

struct Cleaner<'a> {
    view: &'a View,
    text: &'a str,
}

impl Cleaner<'_> {
    fn delete(&self, node: &SyntaxNode) -> Edit {
        Edit::delete(without_lines(self.text, &bytes(node)))
    }

    /// `let x = …;` goes if nothing is done by it; a parameter gets a `_`.
    fn variable(&self, diagnostic: &Diagnostic) -> Vec<Edit> {
        let statement = diagnostic.spans.first().and_then(|it| {
            let pattern: ast::IdentPat = self.view.around(it)?;
            let statement = ast::LetStmt::cast(pattern.syntax().parent()?)?;
            plain_name(&statement.pat()?)?;
            let initial = statement.initializer()?;
            is_pure(self.view, &initial).then_some(statement)
        });
        match statement {
            Some(statement) if diagnostic.spans.len() == 1 => vec![self.delete(statement.syntax())],
            _ => (diagnostic.fixes.iter())
                .map(|it| Edit::replace(it.range.clone(), it.text.clone()))
                .collect(),
        }
    }

    fn unreached(&self, diagnostic: &Diagnostic) -> Vec<Edit> {
        let found = diagnostic.spans.first().and_then(|it| {
            let at = self.statement(it)?;
            (at.range.start == it.start).then_some(at)
        });
        let Some(at) = found else {
            return Vec::new();
        };
        let mut edits = vec![Edit::delete(without_lines(self.text, &at.range))];
        edits.extend(unreachable(self.text, &at.list, &at.range));
        edits
    }

    fn statement(&self, range: &Range<usize>) -> Option<Statement> {
        let node: ast::StmtList = self.view.around(range)?;
        if let Some(statement) =
            (node.statements()).find(|it| bytes(it.syntax()).contains(&range.start))
        {
            return Statement::around(statement.syntax(), true, false);
        }
        Statement::of(&node.tail_expr()?)
    }

    fn arms(&self, diagnostic: &Diagnostic) -> Vec<Edit> {
        let arms = diagnostic.spans.iter().filter_map(|it| {
            let arm: ast::MatchArm = self.view.around(it)?;
            (bytes(arm.pat()?.syntax()) == *it).then(|| Edit::delete(without_arm(self.text, &arm)))
        });
        arms.collect()
    }

    /// A function, constant or type that nothing uses, and what is implemented for it.
    fn item(&self, name: &Range<usize>) -> Vec<Edit> {
        let Some(named): Option<ast::Name> = self.view.around(name) else {
            return Vec::new();
        };
        if bytes(named.syntax()) != *name {
            return Vec::new();
        }
        let Some(item) = named.syntax().parent() else {
            return Vec::new();
        };
        let Some(item) = ast::Item::cast(item) else {
            return Vec::new();
        };
        match &item {
            ast::Item::Fn(_)
            | ast::Item::Const(_)
            | ast::Item::Static(_)
            | ast::Item::TypeAlias(_) => match self.lone_in_impl(item.syntax()) {
                Some(whole) => vec![self.delete(&whole)],
                None => vec![self.delete(item.syntax())],
            },
            ast::Item::Struct(_) | ast::Item::Enum(_) => {
                let mut edits = vec![self.delete(item.syntax())];
                let name = named.text().to_string();
                edits.extend(self.implementations(&name).map(|it| self.delete(&it)));
                edits
            }
            _ => Vec::new(),
        }
    }

    /// The `impl` whose only member this is.
    fn lone_in_impl(&self, member: &SyntaxNode) -> Option<SyntaxNode> {
        let list = ast::AssocItemList::cast(member.parent()?)?;
        let whole = ast::Impl::cast(list.syntax().parent()?)?;
        (whole.trait_().is_none()
            && whole.attrs().next().is_none()
            && list.assoc_items().count() == 1)
            .then(|| whole.syntax().clone())
    }

    fn implementations(&self, name: &str) -> impl Iterator<Item = SyntaxNode> {
        self.view
            .root
            .descendants()
            .filter_map(ast::Impl::cast)
            .filter_map(move |it| {
                let ast::Type::PathType(ty) = it.self_ty()? else {
                    return None;
                };
                (ty.path()?.segment()?.name_ref()?.text() == name).then(|| it.syntax().clone())
            })
    }
}
