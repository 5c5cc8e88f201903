//! `[features.*]`.

use crate::attribute;
use crate::diagnostic::{OneOf, Quoted, suggest};
use crate::environment::{self, Environments};
use crate::findings::Findings;
use crate::grammar::Grammar;
use crate::infer;
use crate::keys;
use crate::model::{Feature, Policy, Type, Value};
use crate::names;
use crate::needs::{self, DraftNeed};
use crate::policy;
use crate::reader::{self, In, What};
use crate::rule;
use crate::rust_name::{rust_constant, rust_type_name};
use crate::tree::{Entry, Kind, Node, Span, Table};
use crate::value;

/// A feature before names are compared and `needs` are resolved.
pub(crate) struct Draft<'t> {
    pub(crate) feature: Feature,
    pub(crate) constant_span: Option<Span>,
    pub(crate) type_name_span: Option<Span>,
    pub(crate) needs: Vec<DraftNeed<'t>>,
}

pub(crate) struct FeatureReader<'r> {
    pub(crate) text: &'r str,
    pub(crate) grammar: &'r Grammar<'r>,
    pub(crate) environments: &'r Environments<'r>,
    pub(crate) policy: &'r Policy,
}

impl FeatureReader<'_> {
    /// Reads a feature, reporting all that is wrong with it; `None` if it cannot be named.
    pub(crate) fn read<'t>(
        &self,
        findings: &mut Findings,
        entry: &'t Entry<'_>,
    ) -> Option<Draft<'t>> {
        let what = format!("feature {}", Quoted(&entry.name));
        let mut meant = Vec::new();
        let table = if let Kind::Table(table) = &entry.value.kind {
            table
        } else {
            findings.report_with_help(
                &entry.value.span,
                format!("{what} must be a table, found {}", entry.value.describe()),
                as_table(self.text, entry),
            );
            meant.extend(keys::FEATURE);
            &EMPTY
        };
        for entry in &table.entries {
            if !keys::FEATURE.contains(&entry.name.as_ref()) {
                reader::unknown(findings, entry, &what, keys::FEATURE);
                meant.extend(suggest(&entry.name, keys::FEATURE.iter().copied()));
            }
        }
        let fields = Fields {
            table,
            what: &what,
            meant: &meant,
        };
        let type_name = type_name(findings, &fields, &entry.name);
        let (ty, default, range) = self.value(findings, entry, &fields, type_name);
        if let Some(entry) = table.get("type-name")
            // Of variants that are wrong it is known that there should be some.
            && (table.get("default").is_some() || table.get("variants").is_none())
            && !matches!(ty, Type::Variants(_) | Type::Table(_))
        {
            findings.report(
                &entry.name_span,
                format!(
                    "{what}: `type-name` goes with variants or a table, and nothing else has a \
                     type of its own"
                ),
            );
        }
        let range = range.as_ref();
        let environments = table.get("environments").map_or_else(Vec::new, |entry| {
            let (grammar, node) = (self.grammar, &entry.value);
            self.environments
                .read(grammar, findings, node, &ty, range, &what)
        });
        let rules = table
            .get("rules")
            .and_then(|entry| rule::rules(self.grammar, findings, &entry.value, &ty, range, &what));
        let needs = table.get("needs").map_or_else(Vec::new, |entry| {
            needs::read(findings, &entry.value, &In(&what, "needs"))
        });
        let frozen = frozen(findings, &fields, &ty);
        let created = fields.get("created", findings, reader::date);
        let expires = fields.get("expires", findings, reader::date);
        if let (Some(created), Some(expires)) = (created, expires)
            && expires < created
            && let Some(entry) = table.get("expires")
        {
            findings.report(
                &entry.value.span,
                format!("{what}: `expires` must not be before `created`"),
            );
        }
        let mut text = |key| fields.get(key, findings, reader::text).map(str::to_owned);
        let description = text("description");
        let owner = text("owner");
        let issue = text("issue");
        let provider_key = text("provider-key").filter(|key| *key != entry.name);
        let kind = fields.get("kind", findings, policy::kind);
        self.policy(findings, entry, &fields, &ty, frozen);
        let names = rust_names(findings, entry, &fields)?;
        Some(Draft {
            feature: Feature {
                key: entry.name.clone().into_owned(),
                key_span: entry.name_span.clone(),
                line: self.grammar.lines.line(entry.name_span.start),
                constant: names.constant,
                key_variant: names.key_variant,
                field: names.field,
                description,
                owner,
                kind,
                created,
                expires,
                issue,
                provider_key,
                ty,
                default,
                range: range.cloned(),
                environments,
                needs: Vec::new(),
                rules: rules.unwrap_or_default(),
                frozen,
            },
            constant_span: table.get("constant").map(|entry| entry.value.span.clone()),
            type_name_span: table.get("type-name").map(|entry| entry.value.span.clone()),
            needs,
        })
    }

    /// Type, default and range; a dummy for what is wrong.
    fn value(
        &self,
        findings: &mut Findings,
        entry: &Entry<'_>,
        fields: &Fields<'_, '_, '_>,
        type_name: String,
    ) -> (Type, Value, Option<(Value, Value)>) {
        let (table, what) = (fields.table, fields.what);
        let default = table.get("default");
        let variants = table.get("variants").map(|entry| {
            let what = In(what, "variants");
            let nodes = reader::list(findings, &entry.value, &what, "a list of strings")?;
            attribute::variants(findings, &entry.value, nodes, type_name.clone(), &what)
        });
        let (ty, value) = match (variants, default) {
            (Some(Some(set)), Some(default)) => {
                let ty = Type::Variants(set);
                let what = In(what, "default");
                let value = value::value(findings, &default.value, &ty, None, &what);
                (ty, value)
            }
            // What the variants are is unknown, so nothing can be said about the default.
            (Some(None), Some(default)) => match default.value.as_str() {
                Some(_) => (Type::String, None),
                None => (Type::Boolean, None),
            },
            (None, Some(default)) => {
                let what = In(what, "default");
                match infer::infer(findings, &default.value, &type_name, &what) {
                    Some((ty, value)) => (ty, Some(value)),
                    None => (guess(default), None),
                }
            }
            (variants, None) => {
                let ty = match variants {
                    Some(Some(set)) => Some(Type::Variants(set)),
                    Some(None) => Some(Type::Boolean),
                    None => implied(table),
                };
                if ty.is_some() && !fields.meant.contains(&"default") {
                    findings.report(
                        &entry.header(self.text),
                        format!("{what} has no `default`, and only a boolean may leave it out"),
                    );
                }
                (ty.unwrap_or(Type::Boolean), None)
            }
        };
        let range = table
            .get("range")
            .and_then(|entry| range(findings, entry, &ty, what));
        if let (Some(value), Some(default), Some(range)) = (&value, default, &range) {
            let what = In(what, "default");
            value::check_range(findings, &default.value.span, value, range, &what);
        }
        let value = value.unwrap_or_else(|| value::dummy(&ty));
        (ty, value, range)
    }

    fn policy(
        &self,
        findings: &mut Findings,
        entry: &Entry<'_>,
        fields: &Fields<'_, '_, '_>,
        ty: &Type,
        frozen: bool,
    ) {
        let (table, what) = (fields.table, fields.what);
        for required in &self.policy.require {
            let exempt = match required.as_str() {
                "environments" => frozen,
                // Its lack has been reported where the type needs one.
                "default" => *ty != Type::Boolean,
                _ => false,
            };
            if !exempt
                && table.get(required).is_none()
                && !fields.meant.contains(&required.as_str())
            {
                findings.report(
                    &entry.header(self.text),
                    format!("{what} has no `{required}`, which `[policy] require` asks for"),
                );
            }
        }
        // A frozen feature says the same everywhere, and must not have environments.
        if self.policy.every_environment && !frozen && !fields.meant.contains(&"environments") {
            let given = table.get("environments").and_then(|e| e.value.as_table());
            let missing: Vec<&str> = self
                .environments
                .names
                .iter()
                .map(String::as_str)
                .filter(|name| {
                    let entry = given.and_then(|given| given.get(name));
                    entry.is_none_or(|entry| !environment::states_a_value(&entry.value))
                })
                .collect();
            if !missing.is_empty() {
                let message = format!(
                    "{what} has no value for {}, which `[policy] every-environment` asks for",
                    OneOf(&missing, "and")
                );
                let header = entry.header(self.text);
                let has_rules = |name: &&str| given.is_some_and(|given| given.get(name).is_some());
                if missing.iter().any(has_rules) {
                    let help = "add a `default` beside the `rules`, which need not match";
                    findings.report_with_help(&header, message, help);
                } else {
                    findings.report(&header, message);
                }
            }
        }
    }
}

