//! `FEATURES`, `REGISTRY` and the slots: the set as data.

use std::fmt::Write;

use flags_manifest::model::{
    Date, EnvironmentValue, Feature, FeatureKind, FieldType, Manifest, Retired, RetiredValue,
    Scalar, TableType, Type, VariantSet,
};
use flags_manifest::names;

use super::words::Words;
use super::{ALLOW_IMPORTS, ALLOW_UNUSED, Writer, rules, value};
use crate::text::Literal;

/// What retired features are written with. Functions only: in a block of their own they cannot take
/// the name of one of the user's types.
const WORDS: &str = "boolean_value, float_value, integer_value, retired, text_value";

/// Version of the words in which declarations are written. The runtime knows it too.
const FORMAT: u32 = 1;

impl Writer<'_> {
    pub(super) fn declarations(&mut self, manifest: &Manifest, fingerprint: u64) {
        let mut declared = Words::default();
        let tables = declare(&mut declared, manifest);
        self.features(manifest);
        self.registry(manifest, fingerprint, &tables);
        self.slots(manifest.features.len());
        let core = &self.core;
        let text = format!(
            "{ALLOW_UNUSED}\nconst __DECLARED: &{core}::primitive::str = {};\n",
            declared.literal()
        );
        self.line(&text);
        if declared.has_patterns {
            let check = format!("const _: () = {}::generated::matches();\n", self.private);
            self.line(&check);
        }
    }

    fn features(&mut self, manifest: &Manifest) {
        let Self {
            visibility,
            facade,
            private,
            out,
            ..
        } = self;
        let _ = writeln!(
            out,
            "/// The declarations of all features, in the order of `features.toml`.
{ALLOW_UNUSED}
{visibility} static FEATURES: [{facade}::FeatureInfo; {}] =
    {private}::generated::declare(&REGISTRY, &[",
            manifest.features.len()
        );
        for feature in &manifest.features {
            let _ = writeln!(out, "        {},", Literal(&feature.key));
        }
        out.push_str("    ]);\n\n");
    }

    fn registry(&mut self, manifest: &Manifest, fingerprint: u64, tables: &[&str]) {
        let name = manifest.name.as_ref().unwrap_or(&self.options.package);
        let environments: Vec<_> = manifest
            .environments
            .iter()
            .map(|name| Literal(name).to_string())
            .collect();
        let retired: Vec<_> = manifest.retired.iter().map(retired).collect();
        let attributes = if manifest.attributes.is_empty() {
            ""
        } else {
            "\n    .with_attributes(&__ATTRIBUTES)"
        };
        let Self {
            visibility,
            facade,
            private,
            out,
            ..
        } = self;
        let tables: Vec<_> = tables
            .iter()
            .map(|table| format!("{private}::build_table::<{table}>"))
            .collect();
        let _ = writeln!(
            out,
            "/// The features as one set.
{ALLOW_IMPORTS}
{visibility} static REGISTRY: {facade}::Registry = {{
    use {private}::generated::{{{WORDS}}};
    {facade}::Registry::new(
        {},
        {},
        {fingerprint:#018x},
        &[{}],
        &FEATURES,
        &__SLOTS,
        const {{ &[{}] }},
    ){attributes}
    .declared_by({FORMAT}, __DECLARED, &[{}])
}};
",
            Literal(name),
            Literal(&self.options.request.path),
            environments.join(", "),
            retired.join(", "),
            tables.join(", ")
        );
    }

    fn slots(&mut self, count: usize) {
        let Self {
            facade,
            private,
            core,
            out,
            ..
        } = self;
        // A call is what a constant costs a build least, and one that is not generic less than another.
        let _ = writeln!(
            out,
            "{ALLOW_UNUSED}
static __SLOTS: [{private}::Slot; {count}] = [const {{ {private}::Slot::new() }}; {count}];

{ALLOW_UNUSED}
const fn __feature<T>(index: {core}::primitive::usize) -> {facade}::Feature<T> {{
    {facade}::Feature::new(&__SLOTS[index], &FEATURES[index])
}}

{ALLOW_UNUSED}
const fn __boolean(index: {core}::primitive::usize) -> {facade}::Feature<{private}::bool> {{
    {facade}::Feature::new(&__SLOTS[index], &FEATURES[index])
}}
"
        );
    }
}

/// Types, segments and features. Returns the structs of tables in the order of the text.
fn declare<'a>(words: &mut Words, manifest: &'a Manifest) -> Vec<&'a str> {
    let (mut types, mut tables) = (Words::default(), Vec::new());
    let mut count = 0;
    // Index of the type of each feature that has one of its own.
    let own: Vec<_> = manifest
        .features
        .iter()
        .map(|feature| match &feature.ty {
            Type::Variants(set) => {
                variants(&mut types, set);
                count += 1;
                Some(count - 1)
            }
            Type::Table(ty) => Some(table(&mut types, ty, &mut count, &mut tables)),
            Type::Boolean | Type::Integer | Type::Float | Type::String => None,
        })
        .collect();
    words.count(count);
    words.line();
    words.out.push_str(&types.out);
    words.many(&manifest.segments, rules::segment);
    words.line();
    words.count(manifest.features.len());
    words.line();
    for (feature, own) in manifest.features.iter().zip(own) {
        declaration(words, feature, own);
    }
    tables
}

