//! Random datafiles and subjects, that reach whatever a datafile may say.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// What conditions compare by.
pub(crate) const MATCHES: [&str; 12] = [
    "exact",
    "exists",
    "substring",
    "gt",
    "ge",
    "lt",
    "le",
    "semver_eq",
    "semver_gt",
    "semver_ge",
    "semver_lt",
    "semver_le",
];

const NAMES: [&str; 7] = [
    "country",
    "age",
    "is_staff",
    "app_version",
    "score",
    "plan",
    "größe",
];

const VERSIONS: [&str; 18] = [
    "2",
    "2.1",
    "2.1-beta",
    "2.1.3",
    "2.1.3-beta",
    "2.1.3-release",
    "2.1.3-beta+1.2.3",
    "2.1.3+build",
    "2.10.0",
    "3.0.0-alpha",
    "3.7.0",
    "0.0.1",
    "2.0",
    "2.1.4",
    "2.1.3+beta-1",
    "2..1",
    "2.1.3.4",
    "+",
];

const USERS: usize = 400;

/// A datafile with questions about it.
pub(crate) struct World {
    pub(crate) datafile: Value,
    pub(crate) questions: Vec<Question>,
    /// How often conditions compare by each way.
    pub(crate) matches: BTreeMap<String, usize>,
}

pub(crate) struct Question {
    pub(crate) user: String,
    pub(crate) attributes: Map<String, Value>,
    pub(crate) flags: Vec<String>,
    /// Flag, rule and variation.
    pub(crate) forced: Vec<(String, Option<String>, String)>,
}