/// How to write a feature that is no table, with its value for a default where it may be one.
pub(crate) fn as_table(text: &str, entry: &Entry<'_>) -> String {
    let default = match entry.value.kind {
        Kind::Boolean(_) | Kind::Integer(_) | Kind::Float(_) | Kind::String(_) => {
            &text[entry.value.span.clone()]
        }
        _ => "…",
    };
    let default = if default.len() > 40 || default.contains('\n') {
        "…"
    } else {
        default
    };
    format!(
        "write `[features.{}]`, and below it `default = {default}`",
        entry.name
    )
}

/// Stands in for a feature that is no table.
static EMPTY: Table<'static> = Table {
    entries: Vec::new(),
};

/// The entries of a feature.
struct Fields<'f, 't, 'a> {
    table: &'t Table<'a>,
    what: What<'f>,
    /// Keys that others were probably meant to be, which has been reported: these are not missing.
    meant: &'f [&'f str],
}

impl<'t, 'a> Fields<'_, 't, 'a> {
    /// Reads the entry of that name, if there is one.
    fn get<T>(
        &self,
        name: &str,
        findings: &mut Findings,
        read: impl FnOnce(&mut Findings, &'t Node<'a>, What<'_>) -> Option<T>,
    ) -> Option<T> {
        let entry = self.table.get(name)?;
        read(findings, &entry.value, &In(self.what, name))
    }
}

