//! Random flags, segments and subjects that reach all that LaunchDarkly's evaluation knows.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// The operators of clauses.
pub(crate) const OPERATORS: [&str; 15] = [
    "in",
    "startsWith",
    "endsWith",
    "contains",
    "matches",
    "lessThan",
    "lessThanOrEqual",
    "greaterThan",
    "greaterThanOrEqual",
    "before",
    "after",
    "semVerEqual",
    "semVerLessThan",
    "semVerGreaterThan",
    "segmentMatch",
];

pub(crate) const FLAGS: usize = 16;

/// The flags from here on may be wrong, and are nobody's prerequisite: of a prerequisite that is wrong
/// the vendor's crate says that the flag is wrong too, and the SDK for Python that it fails.
const SOUND: usize = 12;
const SEGMENTS: usize = 5;

/// What the registry of the comparison declares, by flag: a boolean, a string, a float, a table.
pub(crate) const DEFAULTS: [&str; 4] = [
    "false",
    "\"declared\"",
    "-1.5",
    "{ a = -1, b = \"declared\" }",
];

pub(crate) fn default_of(flag: usize) -> Value {
    match flag % 4 {
        0 => json!(false),
        1 => json!("declared"),
        2 => json!(-1.5),
        _ => json!({ "a": -1, "b": "declared" }),
    }
}

/// Flags and segments, and subjects to ask them about.
pub(crate) struct World {
    pub(crate) data: Value,
    pub(crate) subjects: Vec<Subject>,
}

/// A flat subject. What it is to LaunchDarkly follows from the documented mapping.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) key: String,
    pub(crate) attributes: BTreeMap<&'static str, Value>,
}

impl Subject {
    /// With kinds: `org_id` is the key of an organization, which has a plan and seats.
    pub(crate) fn context(&self) -> Value {
        let mut user = Map::new();
        user.insert("key".to_owned(), json!(self.key));
        let mut organization = Map::new();
        for (name, value) in &self.attributes {
            match *name {
                "org_id" => organization.insert("key".to_owned(), value.clone()),
                "org_plan" => organization.insert("plan".to_owned(), value.clone()),
                "org_seats" => organization.insert("seats".to_owned(), value.clone()),
                // Declared private, and held back.
                "ghost" => None,
                // 2026-01-01T00:00:00Z and so many days, as LaunchDarkly's dates are.
                name => user.insert(name.to_owned(), value.clone()),
            };
        }
        if organization.contains_key("key") {
            json!({ "kind": "multi", "user": user, "organization": organization })
        } else {
            user.insert("kind".to_owned(), json!("user"));
            Value::Object(user)
        }
    }
}

pub(crate) fn world(seed: u64, subjects: usize) -> World {
    let mut rng = Rng::with_seed(seed);
    let segments: Map<_, _> = (0..SEGMENTS)
        .map(|number| (format!("segment{number}"), segment(&mut rng, number)))
        .collect();
    let flags: Map<_, _> = (0..FLAGS)
        .map(|number| (format!("flag{number:02}"), flag(&mut rng, number)))
        .collect();
    World {
        data: json!({ "flags": flags, "segments": segments }),
        subjects: (0..subjects).map(|_| subject(&mut rng)).collect(),
    }
}

fn subject(rng: &mut Rng) -> Subject {
    let mut attributes = BTreeMap::new();
    for name in [
        "email",
        "country",
        "name",
        "age",
        "score",
        "staff",
        "tags",
        "app",
        "since",
        "org_id",
        "org_plan",
        "org_seats",
        "ghost",
    ] {
        if rng.u8(..) < 190 {
            attributes.insert(name, attribute(rng, name));
        }
    }
    Subject {
        key: format!("user{}", rng.u32(0..200)),
        attributes,
    }
}

/// A value that subjects have, and that clauses ask for.
fn attribute(rng: &mut Rng, name: &str) -> Value {
    match name {
        "email" => json!(pick(
            rng,
            &["ann@example.org", "bob@example.com", "eve@example.org", ""]
        )),
        "country" | "ghost" => json!(pick(rng, &["DE", "AT", "CH", "Österreich", "🇦🇹"])),
        "name" => json!(pick(rng, &["Ann", "Bob Builder", "Świętopełk"])),
        // The largest is the year 255,000 as a date: beyond 262,000 the vendor's crate knows none.
        "age" => json!(pick(rng, &[-1, 0, 17, 18, 42, 8_000_000_000_000_000_i64])),
        // None of them whole: the SDK for Python takes 1.0 for no whole number, the others do.
        "score" => json!(pick(
            rng,
            &[-0.5, 0.25, 0.1, 0.3, 99.999, 130.653_316_326_530_61]
        )),
        "staff" => json!(rng.bool()),
        "tags" => json!([pick(rng, &["a", "b"]), pick(rng, &["b", "c", "beta"])]),
        "app" => json!(pick(
            rng,
            &[
                "1.0.0",
                "2.0.0",
                "2.0.0-rc.1",
                "2.0.1",
                "2.10.0",
                "3.0.0+build"
            ]
        )),
        "since" => json!(1_767_225_600_000_i64 + 86_400_000 * rng.i64(0..4)),
        "org_id" => json!(format!("org{}", rng.u32(0..20))),
        "org_plan" => json!(pick(rng, &["free", "pro"])),
        "org_seats" => json!(rng.i64(1..5)),
        other => panic!("no subject has `{other}`"),
    }
}

