//! For people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use flags_manifest::model::RetiredValue;
use similar::{ChangeTag, TextDiff};

use super::{Change, Fate, FeatureDiff, Portrait, RegistryDiff};
use crate::datum::Datum;
use crate::output::{DIM, NOTE, STRONG, WARNING};

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();

/// Writes what changed, grouped by feature.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(out: &mut impl Write, registries: &[RegistryDiff]) -> io::Result<()> {
    if registries.is_empty() {
        return writeln!(out, "{NOTE}nothing changed for users{NOTE:#}");
    }
    let mut is_first = true;
    for registry in registries {
        if !std::mem::take(&mut is_first) {
            writeln!(out)?;
        }
        write!(out, "{STRONG}{}{STRONG:#}", registry.name)?;
        match &registry.was {
            Some(was) => writeln!(out, " (was {was}: state files name it `\"{was}/…\"`)")?,
            None => writeln!(out)?,
        }
        for name in &registry.added_environments {
            writeln!(out, "  {NEW}+ environment {name}{NEW:#}")?;
        }
        for name in &registry.removed_environments {
            writeln!(out, "  {OLD}- environment {name}{OLD:#}")?;
        }
        for feature in &registry.features {
            write_feature(out, feature, registry.environments)?;
        }
    }
    writeln!(out)?;
    summary(out, registries)
}

fn summary(out: &mut impl Write, registries: &[RegistryDiff]) -> io::Result<()> {
    let features = registries.iter().flat_map(|it| &it.features);
    let count = |is_it: fn(&Fate) -> bool| features.clone().filter(|it| is_it(&it.fate)).count();
    let counts = [
        (count(|it| matches!(it, Fate::Added(_))), "added"),
        (count(|it| matches!(it, Fate::Removed(_))), "removed"),
        (count(|it| matches!(it, Fate::Retired(_))), "retired"),
        (count(|it| matches!(it, Fate::Changed(_))), "changed"),
    ];
    let said: Vec<String> = (counts.iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match said.is_empty() {
        true => writeln!(out, "no feature changed"),
        false => writeln!(out, "features: {}", said.join(", ")),
    }
}

fn write_feature(out: &mut impl Write, feature: &FeatureDiff, all: usize) -> io::Result<()> {
    let key = &feature.key;
    match &feature.fate {
        Fate::Added(portrait) => {
            writeln!(out, "  {NEW}+ {key}{NEW:#} added, {}", portrait.ty)?;
            write_portrait(out, portrait, ("+", NEW))
        }
        Fate::Removed(portrait) => {
            writeln!(
                out,
                "  {OLD}- {key}{OLD:#} removed, {} {WARNING}(not in [retired], so the name may come back){WARNING:#}",
                portrait.ty
            )?;
            write_portrait(out, portrait, ("-", OLD))
        }
        Fate::Retired(retired) => {
            let value = match &retired.value {
                RetiredValue::Boolean(value) => Datum::Boolean(*value),
                RetiredValue::Integer(value) => Datum::Integer(*value),
                RetiredValue::Float(value) => Datum::Float(*value),
                RetiredValue::String(value) => Datum::Text(value.clone()),
            };
            let reason = retired
                .reason
                .as_ref()
                .map_or_else(String::new, |it| format!(": {it}"));
            writeln!(
                out,
                "  {OLD}- {key}{OLD:#} retired on {} with {STRONG}{}{STRONG:#}{reason}",
                retired.on,
                value.toml()
            )
        }
        Fate::Changed(changes) => {
            writeln!(out, "  {WARNING}~ {key}{WARNING:#}")?;
            changes
                .iter()
                .try_for_each(|change| write_change(out, change, all))
        }
    }
}

/// Environments that say the same are told together.
fn write_portrait(
    out: &mut impl Write,
    portrait: &Portrait,
    (sign, style): (&str, Style),
) -> io::Result<()> {
    let mut groups: Vec<(Vec<&str>, &Datum, &[Datum])> = Vec::new();
    for (name, value, rules) in &portrait.environments {
        match groups
            .iter_mut()
            .find(|(_, v, r)| (*v, *r) == (value, &rules[..]))
        {
            Some((names, _, _)) => names.push(name),
            None => groups.push((vec![name], value, rules)),
        }
    }
    let all = groups.len() == 1;
    for (names, value, rules) in groups {
        let place = if all {
            "everywhere".to_owned()
        } else {
            names.join(", ")
        };
        writeln!(
            out,
            "      {style}{}{style:#} {DIM}({place}){DIM:#}",
            value.toml()
        )?;
        for rule in rules {
            writeln!(out, "        {style}{sign} {}{style:#}", rule.toml())?;
        }
    }
    Ok(())
}

fn write_change(out: &mut impl Write, change: &Change, all: usize) -> io::Result<()> {
    let places = |names: &[String]| match names.len() == all {
        true => "everywhere".to_owned(),
        false => names.join(", "),
    };
    let mut line = |what: &str, before: &str, after: &str, place: &str| {
        let place = match place {
            "" => String::new(),
            place => format!(" {DIM}({place}){DIM:#}"),
        };
        writeln!(
            out,
            "      {what}: {OLD}{before}{OLD:#} -> {NEW}{after}{NEW:#}{place}"
        )
    };
    let bounds = |range: &Option<Datum>| range.as_ref().map_or("none".to_owned(), Datum::toml);
    let names = |names: &[String]| match names {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    };
    match change {
        Change::Type(before, after) => line("type", before, after, ""),
        Change::Range(before, after) => line("range", &bounds(before), &bounds(after), ""),
        Change::Needs(before, after) => line("needs", &names(before), &names(after), ""),
        Change::ProviderKey(before, after) => line("provider-key", before, after, ""),
        Change::Frozen(before, after) => {
            line("frozen", &before.to_string(), &after.to_string(), "")
        }
        Change::Default(environments, before, after) => line(
            "default",
            &before.toml(),
            &after.toml(),
            &places(environments),
        ),
        Change::Segment(name, before, after) => line(
            &format!("segment {name}"),
            &before.toml(),
            &after.toml(),
            "",
        ),
        Change::Variants(added, removed) => {
            write!(out, "      variants:")?;
            for name in added {
                write!(out, " {NEW}+{name}{NEW:#}")?;
            }
            for name in removed {
                write!(out, " {OLD}-{name}{OLD:#}")?;
            }
            writeln!(out)
        }
        Change::Rules(environments, before, after) => {
            writeln!(out, "      rules {DIM}({}){DIM:#}:", places(environments))?;
            let lines = |rules: &[Datum]| rules.iter().map(Datum::toml).collect::<Vec<_>>();
            let (before, after) = (lines(before), lines(after));
            let before: Vec<&str> = before.iter().map(String::as_str).collect();
            let after: Vec<&str> = after.iter().map(String::as_str).collect();
            for change in TextDiff::from_slices(&before, &after).iter_all_changes() {
                let (sign, style) = match change.tag() {
                    ChangeTag::Delete => ("-", OLD),
                    ChangeTag::Insert => ("+", NEW),
                    ChangeTag::Equal => (" ", Style::new()),
                };
                writeln!(out, "        {style}{sign} {}{style:#}", change.value())?;
            }
            Ok(())
        }
    }
}