/// The type of a feature without `default` and `variants` that something shows to be no boolean.
fn implied(table: &Table<'_>) -> Option<Type> {
    if let Some(range) = table.get("range") {
        let integers = range.value.as_array().is_some_and(|nodes| {
            nodes
                .iter()
                .all(|node| matches!(node.kind, Kind::Integer(_)))
        });
        return Some(if integers { Type::Integer } else { Type::Float });
    }
    let environments = table.get("environments")?.value.as_table()?;
    let is_boolean = |entry: &Entry<'_>| matches!(entry.value.kind, Kind::Boolean(_));
    if environments.entries.iter().any(is_boolean) {
        return None;
    }
    environments
        .entries
        .iter()
        .find_map(|entry| guess_other(entry))
}

/// The type that a wrong default stands for.
fn guess(default: &Entry<'_>) -> Type {
    guess_other(default).unwrap_or(Type::Boolean)
}

fn guess_other(entry: &Entry<'_>) -> Option<Type> {
    match entry.value.kind {
        Kind::Integer(_) | Kind::BigInteger(_) => Some(Type::Integer),
        Kind::Float(_) => Some(Type::Float),
        Kind::String(_) => Some(Type::String),
        _ => None,
    }
}

fn range(
    findings: &mut Findings,
    entry: &Entry<'_>,
    ty: &Type,
    feature: What<'_>,
) -> Option<(Value, Value)> {
    let what = In(feature, "range");
    if !matches!(ty, Type::Integer | Type::Float) {
        findings.report(
            &entry.name_span,
            format!(
                "{feature}: `range` goes with an integer or a float, and the feature is {}",
                value::describe(ty)
            ),
        );
        return None;
    }
    let Kind::Array(nodes) = &entry.value.kind else {
        findings.mismatch(&entry.value, &what, "a list of two numbers");
        return None;
    };
    let [least, greatest] = nodes.as_slice() else {
        findings.report(
            &entry.value.span,
            format!(
                "{what} must hold two numbers, the least and the greatest, found {}",
                nodes.len()
            ),
        );
        return None;
    };
    let least = value::value(findings, least, ty, None, &what);
    let greatest = value::value(findings, greatest, ty, None, &what);
    let (least, greatest) = (least?, greatest?);
    if !value::in_range(&least, &least, &greatest) {
        findings.report_with_help(
            &entry.value.span,
            format!("{what} must have the least number first"),
            format!(
                "write [{}, {}]",
                value::shown(&greatest),
                value::shown(&least)
            ),
        );
        return None;
    }
    Some((least, greatest))
}

