//! flagd's flag definitions, with rules as JsonLogic. The format is that of flagd.dev's
//! "Flag Definitions" and "Custom Operations".

mod condition;

use flags_manifest::model::{Feature, Manifest, Rule, Serve, Type, Value};
use serde_json::{Map, Value as Json, json};

use self::condition::{Conditions, NoWay};
use crate::export::{Exported, LeftOut, keyed, values};
use crate::failure::Failure;
use crate::project::Project;

const SCHEMA: &str = "https://flagd.dev/schema/v0/flags.json";
/// Thousandths of a per cent in a whole.
const WHOLE: u32 = 100_000;

/// Every feature as a flag with what it says in one environment, since a file of flagd's is for
/// one. A feature with a rule that flagd cannot have is without targeting there, since a rule that
/// is missing would leave its subjects to the next.
///
/// # Errors
///
/// When two registries have one key, or one of them does not have the environment.
pub fn flagd(project: &Project, environment: &str) -> Result<Exported, Failure> {
    let mut exported = Exported::default();
    let mut flags = Map::new();
    for (key, at) in keyed(project)? {
        let manifest = &project.manifests[at.manifest].parsed.manifest;
        let Some(stage) = manifest
            .environments
            .iter()
            .position(|it| it == environment)
        else {
            return Err(Failure::new(format!(
                "registry `{}` has no environment `{environment}`",
                project.registry_name(at.manifest)
            ))
            .with_help(format!(
                "known are `{}`",
                manifest.environments.join("`, `")
            )));
        };
        let feature = project.get(at);
        let mut leave_out = |line: u32, what: String| {
            exported.left_out.push(LeftOut {
                feature: at,
                line,
                what,
            });
        };
        let said = feature
            .environments
            .iter()
            .find(|it| it.environment == stage);
        let default = said
            .and_then(|it| it.default.as_ref())
            .unwrap_or(&feature.default);
        let rules = said
            .and_then(|it| it.rules.as_ref())
            .unwrap_or(&feature.rules);
        let mut variants = Variants::new(feature);
        let default = variants.name(default);
        let targeting = Rules {
            manifest,
            key: &feature.key,
        }
        .targeting(rules, &mut variants);
        let targeting = match targeting {
            Ok(targeting) => targeting,
            Err((line, NoWay(why))) => {
                leave_out(line, format!("all of its rules are left out: {why}"));
                None
            }
        };
        if rules
            .iter()
            .any(|rule| matches!(rule.serve, Serve::Rollout(..) | Serve::Split(_)))
            && targeting.is_some()
        {
            leave_out(
                feature.line,
                "others are inside of its rollout: the shares stay, and flagd draws anew"
                    .to_owned(),
            );
        }
        if !feature.needs.is_empty() {
            leave_out(
                feature.line,
                "its `needs` are left out: a flag of flagd knows no other".to_owned(),
            );
        }
        let mut flag = Map::new();
        flag.insert("state".to_owned(), json!("ENABLED"));
        flag.insert("variants".to_owned(), variants.into_json());
        flag.insert("defaultVariant".to_owned(), json!(default));
        if let Some(targeting) = targeting {
            flag.insert("targeting".to_owned(), targeting);
        }
        let metadata = metadata(feature);
        if !metadata.is_empty() {
            flag.insert("metadata".to_owned(), Json::Object(metadata));
        }
        flags.insert(key, Json::Object(flag));
    }
    exported.document = json!({ "$schema": SCHEMA, "flags": flags });
    Ok(exported)
}

/// Strings, numbers and booleans only, as flagd has it.
fn metadata(feature: &Feature) -> Map<String, Json> {
    let texts = [
        ("description", feature.description.clone()),
        ("owner", feature.owner.clone()),
        ("created", feature.created.map(|date| date.to_string())),
        ("expires", feature.expires.map(|date| date.to_string())),
        ("issue", feature.issue.clone()),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), json!(text?))));
    texts.collect()
}

/// The named values of a flag.
struct Variants<'f> {
    feature: &'f Feature,
    values: Vec<(String, Value)>,
}

impl<'f> Variants<'f> {
    fn new(feature: &'f Feature) -> Self {
        let mut variants = Self {
            feature,
            values: Vec::new(),
        };
        match &feature.ty {
            Type::Boolean => {
                variants.values = vec![
                    ("on".to_owned(), Value::Boolean(true)),
                    ("off".to_owned(), Value::Boolean(false)),
                ];
            }
            Type::Variants(set) => {
                variants.values = (set.variants.iter().enumerate())
                    .map(|(index, variant)| (variant.name.clone(), Value::Variant(index)))
                    .collect();
            }
            _ => {
                variants.name(&feature.default);
            }
        }
        variants
    }

    /// The name of a value; the value gets one if it has none.
    fn name(&mut self, value: &Value) -> String {
        if let Some((name, _)) = self.values.iter().find(|(_, known)| known == value) {
            return name.clone();
        }
        let name = match self.values.len() {
            0 => "default".to_owned(),
            number => format!("value-{number}"),
        };
        self.values.push((name.clone(), value.clone()));
        name
    }

    fn into_json(self) -> Json {
        let values = self.values.iter();
        values
            .map(|(name, value)| (name.clone(), values::of_feature(self.feature, value)))
            .collect()
    }
}

/// Rules of one feature.
struct Rules<'m> {
    manifest: &'m Manifest,
    key: &'m str,
}

impl Rules<'_> {
    /// JsonLogic that gives the name of a variant, or null for the default; `None` without rules.
    fn targeting(
        &self,
        rules: &[Rule],
        variants: &mut Variants<'_>,
    ) -> Result<Option<Json>, (u32, NoWay)> {
        if rules.is_empty() {
            return Ok(None);
        }
        let conditions = Conditions(self.manifest);
        let mut steps = Vec::new();
        for rule in rules {
            let at = |error| (rule.line, error);
            let when = rule
                .when
                .as_ref()
                .map(|when| conditions.holds(when))
                .transpose();
            let mut all: Vec<Json> = when.map_err(at)?.into_iter().collect();
            let subject = match rule.by {
                None => json!({ "var": "targetingKey" }),
                Some(attribute) => json!({ "var": self.manifest.attributes[attribute].name }),
            };
            let salt = rule.salt.as_deref().unwrap_or(self.key);
            let served = match &rule.serve {
                Serve::Value(value) => json!(variants.name(value)),
                Serve::Rollout(percent, value) => {
                    all.push(json!({ "!==": [subject, null] }));
                    // Like ours, one draw for all rollouts of a salt, so that a second one widens
                    // the first.
                    all.push(json!({ "==": [{ "fractional": [
                        { "cat": [salt, subject] }, ["in", percent], ["out", WHOLE - percent],
                    ] }, "in"] }));
                    json!(variants.name(value))
                }
                Serve::Split(shares) => {
                    all.push(json!({ "!==": [subject, null] }));
                    // And another draw for splits, so that a split behind a rollout keeps its shares.
                    let mut draw = vec![json!({ "cat": [format!("{salt}/split"), subject] })];
                    draw.extend(
                        shares
                            .iter()
                            .map(|(value, share)| json!([variants.name(value), share])),
                    );
                    json!({ "fractional": draw })
                }
                Serve::Ramp(_) => {
                    return Err(at(NoWay(
                        "one is a ramp, which flagd does not have".to_owned(),
                    )));
                }
            };
            steps.push(match &all[..] {
                [] => json!(true),
                [one] => one.clone(),
                _ => json!({ "and": all }),
            });
            steps.push(served);
        }
        steps.push(Json::Null);
        Ok(Some(json!({ "if": steps })))
    }
}