fn pick<T: Copy>(rng: &mut Rng, items: &[T]) -> T {
    items[rng.usize(..items.len())]
}

fn flag(rng: &mut Rng, number: usize) -> Value {
    let variations: Vec<Value> = (0..rng.usize(2..5))
        .map(|index| variation(number, index))
        .collect();
    let count = variations.len();
    let mut flag = json!({
        "key": format!("flag{number:02}"),
        "version": 1,
        "on": rng.u8(..10) > 0,
        "salt": format!("salt{}", rng.u32(..)),
        "variations": variations,
        "targets": targets(rng, count),
        "rules": (0..rng.usize(0..4)).map(|index| rule(rng, count, index, number >= SOUND)).collect::<Vec<_>>(),
        "fallthrough": outcome(rng, count, number >= SOUND),
    });
    if rng.u8(..5) > 0 {
        flag["offVariation"] = json!(rng.usize(..count));
    }
    if rng.u8(..4) == 0 {
        flag["contextTargets"] = json!([
            { "contextKind": "organization", "variation": rng.usize(..count),
              "values": [attribute(rng, "org_id"), attribute(rng, "org_id")] },
            { "contextKind": "user", "variation": 0, "values": [] },
        ]);
    }
    if number > 0 && rng.u8(..3) == 0 {
        // Of a flag before it, so that there are no circles; or of none.
        let last = number.min(SOUND);
        let other = rng.usize(..last + 1);
        let key = if other == last {
            "missing".to_owned()
        } else {
            format!("flag{other:02}")
        };
        flag["prerequisites"] = json!([{ "key": key, "variation": rng.usize(..2) }]);
    }
    flag
}

fn variation(flag: usize, index: usize) -> Value {
    match flag % 4 {
        0 => json!(index.is_multiple_of(2)),
        1 => json!(format!("value{index}")),
        2 if index == 0 => json!(7),
        2 => json!(f64::from(u32::try_from(index).unwrap()) / 3.0),
        _ => json!({ "a": index, "b": format!("value{index}") }),
    }
}

fn targets(rng: &mut Rng, count: usize) -> Value {
    let values = |rng: &mut Rng| -> Vec<String> {
        (0..rng.usize(0..20))
            .map(|_| format!("user{}", rng.u32(0..200)))
            .collect()
    };
    if rng.bool() {
        return json!([]);
    }
    // LaunchDarkly has one list of targets for each variation.
    let first = rng.usize(..count);
    json!([
        { "variation": first, "values": values(rng) },
        { "variation": (first + 1) % count, "values": values(rng) },
    ])
}

/// A variation, or a rollout, or rarely something that is wrong.
fn outcome(rng: &mut Rng, count: usize, may_be_wrong: bool) -> Value {
    match rng.u8(..20) {
        0..=9 => json!({ "variation": rng.usize(..count) }),
        10 if may_be_wrong => json!({ "variation": count + 3 }),
        _ => json!({ "rollout": rollout(rng, count) }),
    }
}

fn rollout(rng: &mut Rng, count: usize) -> Value {
    let first = rng.u32(0..100_000);
    let mut rollout = json!({ "variations": [
        { "variation": rng.usize(..count), "weight": first },
        { "variation": rng.usize(..count), "weight": 100_000 - first },
    ]});
    if rng.bool() {
        rollout["bucketBy"] = json!(pick(
            rng,
            &["key", "email", "age", "country", "score", "none"]
        ));
    }
    match rng.u8(..4) {
        0 => rollout["contextKind"] = json!(pick(rng, &["organization", "user", "device"])),
        1 => rollout["seed"] = json!(rng.u32(0..1000)),
        2 => rollout["kind"] = json!("experiment"),
        _ => {}
    }
    rollout
}

fn rule(rng: &mut Rng, count: usize, index: usize, may_be_wrong: bool) -> Value {
    let mut rule = outcome(rng, count, may_be_wrong);
    rule["id"] = json!(format!("rule{index}"));
    rule["clauses"] = (0..rng.usize(1..3))
        .map(|_| clause(rng, SEGMENTS))
        .collect();
    if rng.bool() {
        rule["trackEvents"] = json!(false);
    }
    rule
}