pub(crate) fn world(seed: u64, questions: usize) -> World {
    let mut maker = Maker {
        random: Random::new(seed),
        next_id: 1000,
        audiences: Vec::new(),
        rules: Vec::new(),
        variations: Vec::new(),
        matches: BTreeMap::new(),
    };
    let datafile = maker.datafile();
    let flags: Vec<String> = datafile["featureFlags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| flag["key"].as_str().unwrap().to_owned())
        .collect();
    let questions = (0..questions).map(|_| maker.question(&flags)).collect();
    World {
        datafile,
        questions,
        matches: maker.matches,
    }
}

struct Maker {
    random: Random,
    next_id: u64,
    audiences: Vec<String>,
    rules: Vec<String>,
    variations: Vec<String>,
    matches: BTreeMap<String, usize>,
}

impl Maker {
    fn id(&mut self) -> String {
        self.next_id += 1;
        self.next_id.to_string()
    }

    fn datafile(&mut self) -> Value {
        let (audiences, typed) = self.audience_lists();
        let flags: Vec<_> = (0..self.random.between(3, 7))
            .map(|index| format!("flag_{index}"))
            .collect();
        let mut groups = Vec::new();
        let mut experiments = Vec::new();
        let mut rollouts = Vec::new();
        let mut feature_flags = Vec::new();
        let mut rule_ids = Vec::new();
        for key in &flags {
            let variables = self.variables();
            let mut experiment_ids = Vec::new();
            for _ in 0..self.random.between(0, 3) {
                let prefix = ["exp", "td", "fr"][self.random.below(12).saturating_sub(9)];
                let mut rule = self.rule(prefix, &variables, true);
                if prefix != "exp" {
                    rule["type"] = json!(prefix);
                }
                experiment_ids.push(rule["id"].clone());
                if self.random.percent(30) {
                    rule["key"] = json!(format!("grouped_{}", rule["id"].as_str().unwrap()));
                    groups.push(self.group(rule));
                } else {
                    experiments.push(rule);
                }
            }
            let rollout_id = if self.random.percent(85) {
                let id = format!("rollout-{}", self.id());
                let rules: Vec<_> = (0..self.random.between(0, 4))
                    .map(|_| self.rule("rule", &variables, false))
                    .collect();
                rule_ids.extend(rules.iter().map(|rule| rule["id"].clone()));
                rollouts.push(json!({ "id": id, "experiments": rules }));
                id
            } else {
                String::new()
            };
            rule_ids.extend(experiment_ids.iter().cloned());
            let id = self.id();
            feature_flags.push(json!({
                "id": id,
                "key": key,
                "rolloutId": rollout_id,
                "experimentIds": experiment_ids,
                "variables": variables,
            }));
        }
        let holdouts: Vec<_> = (0..self.random.below(3))
            .map(|_| self.holdout(None))
            .collect();
        let local_holdouts: Vec<_> = (0..self.random.below(3))
            .map(|_| {
                let rules = self.some_of(&rule_ids, 4);
                self.holdout(Some(rules))
            })
            .collect();
        json!({
            "version": "4",
            "revision": "7",
            "projectId": "111",
            "accountId": "222",
            "anonymizeIP": false,
            "botFiltering": true,
            "sendFlagDecisions": true,
            "attributes": NAMES.map(|name| json!({ "id": format!("id_{name}"), "key": name })),
            "events": [],
            "variables": [],
            "audiences": audiences,
            "typedAudiences": typed,
            "groups": groups,
            "experiments": experiments,
            "rollouts": rollouts,
            "featureFlags": feature_flags,
            "holdouts": holdouts,
            "localHoldouts": local_holdouts,
        })
    }

    /// Those whose conditions are JSON in a string, and those whose conditions are JSON.
    fn audience_lists(&mut self) -> (Vec<Value>, Vec<Value>) {
        let (mut strings, mut typed) = (Vec::new(), Vec::new());
        for index in 0..self.random.between(4, 9) {
            let id = self.id();
            let conditions = self.tree(3, &mut Self::leaf);
            if index % 2 == 0 {
                typed.push(json!({ "id": id, "name": id, "conditions": conditions }));
                // As the vendor has it: the same id, for SDKs that are too old.
                let never = json!(["or", { "name": "$opt_dummy_attribute", "value": "$opt_dummy_value",
                    "type": "custom_attribute", "match": "exact" }]);
                strings.push(json!({ "id": id, "name": id, "conditions": never.to_string() }));
            } else {
                strings.push(json!({ "id": id, "name": id, "conditions": conditions.to_string() }));
            }
            self.audiences.push(id);
        }
        (strings, typed)
    }

    fn tree(&mut self, depth: usize, leaf: &mut impl FnMut(&mut Self) -> Value) -> Value {
        if depth == 0 || self.random.percent(30) {
            return leaf(self);
        }
        let mut items = Vec::new();
        match self.random.below(8) {
            0..=2 => items.push(json!("and")),
            3..=5 => items.push(json!("or")),
            6 => items.push(json!("not")),
            // Any of them.
            _ => {}
        }
        let count = match items.first() {
            Some(operator) if operator == "not" => 1,
            Some(_) => self.random.between(0, 3),
            None => self.random.between(1, 3),
        };
        for _ in 0..count {
            let item = self.tree(depth - 1, leaf);
            items.push(item);
        }
        Value::Array(items)
    }

    fn leaf(&mut self) -> Value {
        let matching = *self.random.pick(&MATCHES);
        let name = *self.random.pick(&NAMES);
        let mut leaf = json!({ "name": name, "type": "custom_attribute" });
        // Most often it fits what attributes hold; now and then it cannot be compared.
        leaf["value"] = if self.random.percent(8) {
            self.odd_value()
        } else {
            match matching {
                "exact" => self.value_of(name),
                "substring" => json!(*self.random.pick(&["", "e", "DE", "ro", "1", "🦀"])),
                "exists" => Value::Null,
                "gt" | "ge" | "lt" | "le" => self.number(),
                _ => json!(*self.random.pick(&VERSIONS)),
            }
        };
        if matching.starts_with("semver") && self.random.percent(80) {
            leaf["name"] = json!("app_version");
        }
        if matches!(matching, "gt" | "ge" | "lt" | "le") && self.random.percent(70) {
            leaf["name"] = json!(*self.random.pick(&["age", "score"]));
        }
        match self.random.below(40) {
            0 => leaf["type"] = json!("third_party_dimension"),
            1 => leaf["type"] = json!("unheard_of"),
            2 => {
                leaf["match"] = json!("regex");
                return leaf;
            }
            _ => {}
        }
        *self.matches.entry(matching.to_owned()).or_default() += 1;
        if matching != "exact" || self.random.percent(70) {
            leaf["match"] = json!(matching);
        } else if self.random.percent(50) {
            leaf["match"] = Value::Null;
        }
        leaf
    }

    fn value_of(&mut self, name: &str) -> Value {
        match name {
            "country" => json!(*self.random.pick(&["DE", "AT", "FR", ""])),
            "plan" => json!(*self.random.pick(&["pro", "free", "enterprise"])),
            "is_staff" => json!(self.random.percent(50)),
            "app_version" => json!(*self.random.pick(&VERSIONS)),
            "größe" => json!(*self.random.pick(&["🦀🦀", "naïve", "1"])),
            _ => self.number(),
        }
    }

    fn number(&mut self) -> Value {
        match self.random.below(12) {
            0 => json!(9_007_199_254_740_992_i64),
            1 => json!(9_007_199_254_740_993_i64),
            2 => json!(-9_007_199_254_740_993_i64),
            3 => json!(18_446_744_073_709_551_615_u64),
            4 => json!(1e300),
            5 => json!(-0.0),
            6 => json!(0.1 + 0.2),
            7 => json!(7.0),
            _ => json!(self.random.between(0, 10)),
        }
    }

    fn odd_value(&mut self) -> Value {
        match self.random.below(6) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!("7"),
            3 => json!(["DE"]),
            4 => json!(" 2.1 "),
            _ => self.number(),
        }
    }

    fn conditions(&mut self) -> (Value, Option<Value>) {
        let mut ids = Vec::new();
        for _ in 0..self.random.below(3) {
            ids.push(json!(self.audience()));
        }
        let conditions = match self.random.below(10) {
            0..=3 => Some(self.tree(2, &mut |maker: &mut Self| json!(maker.audience()))),
            4 => Some(json!([])),
            5 => Some(Value::Null),
            _ => None,
        };
        (Value::Array(ids), conditions)
    }

    fn audience(&mut self) -> String {
        if self.random.percent(4) {
            return "no-such-audience".to_owned();
        }
        self.random.pick(&self.audiences).clone()
    }

    fn rule(&mut self, prefix: &str, variables: &[Value], is_experiment: bool) -> Value {
        let id = self.id();
        let key = format!("{prefix}_{id}");
        let variations: Vec<_> = (0..self.random.between(1, 3))
            .map(|_| self.variation(variables))
            .collect();
        self.rules.push(key.clone());
        let mut listed = Map::new();
        if self.random.percent(40) {
            for _ in 0..self.random.between(1, 60) {
                let variation = self.random.pick(&variations)["key"].clone();
                let variation = if self.random.percent(10) {
                    json!("no-such-variation")
                } else {
                    variation
                };
                listed.insert(self.user(), variation);
            }
        }
        let (ids, conditions) = self.conditions();
        let status = if self.random.percent(85) || !is_experiment {
            "Running"
        } else {
            *self.random.pick(&["Paused", "Not started", "Archived"])
        };
        let mut rule = json!({
            "id": id,
            "key": key,
            "layerId": format!("layer-{id}"),
            "status": status,
            "audienceIds": ids,
            "trafficAllocation": self.shares(&variations),
            "forcedVariations": listed,
            "variations": variations,
        });
        if let Some(conditions) = conditions {
            rule["audienceConditions"] = conditions;
        }
        rule
    }

    fn variation(&mut self, variables: &[Value]) -> Value {
        let id = self.id();
        let key = format!("variation_{id}");
        self.variations.push(key.clone());
        let mut usages = Vec::new();
        for variable in variables {
            if self.random.percent(60) {
                let value = self.text_of(variable["type"].as_str().unwrap(), variable);
                usages.push(json!({ "id": variable["id"], "value": value }));
            }
        }
        let mut variation = json!({ "id": id, "key": key });
        if self.random.percent(90) {
            variation["featureEnabled"] = json!(self.random.percent(75));
        }
        if !usages.is_empty() || self.random.percent(50) {
            variation["variables"] = json!(usages);
        }
        variation
    }

    /// Shares whose ends rise, most often up to the whole; some serve nothing.
    fn shares(&mut self, variations: &[Value]) -> Value {
        let mut end = 0;
        let mut shares = Vec::new();
        for variation in variations {
            end = match self.random.below(6) {
                0 => end,
                1 => 10_000,
                _ => (end + self.random.between(1, 5000)).min(10_000),
            };
            let entity = match self.random.below(12) {
                0 => json!(""),
                1 => json!("no-such-id"),
                _ => variation["id"].clone(),
            };
            shares.push(json!({ "entityId": entity, "endOfRange": end }));
        }
        Value::Array(shares)
    }

    fn variables(&mut self) -> Vec<Value> {
        let types = ["boolean", "integer", "double", "string", "json", "old-json"];
        (0..self.random.between(0, 6))
            .map(|index| {
                let ty = *self.random.pick(&types);
                let id = self.id();
                let mut variable =
                    json!({ "id": id, "key": format!("variable_{index}"), "type": ty });
                if ty == "old-json" {
                    variable["type"] = json!("string");
                    variable["subType"] = json!("json");
                }
                let text = self.text_of(variable["type"].as_str().unwrap(), &variable.clone());
                variable["defaultValue"] = json!(text);
                variable
            })
            .collect()
    }

    fn text_of(&mut self, ty: &str, variable: &Value) -> String {
        let texts: &[&str] = match ty {
            "boolean" => &["true", "false", "True", "1", ""],
            "integer" => &[
                "0",
                "-5",
                "42",
                "9007199254740993",
                "+7",
                " 8 ",
                "007",
                "3.0",
                "many",
                "",
            ],
            "double" => &[
                "0.5",
                "-1",
                "1e3",
                ".5",
                "3.141592653589793",
                "0.1e-5",
                "half",
                "",
            ],
            "json" => JSON,
            _ if variable["subType"] == "json" => JSON,
            _ => &["", "red", "größe 🦀", "\"quoted\"", "true", "12"],
        };
        (*self.random.pick(texts)).to_owned()
    }

    /// A group of this experiment, and of others that are nobody's.
    fn group(&mut self, rule: Value) -> Value {
        let id = self.id();
        let other = self.rule("grouped", &[], true);
        let policy = if self.random.percent(80) {
            "random"
        } else {
            "overlapping"
        };
        let first = self.random.between(0, 10_000);
        let shares = json!([
            { "entityId": rule["id"], "endOfRange": first },
            { "entityId": *self.random.pick(&[other["id"].as_str().unwrap(), ""]), "endOfRange": 9500 },
        ]);
        json!({
            "id": id,
            "policy": policy,
            "trafficAllocation": shares,
            "experiments": [rule, other],
        })
    }

    fn holdout(&mut self, rules: Option<Vec<Value>>) -> Value {
        let id = self.id();
        let variation = json!({
            "id": format!("holdout-variation-{id}"),
            "key": "held_out",
            "featureEnabled": false,
            "variables": [],
        });
        let (ids, conditions) = self.conditions();
        let mut holdout = json!({
            "id": id,
            "key": format!("holdout_{id}"),
            "status": *self.random.pick(&["Running", "Running", "Running", "Draft", "Concluded"]),
            "audienceIds": ids,
            "variations": [variation],
            "trafficAllocation": [{
                "entityId": variation["id"],
                "endOfRange": self.random.between(0, 3000),
            }],
        });
        if let Some(conditions) = conditions {
            holdout["audienceConditions"] = conditions;
        }
        if self.random.percent(40) {
            holdout["excludeTargetedDeliveries"] = json!(true);
        }
        if let Some(rules) = rules {
            if self.random.percent(92) {
                holdout["includedRules"] = json!(rules);
            }
        } else if self.random.percent(10) {
            // It has no meaning there.
            holdout["includedRules"] = json!(["1"]);
        }
        holdout
    }

    fn some_of(&mut self, items: &[Value], most: usize) -> Vec<Value> {
        if items.is_empty() {
            return Vec::new();
        }
        (0..self.random.between(0, most))
            .map(|_| self.random.pick(items).clone())
            .collect()
    }

    fn user(&mut self) -> String {
        match self.random.below(USERS) {
            0 => String::new(),
            1 => "🦀\u{0}".to_owned(),
            2 => "very ".repeat(300),
            number => format!("user-{number}"),
        }
    }

    fn question(&mut self, flags: &[String]) -> Question {
        let mut attributes = Map::new();
        for name in NAMES {
            let value = match self.random.below(20) {
                0..=3 => continue,
                4 => self.odd_value(),
                _ => self.value_of(name),
            };
            attributes.insert(name.to_owned(), value);
        }
        match self.random.below(10) {
            0 => drop(attributes.insert("$opt_bucketing_id".to_owned(), json!(self.user()))),
            1 => drop(attributes.insert("$opt_bucketing_id".to_owned(), json!(42))),
            _ => {}
        }
        let mut forced = Vec::new();
        if self.random.percent(15) {
            for _ in 0..self.random.between(1, 4) {
                let rule = self.random.percent(70);
                let rule = rule.then(|| self.random.pick(&self.rules).clone());
                let variation = self.random.pick(&self.variations).clone();
                forced.push((self.random.pick(flags).clone(), rule, variation));
            }
        }
        Question {
            user: self.user(),
            attributes,
            flags: flags.to_vec(),
            forced,
        }
    }
}

const JSON: &[&str] = &[
    "{}",
    r#"{"a": 1, "b": [true, null, {"c": "d"}]}"#,
    "[1.5, \"x\"]",
    "null",
    "{\"broken\"",
    "",
];
