//! The module with `features!`, its first test, and its first use.

use std::fs;
use std::path::Path;

use flags_manifest::model::Type;
use flags_manifest::names;
use ra_ap_syntax::ast::{HasModuleItem as _, HasName as _, Item};
use ra_ap_syntax::{AstNode as _, Edition, SourceFile};

use super::Done;
use crate::failure::Failure;
use crate::project::{Target, show};
use crate::replace::Replacements;

/// Adds the module, and in a new manifest's case a use of its feature.
pub(super) fn add(
    target: &Target,
    facade: &str,
    manifest: &Path,
    is_new_manifest: bool,
    files: &mut Replacements,
) -> Result<Vec<Done>, Failure> {
    let root = &target.file;
    let file = root.with_file_name("features.rs");
    if file.exists() || root.with_file_name("features").exists() {
        return Err(Failure::new(format!(
            "`{}` is there already and does not call `features!`",
            show(&file)
        ))
        .with_help(format!(
            "write `{facade}::features!(\"features.toml\");` into a module of another name"
        )));
    }
    let text = fs::read_to_string(root)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", show(root))))?;
    let constant = match is_new_manifest {
        true => Some("NEW_GREETING".to_owned()),
        false => first_boolean(manifest),
    };
    files.add(&file, &module(facade, constant.as_deref()))?;
    let edited = edit(&text, target.is_library(), is_new_manifest);
    files.add(root, &edited.text)?;
    let mut done = vec![Done {
        what: match constant {
            Some(_) => format!(
                "`{}`, the module with the constants, and a first test",
                show(&file)
            ),
            None => format!("`{}`, the module with the constants", show(&file)),
        },
        is_new: true,
    }];
    done.push(Done {
        what: match edited.uses {
            true => format!("`mod features;` in `{}`, and a first use", show(root)),
            false => format!("`mod features;` in `{}`", show(root)),
        },
        is_new: true,
    });
    Ok(done)
}

/// A feature of a manifest that was there, for the first test.
fn first_boolean(manifest: &Path) -> Option<String> {
    let text = fs::read_to_string(manifest).ok()?;
    let mut features = flags_manifest::parse(&text).manifest.features.into_iter();
    let found = features.find(|it| it.ty == Type::Boolean && !it.frozen)?;
    Some(found.constant)
}

fn module(facade: &str, constant: Option<&str>) -> String {
    let name = match facade {
        "typed_flags" => String::new(),
        renamed => format!(", crate = {renamed}"),
    };
    let mut text = format!(
        "//! What can be turned on and off while the program runs; `features.toml` declares it.\n\n\
         {facade}::features!(\"features.toml\"{name});\n"
    );
    if let Some(constant) = constant {
        let key = names::snake(constant);
        text += &format!(
            "\n#[cfg(test)]\n\
             mod tests {{\n    \
                 use super::{constant};\n\n    \
                 #[test]\n    \
                 fn {key}_can_be_turned_on() {{\n        \
                     let _on = {constant}.override_with(true);\n        \
                     assert!({constant}.is_enabled());\n    \
                 }}\n\
             }}\n"
        );
    }
    text
}

struct Edited {
    text: String,
    uses: bool,
}

const IN_MAIN: &str = "
    // The first feature. Delete this when you have one of your own.
    if features::NEW_GREETING.is_enabled() {
        println!(\"Hello, features!\");
    }";

const IN_LIBRARY: &str = "
/// The first use of a feature. Delete this when you have one of your own.
pub fn greeting() -> &'static str {
    if features::NEW_GREETING.is_enabled() {
        \"Hello, features!\"
    } else {
        \"Hello, world!\"
    }
}
";

/// The root of the crate with `mod features;`, and with a use of the first feature.
fn edit(text: &str, is_library: bool, with_use: bool) -> Edited {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let file = SourceFile::parse(text, Edition::CURRENT).tree();
    let items: Vec<Item> = file.items().collect();
    let name = |item: &Item| match item {
        Item::Module(module) if module.item_list().is_none() => {
            Some(module.name()?.text().to_string())
        }
        _ => None,
    };
    let start = |item: &Item| usize::from(item.syntax().text_range().start());
    let line_end = |item: &Item| {
        let end = usize::from(item.syntax().text_range().end());
        let newline = text[end..].find('\n');
        newline.map_or(text.len(), |newline| end + newline + 1)
    };
    let mut insertions: Vec<(usize, String)> = Vec::new();
    // In the order of their names, as rustfmt has it.
    let earlier = items
        .iter()
        .rfind(|it| name(it).is_some_and(|name| *name < *"features"));
    let later = items.iter().find(|it| name(it).is_some());
    if !items
        .iter()
        .any(|it| name(it).as_deref() == Some("features"))
    {
        insertions.push(match (earlier, later, items.first()) {
            (Some(earlier), _, _) => (line_end(earlier), "mod features;\n".to_owned()),
            (None, Some(later), _) => (start(later), "mod features;\n".to_owned()),
            (None, None, Some(first)) => (start(first), "mod features;\n\n".to_owned()),
            (None, None, None) => {
                let gap = if text.trim().is_empty() { "" } else { "\n" };
                (text.len(), format!("{gap}mod features;\n"))
            }
        });
    }
    let mut uses = false;
    if with_use && is_library && !text.contains("fn greeting") {
        // Behind what is imported and what else is in files of its own.
        let is_head = |it: &&Item| name(it).is_some() || matches!(it, Item::Use(_));
        insertions.push(match (items.iter().rfind(is_head), items.first()) {
            (Some(last), _) => (line_end(last), IN_LIBRARY.to_owned()),
            (None, Some(first)) => (start(first), format!("{}\n", IN_LIBRARY.trim_start())),
            (None, None) => (text.len(), IN_LIBRARY.to_owned()),
        });
        uses = true;
    }
    if with_use && !is_library {
        let main = items.iter().find_map(|item| match item {
            Item::Fn(it) if it.name().is_some_and(|name| name.text() == "main") => it.body(),
            _ => None,
        });
        let body = main.and_then(|body| body.stmt_list()?.l_curly_token());
        if let Some(brace) = body {
            let at = usize::from(brace.text_range().end());
            let is_last = text[at..]
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with('\n');
            let end = if is_last { "" } else { "\n" };
            insertions.push((at, format!("{IN_MAIN}{end}")));
            uses = true;
        }
    }
    let mut new = text.to_owned();
    insertions.sort_by_key(|(at, _)| *at);
    for (at, code) in insertions.into_iter().rev() {
        new.insert_str(at, &code.replace('\n', newline));
    }
    Edited { text: new, uses }
}
