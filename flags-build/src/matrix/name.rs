//! Names of tests.

use super::{Axis, MatrixRequest};

/// A longer name says only what is not as declared.
const LONGEST: usize = 100;

/// A name for each row: `crazy_on__button_blue`.
pub(super) fn of_cases(request: &MatrixRequest, axes: &[Axis], rows: &[Vec<usize>]) -> Vec<String> {
    let features = labels_of_features(request);
    let values: Vec<_> = axes.iter().map(labels_of_values).collect();
    let part =
        |feature: usize, value: usize| format!("{}_{}", features[feature], values[feature][value]);
    let full = |row: &[usize]| {
        let parts = row.iter().enumerate();
        let parts: Vec<_> = parts
            .map(|(feature, value)| part(feature, *value))
            .collect();
        parts.join("__")
    };
    let names: Vec<_> = rows.iter().map(|row| full(row)).collect();
    if names.iter().all(|name| name.len() <= LONGEST) {
        return names;
    }
    let digits = rows.len().to_string().len();
    let short = |(position, row): (usize, &Vec<usize>)| {
        let mut name = format!("case_{:0digits$}", position + 1);
        let changed = row.iter().enumerate().filter(|(_, value)| **value != 0);
        let mut parts: Vec<_> = changed
            .map(|(feature, value)| part(feature, *value))
            .collect();
        if parts.is_empty() {
            parts.push("first_values".to_owned());
        }
        for (position, part) in parts.iter().enumerate() {
            if position > 0 && name.len() + part.len() > LONGEST {
                name += &format!("__and_{}_more", parts.len() - position);
                break;
            }
            name += "__";
            name += part;
        }
        name
    };
    rows.iter().enumerate().map(short).collect()
}

/// The constant, or its whole path where another one has the same name.
fn labels_of_features(request: &MatrixRequest) -> Vec<String> {
    let features = &request.features;
    features
        .iter()
        .map(|varied| {
            let same = |other: &&super::Varied| other.constant() == varied.constant();
            let name = match features.iter().filter(same).count() {
                1 => varied.constant(),
                _ => &varied.path,
            };
            identifier(name)
        })
        .collect()
}

fn labels_of_values(axis: &Axis) -> Vec<String> {
    let labels: Vec<_> = axis
        .values
        .iter()
        .map(|value| match value.shown.as_str() {
            "true" => "on".to_owned(),
            "false" => "off".to_owned(),
            shown => label(shown),
        })
        .collect();
    let unique = labels.iter().enumerate().all(|(index, label)| {
        !label.is_empty() && label.len() <= LONGEST / 4 && !labels[..index].contains(label)
    });
    if unique {
        return labels;
    }
    (1..=labels.len())
        .map(|number| format!("value_{number}"))
        .collect()
}

/// Of a path the last name, of anything else its letters and digits.
fn label(shown: &str) -> String {
    let is_path = shown
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | ' ' | '#'));
    let shown = match shown.rsplit_once(':') {
        Some((_, last)) if is_path => last,
        _ => shown,
    };
    match shown.strip_prefix('-') {
        Some(number) => format!("minus_{}", identifier(number)),
        None => identifier(shown),
    }
}

/// In snake case: what is neither a letter nor a digit becomes one `_`.
fn identifier(text: &str) -> String {
    let mut name = String::new();
    let mut after_lower = false;
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() {
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            after_lower = false;
            continue;
        }
        if c.is_uppercase() && after_lower {
            name.push('_');
        }
        after_lower = !c.is_ascii_uppercase();
        name.push(c.to_ascii_lowercase());
    }
    name.trim_end_matches('_').to_owned()
}