/// `below`: segments of smaller numbers may be asked for.
fn clause(rng: &mut Rng, below: usize) -> Value {
    let operator = pick(rng, &OPERATORS);
    let mut clause = match operator {
        "segmentMatch" => {
            let number = rng.usize(..below + 1);
            let key = if number == below {
                "missing".to_owned()
            } else {
                format!("segment{number}")
            };
            json!({ "attribute": "", "values": [key] })
        }
        "startsWith" | "endsWith" | "contains" => {
            let part = pick(rng, &["ann", "example.org", "@", "D", "b", ""]);
            asks(
                rng,
                &["email", "country", "name", "tags", "key"],
                json!(part),
            )
        }
        "matches" => {
            let pattern = pick(
                rng,
                &["^ann@", "example\\.(org|com)$", "[0-9]+$", "^$", "D|A"],
            );
            asks(rng, &["email", "country", "tags", "key"], json!(pattern))
        }
        "lessThan" | "lessThanOrEqual" | "greaterThan" | "greaterThanOrEqual" => {
            let name = pick(rng, &["age", "score"]);
            let value = attribute(rng, name);
            asks(rng, &["age", "score", "country"], value)
        }
        "before" | "after" => {
            let value = match rng.u8(..3) {
                0 => attribute(rng, "since"),
                1 => json!(format!("2026-01-0{}T00:00:00Z", rng.u8(1..5))),
                _ => json!(format!("2026-01-0{}T00:00:00.001+01:00", rng.u8(1..5))),
            };
            asks(rng, &["since", "age", "country"], value)
        }
        "semVerEqual" | "semVerLessThan" | "semVerGreaterThan" => {
            let value = match rng.u8(..5) {
                0 => json!(pick(rng, &["2", "2.0", "nonsense", "2.0.0-rc"])),
                _ => attribute(rng, "app"),
            };
            asks(rng, &["app", "app", "country"], value)
        }
        _ => {
            let name = pick(
                rng,
                &[
                    "email", "country", "name", "age", "score", "staff", "tags", "key",
                ],
            );
            let value = match (name, attribute_or_key(rng, name)) {
                ("tags", Value::Array(items)) => items[0].clone(),
                (_, value) => value,
            };
            asks(rng, &[name], value)
        }
    };
    clause["op"] = json!(operator);
    if rng.u8(..4) == 0 {
        clause["negate"] = json!(true);
    }
    if operator != "segmentMatch" && rng.u8(..4) == 0 {
        clause["contextKind"] = json!("organization");
        (clause["attribute"], clause["values"]) = match rng.u8(..3) {
            0 => (json!("plan"), json!([attribute(rng, "org_plan")])),
            1 => (json!("seats"), json!([attribute(rng, "org_seats")])),
            _ => (json!("key"), json!([attribute(rng, "org_id")])),
        };
    } else if operator == "in" && rng.u8(..10) == 0 {
        clause["attribute"] = json!("kind");
        clause["values"] = json!([pick(rng, &["user", "organization", "device"])]);
    }
    clause
}

fn asks(rng: &mut Rng, attributes: &[&str], value: Value) -> Value {
    let name = pick(rng, attributes);
    let mut values = vec![value];
    if rng.bool() {
        values.push(attribute_or_key(rng, name));
    }
    json!({ "attribute": name, "values": values })
}

fn attribute_or_key(rng: &mut Rng, name: &str) -> Value {
    match name {
        "key" => json!(format!("user{}", rng.u32(0..200))),
        name => attribute(rng, name),
    }
}

fn segment(rng: &mut Rng, number: usize) -> Value {
    let users = |rng: &mut Rng| -> Vec<String> {
        (0..rng.usize(0..30))
            .map(|_| format!("user{}", rng.u32(0..200)))
            .collect()
    };
    let rules: Vec<_> = (0..rng.usize(0..3))
        .map(|_| {
            let clauses: Vec<_> = (0..rng.usize(1..3)).map(|_| clause(rng, number)).collect();
            let mut rule = json!({ "clauses": clauses });
            if rng.bool() {
                rule["weight"] = json!(rng.u32(0..100_001));
                if rng.bool() {
                    rule["bucketBy"] = json!(pick(rng, &["key", "email", "age"]));
                }
                if rng.u8(..3) == 0 {
                    rule["rolloutContextKind"] = json!(pick(rng, &["organization", "user"]));
                }
            }
            rule
        })
        .collect();
    let mut segment = json!({
        "key": format!("segment{number}"),
        "version": 1,
        "included": users(rng),
        "excluded": users(rng),
        "salt": format!("salt{}", rng.u32(..)),
        "rules": rules,
    });
    if rng.bool() {
        segment["includedContexts"] =
            json!([{ "contextKind": "organization", "values": [attribute(rng, "org_id")] }]);
        segment["excludedContexts"] =
            json!([{ "contextKind": "organization", "values": [attribute(rng, "org_id")] }]);
    }
    segment
}
