//! A change in a JSON text: what stands on one line stays there, and the rest is left to a syntax
//! tree that keeps every space and puts new lines where the others are.

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::cst::{CstInputValue, CstNode, CstRootNode};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{BOM, Change};
use crate::datum::Datum;
use crate::toml_text::Step;

/// Texts that may be what is wanted: whoever asks reads them.
pub(super) fn candidates(text: &str, path: &[Step<'_>], change: Change<'_>) -> Vec<String> {
    let json = text.trim_start_matches(BOM);
    let mark = &text[..text.len() - json.len()];
    let texts = [
        on_one_line(json, path, change),
        in_the_tree(json, path, change),
    ];
    let texts = texts.into_iter().flatten();
    texts.map(|text| format!("{mark}{text}")).collect()
}

/// Puts it into an object or list that stands on one line.
fn on_one_line(json: &str, path: &[Step<'_>], change: Change<'_>) -> Option<String> {
    let parsed = parse_to_ast(json, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    let mut holder = &parsed.value?;
    let mut rest = path;
    while let Some((step, below)) = rest.split_first()
        && let Some(inner) = part(holder, *step)
    {
        (holder, rest) = (inner, below);
    }
    let (mut datum, is_list) = match (change, holder) {
        (Change::Set(datum), _) => (datum.clone(), false),
        (Change::Push(datum), Value::Array(_)) if rest.is_empty() => (datum.clone(), true),
        (Change::Push(datum), _) => (Datum::List(vec![datum.clone()]), false),
        (Change::Remove, _) => return None,
    };
    let (range, ends) = match holder {
        Value::Object(object) if !is_list => {
            let (Step::Key(first), below) = rest.split_first()? else {
                return None;
            };
            for step in below.iter().rev() {
                let Step::Key(key) = step else {
                    return None;
                };
                datum = Datum::Table(vec![((*key).to_owned(), datum)]);
            }
            datum = Datum::Table(vec![((*first).to_owned(), datum)]);
            (object.range, object.properties.last().map(Ranged::end))
        }
        Value::Array(list) if is_list => (list.range, list.elements.last().map(Ranged::end)),
        _ => return None,
    };
    let old = &json[range.start..range.end];
    let is_whole = old.trim() == json.trim();
    if old.contains('\n') || is_whole && ends.is_none() {
        return None;
    }
    let spaces = !old.contains("\":") || old.contains(' ');
    let written = datum.json_line(spaces);
    let item = match is_list {
        true => &written[..],
        // Without the braces of its own.
        false => &written[1..written.len() - 1],
    };
    let mut text = json.to_owned();
    match ends {
        Some(end) if spaces => text.insert_str(end, &format!(", {item}")),
        Some(end) => text.insert_str(end, &format!(",{item}")),
        None => text.insert_str(range.start + 1, item),
    }
    Some(text)
}

fn part<'v, 't>(value: &'v Value<'t>, step: Step<'_>) -> Option<&'v Value<'t>> {
    match (value, step) {
        (Value::Object(object), Step::Key(key)) => {
            let mut properties = object.properties.iter();
            let is_it = |name: &ObjectPropName<'_>| name.as_str() == key;
            properties.find(|it| is_it(&it.name)).map(|it| &it.value)
        }
        (Value::Array(list), Step::Item(index)) => list.elements.get(index),
        _ => None,
    }
}

fn in_the_tree(json: &str, path: &[Step<'_>], change: Change<'_>) -> Option<String> {
    let root = CstRootNode::parse(json, &ParseOptions::default()).ok()?;
    let top = root.value()?;
    let (last, above) = path.split_last()?;
    match change {
        Change::Remove => remove(&walk(&top, above, false)?, *last)?,
        Change::Set(value) => set(&walk(&top, above, true)?, *last, value.json())?,
        Change::Push(value) => {
            let holder = walk(&top, above, true)?;
            match child(&holder, *last).and_then(|node| node.as_array()) {
                Some(list) => {
                    list.append(value.json());
                }
                None => set(&holder, *last, Datum::List(vec![value.clone()]).json())?,
            }
        }
    }
    Some(root.to_string())
}

/// What is at the end of a path; objects that are missing are made if asked for.
fn walk(top: &CstNode, path: &[Step<'_>], make: bool) -> Option<CstNode> {
    let mut node = top.clone();
    for step in path {
        if make
            && let (Step::Key(key), Some(object)) = (step, node.as_object())
            && object.get(key).is_none()
        {
            object.append(key, CstInputValue::Object(Vec::new()));
        }
        node = child(&node, *step)?;
    }
    Some(node)
}

fn child(node: &CstNode, step: Step<'_>) -> Option<CstNode> {
    match step {
        Step::Key(key) => node.as_object()?.get(key)?.value(),
        Step::Item(index) => node.as_array()?.elements().into_iter().nth(index),
    }
}

fn set(holder: &CstNode, step: Step<'_>, value: CstInputValue) -> Option<()> {
    let Step::Key(key) = step else {
        return None;
    };
    let object = holder.as_object()?;
    match object.get(key) {
        Some(property) => property.set_value(value),
        None => {
            object.append(key, value);
        }
    }
    Some(())
}

fn remove(holder: &CstNode, step: Step<'_>) -> Option<()> {
    match step {
        Step::Key(key) => holder.as_object()?.get(key)?.remove(),
        Step::Item(_) => child(holder, step)?.remove(),
    }
    Some(())
}
