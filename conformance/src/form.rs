//! One group, with its rules in either place.

use toml_edit::{DocumentMut, Item, Table, TableLike};

use crate::case::Group;

/// A group as it is run.
pub(crate) struct Form {
    /// Where the rules are.
    pub(crate) name: &'static str,
    pub(crate) registry: String,
    pub(crate) state: String,
}

/// The forms of a group. One that has a state file already has no other.
pub(crate) fn forms(group: &Group) -> Vec<Form> {
    let mut forms = vec![Form {
        name: "rules in the registry",
        registry: group.registry.clone(),
        state: group.state.clone().unwrap_or_default(),
    }];
    if group.state.is_none() {
        let (registry, state) = moved(group);
        forms.push(Form {
            name: "rules in the state file",
            registry,
            state,
        });
    }
    forms
}

/// The registry without its rules and segments, and a state file that has them.
fn moved(group: &Group) -> (String, String) {
    let parsed = group.registry.parse();
    let mut registry: DocumentMut =
        parsed.unwrap_or_else(|error| panic!("`{}`: {error}", group.name));
    let mut state = DocumentMut::new();
    if let Some(segments) = registry.remove("segments") {
        state.insert("segments", segments);
    }
    let mut entries = Table::new();
    let features = registry
        .get_mut("features")
        .and_then(Item::as_table_like_mut);
    for (key, feature) in features.into_iter().flat_map(|table| table.iter_mut()) {
        let mut entry = Table::new();
        if let Some(feature) = feature.as_table_like_mut() {
            take_rules(feature, &mut entry);
            if let Some(stages) = take_stages(feature) {
                entry.insert("environments", Item::Table(stages));
            }
        }
        if !entry.is_empty() {
            entries.insert(key.get(), Item::Table(entry));
        }
    }
    state.insert("features", Item::Table(entries));
    (registry.to_string(), state.to_string())
}

fn take_rules(from: &mut dyn TableLike, to: &mut Table) {
    if let Some(rules) = from.remove("rules") {
        to.insert("rules", rules);
    }
}

/// The rules of environments; what else an environment says stays where it is.
fn take_stages(feature: &mut dyn TableLike) -> Option<Table> {
    let environments = feature.get_mut("environments")?.as_table_like_mut()?;
    let mut taken = Table::new();
    let mut emptied = Vec::new();
    for (name, stage) in environments.iter_mut() {
        let Some(stage) = stage.as_table_like_mut() else {
            continue;
        };
        let mut entry = Table::new();
        take_rules(stage, &mut entry);
        if stage.is_empty() {
            emptied.push(name.get().to_owned());
        }
        if !entry.is_empty() {
            taken.insert(name.get(), Item::Table(entry));
        }
    }
    for name in emptied {
        environments.remove(&name);
    }
    if environments.is_empty() {
        feature.remove("environments");
    }
    (!taken.is_empty()).then_some(taken)
}
