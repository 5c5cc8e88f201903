//! Takes names out of `use`.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _, HasVisibility as _};
use ra_ap_syntax::{Edition, SourceFile, SyntaxKind, SyntaxNode};

use super::draft::{Draft, Edit, Mark, What, within};
use super::layout::{indentation, line_start, without_lines};
use super::registry::without_separated;
use super::view::{bytes, text_range};

/// Widest line that rustfmt writes.
const WIDTH: usize = 100;

/// Takes one leaf out of its `use`, or the whole of it.
pub(super) fn without_leaf(
    text: &str,
    root: &SyntaxNode,
    leaf: &Range<usize>,
) -> Option<Vec<Edit>> {
    let covering = root.covering_element(text_range(leaf));
    let node = covering.as_node().cloned().or_else(|| covering.parent())?;
    let mut tree = node.ancestors().find_map(ast::UseTree::cast)?;
    loop {
        let parent = tree.syntax().parent()?;
        if let Some(item) = ast::Use::cast(parent.clone()) {
            return Some(vec![Edit::delete(without_lines(
                text,
                &bytes(item.syntax()),
            ))]);
        }
        let list = ast::UseTreeList::cast(parent)?;
        if list.use_trees().count() > 1 {
            return Some(without_member(text, &list, &tree));
        }
        tree = list.syntax().parent().and_then(ast::UseTree::cast)?;
    }
}

fn without_member(text: &str, list: &ast::UseTreeList, gone: &ast::UseTree) -> Vec<Edit> {
    let range = bytes(list.syntax());
    let members: Vec<String> = list
        .use_trees()
        .filter(|it| it.syntax() != gone.syntax())
        .map(|it| it.syntax().text().to_string())
        .collect();
    let is_plain = !list
        .syntax()
        .descendants_with_tokens()
        .any(|it| it.kind() == SyntaxKind::COMMENT)
        && members.iter().all(|it| !it.contains(['{', '\n']));
    if !is_plain {
        let range = without_separated(gone.syntax(), SyntaxKind::COMMA);
        let alone = text[line_start(text, range.start)..range.start]
            .trim()
            .is_empty();
        return vec![Edit::delete(if alone {
            without_lines(text, &range)
        } else {
            range
        })];
    }
    let lead = range.start - line_start(text, range.start);
    let tail = text[range.end..]
        .split('\n')
        .next()
        .unwrap_or_default()
        .len();
    if let [only] = members.as_slice()
        && only != "self"
    {
        return vec![Edit::replace(range, only.clone())];
    }
    let on_one_line = format!("{{{}}}", members.join(", "));
    if !text[range.clone()].contains('\n') || lead + on_one_line.len() + tail <= WIDTH {
        return vec![Edit::replace(range, on_one_line)];
    }
    let outer = indentation(text, range.start);
    let inner = format!("{outer}    ");
    let mut lines: Vec<String> = Vec::new();
    for member in members {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + member.len() < WIDTH => {
                *line += &format!(" {member},");
            }
            _ => lines.push(format!("{inner}{member},")),
        }
    }
    vec![Edit::replace(
        range,
        format!("{{\n{}\n{outer}}}", lines.join("\n")),
    )]
}

/// An import that is not needed any more.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Imported {
    /// The name that it brings into scope.
    name: String,
    leaf: Range<usize>,
}

/// Takes out imports of names that stood only in what was removed. Without a compiler, so only those
/// that cannot be traits: functions, modules and constants.
pub(super) fn without_unused(text: &str, removed: &[String], edition: Edition) -> String {
    let mut text = text.to_owned();
    loop {
        let root = SourceFile::parse(&text, edition).syntax_node();
        let found = imported(&root).into_iter().find(|it| {
            let not_a_trait = !it.name.starts_with(char::is_uppercase)
                || it
                    .name
                    .chars()
                    .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
            not_a_trait
                && removed
                    .iter()
                    .any(|piece| super::place::mentions(piece, &it.name))
                && is_unused(&text, &root, &it.name)
        });
        let edits = found.and_then(|it| without_leaf(&text, &root, &it.leaf));
        let Some(edits) = edits else {
            return text;
        };
        let mut draft = Draft::of(&text);
        draft.apply(edits);
        text = draft.text;
    }
}

/// Whether no code outside of `use` has this name.
pub(super) fn is_unused(text: &str, root: &SyntaxNode, name: &str) -> bool {
    let mut rest = text.to_owned();
    for item in root
        .descendants()
        .filter_map(ast::Use::cast)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        rest.replace_range(bytes(item.syntax()), "");
    }
    !super::place::mentions(&rest, name)
}

