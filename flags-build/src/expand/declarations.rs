//! `FEATURES`, `REGISTRY` and the slots: the set as data.

use std::fmt::Write;

use flags_manifest::model::{
    Date, Feature, FeatureKind, Manifest, Retired, RetiredValue, Type, Value,
};
use flags_manifest::names;

use super::{ALLOW_IMPORTS, ALLOW_UNUSED, Writer, rules, value};
use crate::text::Literal;

/// What a declaration is written with. Functions only: in a block of their own they cannot take the
/// name of one of the user's types.
const WORDS: &str = "boolean, boolean_value, declare, float, float_value, integer, integer_value, \
                     list_value, literal, needs, needs_not, retired, table, table_value, text, \
                     text_value, variants";

/// As many declarations in one expression as cost rustc little; see the runtime's `declare`.
const GROUP: usize = 64;

impl Writer<'_> {
    pub(super) fn declarations(&mut self, manifest: &Manifest, fingerprint: u64) {
        let count = manifest.features.len();
        let rule_words = if rules::are_in(manifest) {
            format!(
                "\n    use {}::generated::rules::{{{}}};",
                self.private,
                rules::WORDS
            )
        } else {
            String::new()
        };
        let Self {
            visibility,
            facade,
            private,
            ..
        } = self;
        let features = format!(
            "/// The declarations of all features, in the order of `features.toml`.
{ALLOW_IMPORTS}
{visibility} static FEATURES: [{facade}::FeatureInfo; {count}] = {{
    use {private}::generated::{{{WORDS}}};{rule_words}"
        );
        let registry = format!(
            "    ])
}};

/// The features as one set.
{ALLOW_IMPORTS}
{visibility} static REGISTRY: {facade}::Registry = {{
    use {private}::generated::{{{WORDS}}};
    {facade}::Registry::new("
        );
        let slots = format!(
            "static __SLOTS: [{private}::Slot; {count}] = [const {{ {private}::Slot::new() }}; \
             {count}];\n"
        );
        let group_start = format!(
            "        {{\n            const __GROUP: &[{private}::generated::Declaration] = &["
        );
        self.line(&features);
        self.rules(manifest);
        self.line("    declare(&REGISTRY, &[");
        for (number, group) in manifest.features.chunks(GROUP).enumerate() {
            self.line(&group_start);
            for (position, feature) in group.iter().enumerate() {
                declaration(&mut self.out, number * GROUP + position, feature);
            }
            let _ = writeln!(self.out, "            ];\n            __GROUP\n        }},");
        }
        self.line(&registry);
        let name = manifest.name.as_ref().unwrap_or(&self.options.package);
        let environments: Vec<_> = manifest
            .environments
            .iter()
            .map(|name| Literal(name).to_string())
            .collect();
        let _ = writeln!(
            self.out,
            "        {},\n        {},\n        {fingerprint:#018x},\n        &[{}],\n        \
             &FEATURES,\n        &__SLOTS,",
            Literal(name),
            Literal(&self.options.request.path),
            environments.join(", ")
        );
        let retired: Vec<_> = manifest.retired.iter().map(retired).collect();
        let _ = writeln!(
            self.out,
            "        const {{ &[{}] }},\n    ){}{}\n}};\n",
            retired.join(", "),
            if manifest.attributes.is_empty() {
                ""
            } else {
                ".with_attributes(&__ATTRIBUTES)"
            },
            if manifest.segments.is_empty() {
                ""
            } else {
                ".with_segments(&__SEGMENTS)"
            }
        );
        self.line(ALLOW_UNUSED);
        self.line(&slots);
        // A call is what a constant costs a build least.
        let Self { facade, core, .. } = self;
        let function = format!(
            "{ALLOW_UNUSED}
const fn __feature<T>(index: {core}::primitive::usize) -> {facade}::Feature<T> {{
    {facade}::Feature::new(&__SLOTS[index], &FEATURES[index])
}}
"
        );
        self.line(&function);
    }
}

fn declaration(out: &mut String, index: usize, feature: &Feature) {
    let Feature {
        line,
        key,
        constant,
        ty,
        default,
        ..
    } = feature;
    let function = match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Float => "float".to_owned(),
        Type::String => "text".to_owned(),
        Type::Variants(set) => format!("variants::<{}>", set.type_name),
        Type::Table(table) => format!("table::<{}>", table.type_name),
    };
    let _ = write!(
        out,
        "                {function}({line}, {}, {}, {}, [{}, {}, {}], [{}, {}, {}])",
        Literal(key),
        Literal(constant),
        literal(ty, default),
        optional(feature.description.as_ref()),
        optional(feature.owner.as_ref()),
        optional(feature.issue.as_ref()),
        kind(feature.kind),
        day(feature.created),
        day(feature.expires)
    );
    if let Some(provider_key) = &feature.provider_key {
        let _ = write!(out, ".known_as({})", Literal(provider_key));
    }
    if let Some(variable) = irregular_variable(&feature.key) {
        let _ = write!(out, ".read_from({})", Literal(&variable));
    }
    match &feature.range {
        Some((Value::Integer(low), Value::Integer(high))) => {
            let _ = write!(out, ".within_integers({low}, {high})");
        }
        Some((Value::Float(low), Value::Float(high))) => {
            let _ = write!(out, ".within_floats({low:?}, {high:?})");
        }
        _ => {}
    }
    let environments: Vec<_> = feature
        .environments
        .iter()
        .filter_map(|entry| {
            let value = value::data(ty, entry.default.as_ref()?);
            Some(format!("({}, {value})", entry.environment))
        })
        .collect();
    if !environments.is_empty() {
        let _ = write!(
            out,
            ".in_environments(const {{ &[{}] }})",
            environments.join(", ")
        );
    }
    if !feature.needs.is_empty() {
        let needs: Vec<_> = feature
            .needs
            .iter()
            .map(|need| {
                let function = if need.negated { "needs_not" } else { "needs" };
                format!("{function}({})", need.feature)
            })
            .collect();
        let _ = write!(out, ".needing(const {{ &[{}] }})", needs.join(", "));
    }
    rules::declared(out, index, feature);
    if feature.frozen {
        out.push_str(".freeze()");
    }
    out.push_str(",\n");
}

/// The declared default as the argument of the function that its type has.
fn literal(ty: &Type, default: &Value) -> String {
    match (ty, default) {
        (Type::Variants(set), Value::Variant(index)) => {
            Literal(&set.variants[*index].name).to_string()
        }
        (Type::Table(table), Value::Table(values)) => value::fields(table, values),
        (_, Value::Boolean(value)) => value.to_string(),
        (_, Value::Integer(value)) => value.to_string(),
        (_, Value::Float(value)) => format!("{value:?}"),
        (_, Value::String(value)) => Literal(value).to_string(),
        (_, Value::Variant(_) | Value::List(_) | Value::Table(_)) => {
            unreachable!("a default is of its feature's type")
        }
    }
}

fn optional(text: Option<&String>) -> Literal<'_> {
    Literal(text.map_or("", String::as_str))
}

