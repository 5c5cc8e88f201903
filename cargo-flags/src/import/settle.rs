//! From a draft to a manifest without a mistake.

use std::collections::BTreeMap;
use std::ops::Range;

use flags_manifest::diagnostic::Diagnostic;

use crate::import::draft::{Draft, Written};
use crate::import::{Imported, LeftOut};

/// Writes the draft, and takes out what the manifest's own check refuses, until it refuses nothing:
/// names that no identifier can be made of, versions that are none, segments that were left out.
/// Each round makes the draft smaller, so that this ends.
pub(super) fn settle(mut draft: Draft) -> Imported {
    loop {
        let written = draft.write();
        let found = flags_manifest::parse(&written.text).diagnostics;
        if found.is_empty() {
            if forget_unused(&mut draft, &written.text) {
                continue;
            }
            for (here, there) in draft.attributes.renamed() {
                draft.left_out.push(LeftOut {
                    flag: None,
                    what: format!("attribute `{there}` is called `{here}`, after its setter"),
                });
            }
            return Imported {
                text: written.text,
                features: draft.features.len(),
                left_out: draft.left_out,
            };
        }
        take_out(&mut draft, &written, &found);
    }
}

/// Takes out what the findings are about: first attributes and segments, since what asks for them
/// may be right otherwise.
fn take_out(draft: &mut Draft, written: &Written, found: &[Diagnostic]) {
    let in_places = |places: &[Range<usize>]| -> BTreeMap<usize, String> {
        let mut all = BTreeMap::new();
        for finding in found {
            let at = finding.span.as_ref().map_or(0, |span| span.start);
            if let Some(index) = places.iter().position(|it| it.contains(&at)) {
                all.entry(index).or_insert_with(|| finding.message.clone());
            }
        }
        all
    };
    let attributes = in_places(&written.attributes);
    let segments = in_places(&written.segments);
    let features = in_places(&written.features);
    let mut general = |what| draft.left_out.push(LeftOut { flag: None, what });
    // From the last, so that indices stay right.
    if !attributes.is_empty() || !segments.is_empty() {
        let names: Vec<String> = draft
            .attributes
            .declared()
            .map(|(it, _)| it.to_owned())
            .collect();
        for (index, why) in attributes {
            general(format!("attribute `{}` is left out: {why}", names[index]));
            draft.attributes.remove(&names[index]);
        }
        for (index, why) in segments.into_iter().rev() {
            let (name, _) = draft.segments.remove(index);
            general(format!("segment `{name}` is left out: {why}"));
        }
    } else if !features.is_empty() {
        for (index, why) in features.into_iter().rev() {
            lessen(draft, index, &why);
        }
    } else {
        // What has no place is about the whole file, such as its size.
        let why = found
            .first()
            .map(|it| it.message.clone())
            .unwrap_or_default();
        match draft.features.pop() {
            Some(feature) => draft.leave_out(&feature.flag, format!("it is left out: {why}")),
            None => draft.environments.clear(),
        }
    }
}

/// Takes the rules out of a feature, or else its needs, or else the feature.
fn lessen(draft: &mut Draft, index: usize, why: &str) {
    let feature = &mut draft.features[index];
    let flag = feature.flag.clone();
    let off = feature
        .default
        .as_ref()
        .map_or_else(|| "false".to_owned(), ToString::to_string);
    if feature.has_rules() {
        feature.rules.clear();
        for (_, default, rules) in &mut feature.environments {
            if !rules.is_empty() {
                // What follows its rules was meant for those whom they pass over.
                *default = None;
                rules.clear();
            }
        }
        feature
            .environments
            .retain(|(_, default, _)| default.is_some());
        let off = off.trim();
        draft.leave_out(
            &flag,
            format!("its rules are left out, so that it is {off}: {why}"),
        );
    } else if !feature.needs.is_empty() {
        feature.needs.clear();
        draft.leave_out(&flag, format!("its prerequisites are left out: {why}"));
    } else {
        draft.features.remove(index);
        draft.leave_out(&flag, format!("it is left out: {why}"));
    }
}

/// Attributes and segments that only belonged to what was left out. Whether there were some.
fn forget_unused(draft: &mut Draft, text: &str) -> bool {
    let manifest = flags_manifest::parse(text).manifest;
    let without = |name: &str| {
        let mut less = draft.clone();
        less.attributes.remove(name);
        less.segments.retain(|(it, _)| it != name);
        flags_manifest::parse(&less.write().text)
            .diagnostics
            .is_empty()
    };
    let names = manifest.segments.iter().map(|it| &it.name);
    let names = names.chain(manifest.attributes.iter().map(|it| &it.name));
    let Some(unused) = names.into_iter().find(|name| without(name)).cloned() else {
        return false;
    };
    draft.attributes.remove(&unused);
    draft.segments.retain(|(it, _)| *it != unused);
    true
}