fn imported(root: &SyntaxNode) -> Vec<Imported> {
    root.descendants()
        .filter_map(ast::Use::cast)
        .filter(|it| it.visibility().is_none())
        .flat_map(|it| {
            it.syntax()
                .descendants()
                .filter_map(ast::UseTree::cast)
                .collect::<Vec<_>>()
        })
        .filter(|it| it.use_tree_list().is_none() && it.star_token().is_none())
        .filter_map(|it| {
            let name = match it.rename() {
                Some(rename) => ast::HasName::name(&rename)?.text().to_string(),
                None => it.path()?.segment()?.name_ref()?.text().to_string(),
            };
            Some(Imported {
                name,
                leaf: bytes(it.syntax()),
            })
        })
        .collect()
}

/// The name that a leaf of a `use` brings into scope.
pub(super) fn name_of_leaf(root: &SyntaxNode, leaf: &Range<usize>) -> Option<String> {
    let covering = root.covering_element(text_range(leaf));
    let node = covering.as_node().cloned().or_else(|| covering.parent())?;
    let tree = node.ancestors().find_map(ast::UseTree::cast)?;
    match tree.rename() {
        Some(rename) => Some(ast::HasName::name(&rename)?.text().to_string()),
        None => Some(tree.path()?.segment()?.name_ref()?.text().to_string()),
    }
}

/// The whole path of what a leaf of a `use` brings into scope.
pub(super) fn path_of_leaf(root: &SyntaxNode, leaf: &Range<usize>) -> Option<String> {
    let covering = root.covering_element(text_range(leaf));
    let node = covering.as_node().cloned().or_else(|| covering.parent())?;
    let parts: Vec<String> = node
        .ancestors()
        .filter_map(ast::UseTree::cast)
        .filter_map(|it| it.path().map(|it| it.syntax().text().to_string()))
        .collect();
    Some(parts.into_iter().rev().collect::<Vec<_>>().join("::"))
}

/// Takes out several leaves.
pub(super) fn without_leaves(text: &str, edition: Edition, leaves: &[Range<usize>]) -> String {
    let mut draft = Draft::of(text);
    draft.marks = leaves
        .iter()
        .map(|leaf| Mark {
            range: leaf.clone(),
            what: What::Import,
            origin: leaf.clone(),
        })
        .collect();
    without_marked(&mut draft, edition, |_, _, mark| mark.what == What::Import);
    draft.text
}

/// Takes out each marked leaf that is to go.
pub(super) fn without_marked(
    draft: &mut Draft,
    edition: Edition,
    goes: impl Fn(&str, &SyntaxNode, &Mark) -> bool,
) {
    loop {
        let root = SourceFile::parse(&draft.text, edition).syntax_node();
        let found = draft
            .marks
            .iter()
            .filter(|mark| goes(&draft.text, &root, mark))
            .find_map(|mark| without_leaf(&draft.text, &root, &mark.range));
        let Some(edits) = found else {
            return;
        };
        // A list that is written anew takes its marks with it; their names are found again.
        let names = rewritten(draft, &root, &edits);
        let list = edits.first().map_or(0, |it| it.range.start);
        draft.apply(edits);
        restore(draft, edition, names, list);
    }
}

/// Marks that an edit takes out although their names may stay.
fn rewritten(draft: &Draft, root: &SyntaxNode, edits: &[Edit]) -> Vec<(Mark, String)> {
    draft
        .marks
        .iter()
        .filter(|mark| {
            edits
                .iter()
                .any(|edit| !edit.text.is_empty() && within(&mark.range, &edit.range))
        })
        .filter_map(|mark| Some((mark.clone(), name_of_leaf(root, &mark.range)?)))
        .collect()
}

fn restore(draft: &mut Draft, edition: Edition, names: Vec<(Mark, String)>, list: usize) {
    let root = SourceFile::parse(&draft.text, edition).syntax_node();
    let Some(item) = root.descendants().filter_map(ast::Use::cast).find(|it| {
        let range = bytes(it.syntax());
        range.start <= list && list < range.end
    }) else {
        return;
    };
    for (mark, name) in names {
        let leaf = item
            .syntax()
            .descendants()
            .filter_map(ast::UseTree::cast)
            .find(|it| {
                it.use_tree_list().is_none()
                    && bytes(it.syntax()).end > list
                    && name_of_leaf(&root, &bytes(it.syntax())).as_deref() == Some(&*name)
            });
        if let Some(leaf) = leaf {
            draft.marks.push(Mark {
                range: bytes(leaf.syntax()),
                ..mark
            });
        }
    }
}