/// 2026-11-22 as 20261122.
fn day(day: Option<Date>) -> u32 {
    day.map_or(0, |Date { year, month, day }| {
        u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
    })
}

const fn kind(kind: Option<FeatureKind>) -> u8 {
    match kind {
        None => 0,
        Some(FeatureKind::Release) => 1,
        Some(FeatureKind::Experiment) => 2,
        Some(FeatureKind::Ops) => 3,
        Some(FeatureKind::KillSwitch) => 4,
        Some(FeatureKind::Permission) => 5,
    }
}

fn retired(retired: &Retired) -> String {
    let Date { year, month, day } = retired.on;
    let value = match &retired.value {
        RetiredValue::Boolean(value) => format!("boolean_value({value})"),
        RetiredValue::Integer(value) => format!("integer_value({value})"),
        RetiredValue::Float(value) => format!("float_value({value:?})"),
        RetiredValue::String(value) => format!("text_value({})", Literal(value)),
    };
    let reason = Literal(retired.reason.as_deref().unwrap_or_default());
    format!(
        "retired({}, {year}, {month}, {day}, {value}, {reason})",
        Literal(&retired.key)
    )
}

/// Name of the environment variable, where the runtime could not tell it from the key: it does not
/// know where the words of `newCheckout` begin.
fn irregular_variable(key: &str) -> Option<String> {
    let variable = names::variable(key);
    let regular = variable
        .strip_prefix("FLAGS_")
        .is_some_and(|name| name == key.to_ascii_uppercase().replace(['-', '.'], "_"));
    (!regular).then_some(variable)
}