fn variants(words: &mut Words, set: &VariantSet) {
    words.word("variants");
    words.text(&set.type_name);
    words.many(&set.variants, |words, variant| words.text(&variant.name));
    words.line();
}

/// Returns its index. A table comes after those that it holds.
fn table<'a>(
    words: &mut Words,
    ty: &'a TableType,
    count: &mut usize,
    tables: &mut Vec<&'a str>,
) -> usize {
    let inner: Vec<_> = ty
        .fields
        .iter()
        .map(|field| match &field.ty {
            FieldType::Table(inner) => Some(table(words, inner, count, tables)),
            FieldType::Scalar(_) | FieldType::List(_) => None,
        })
        .collect();
    words.word("table");
    words.text(&ty.type_name);
    words.count(ty.fields.len());
    for (field, inner) in ty.fields.iter().zip(inner) {
        words.text(&field.name);
        match (&field.ty, inner) {
            (FieldType::Scalar(of), _) => words.word(scalar(*of)),
            (FieldType::List(of), _) => {
                words.word("list");
                words.word(scalar(*of));
            }
            (FieldType::Table(_), inner) => {
                words.word("table");
                words.count(inner.unwrap_or_default());
            }
        }
    }
    words.line();
    tables.push(&ty.type_name);
    *count += 1;
    *count - 1
}

const fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Integer => "integer",
        Scalar::Float => "float",
        Scalar::String => "text",
    }
}

fn declaration(words: &mut Words, feature: &Feature, own: Option<usize>) {
    let ty = &feature.ty;
    words.number(feature.line);
    words.text(&feature.constant);
    if let Some(own) = own {
        words.word("own");
        words.count(own);
    }
    value::write(words, ty, &feature.default);
    for text in [&feature.description, &feature.owner, &feature.issue] {
        words.text(text.as_deref().unwrap_or_default());
    }
    words.number(kind(feature.kind));
    words.number(day(feature.created));
    words.number(day(feature.expires));
    if let Some(provider_key) = &feature.provider_key {
        words.word("known-as");
        words.text(provider_key);
    }
    if let Some(variable) = irregular_variable(&feature.key) {
        words.word("read-from");
        words.text(&variable);
    }
    if let Some((low, high)) = &feature.range {
        words.word("range");
        value::write(words, ty, low);
        value::write(words, ty, high);
    }
    for need in &feature.needs {
        words.word(if need.negated { "needs-not" } else { "needs" });
        words.count(need.feature);
    }
    if !feature.rules.is_empty() {
        words.word("rules");
        rules::rules(words, ty, &feature.rules);
    }
    for entry in &feature.environments {
        environment(words, ty, entry);
    }
    if feature.frozen {
        words.word("frozen");
    }
    words.word("end");
    words.line();
}

fn environment(words: &mut Words, ty: &Type, entry: &EnvironmentValue) {
    if let Some(default) = &entry.default {
        words.word("in");
        words.count(entry.environment);
        value::write(words, ty, default);
    }
    if let Some(rules) = &entry.rules {
        words.word("rules-in");
        words.count(entry.environment);
        rules::rules(words, ty, rules);
    }
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