fn frozen(findings: &mut Findings, fields: &Fields<'_, '_, '_>, ty: &Type) -> bool {
    let what = fields.what;
    let frozen = fields
        .get("frozen", findings, reader::boolean)
        .unwrap_or(false);
    if !frozen {
        return false;
    }
    if !matches!(ty, Type::Boolean | Type::Variants(_)) {
        if let Some(entry) = fields.table.get("frozen") {
            findings.report(
                &entry.name_span,
                format!(
                    "{what}: `frozen` goes with a boolean or variants, and the feature is {}",
                    value::describe(ty)
                ),
            );
        }
        return false;
    }
    for key in ["environments", "rules", "needs"] {
        if let Some(entry) = fields.table.get(key) {
            findings.report(
                &entry.name_span,
                format!(
                    "{what}: `{key}` cannot stand beside `frozen = true`, which takes the \
                     `default` and nothing else"
                ),
            );
        }
    }
    true
}

fn type_name(findings: &mut Findings, fields: &Fields<'_, '_, '_>, key: &str) -> String {
    let chosen = fields.get("type-name", findings, rust_type_name);
    chosen.map_or_else(|| names::camel(key), str::to_owned)
}

struct Names {
    constant: String,
    key_variant: String,
    field: String,
}

/// What the feature is called in Rust. All three follow from its `constant`, which is thereby the
/// way out of any clash; the `FLAGS_…` variable follows from the key alone.
fn rust_names(
    findings: &mut Findings,
    entry: &Entry<'_>,
    fields: &Fields<'_, '_, '_>,
) -> Option<Names> {
    let key = entry.name.as_ref();
    let what = fields.what;
    if let Some(problem) = names::key_problem(key) {
        findings.report(
            &entry.name_span,
            format!("{what}: the key {problem}, so nothing can be named after it"),
        );
        return None;
    }
    let variable = names::variable(key);
    if matches!(variable.as_str(), "FLAGS_ENV" | "FLAGS_FILE") {
        findings.report(
            &entry.name_span,
            format!("{what}: the key is reserved, since `{variable}` is a setting of the library"),
        );
        return None;
    }
    let (chosen, span) = match fields.table.get("constant") {
        None => (None, &entry.name_span),
        Some(entry) => {
            let chosen = rust_constant(findings, &entry.value, &In(what, "constant"));
            (chosen, &entry.value.span)
        }
    };
    let constant = chosen.map_or_else(|| names::screaming(key), str::to_owned);
    let key_variant = names::camel(&constant);
    let field = names::field(&names::snake(&constant));
    match field {
        Some(field) if names::is_identifier(&key_variant) => Some(Names {
            constant,
            key_variant,
            field,
        }),
        _ => {
            findings.report_with_help(
                span,
                format!(
                    "{what}: neither a variant of `Key` nor a field of `Values` can be named \
                     after {}",
                    Quoted(chosen.unwrap_or(key))
                ),
                "choose another name with `constant`",
            );
            None
        }
    }
}
