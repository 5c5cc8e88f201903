//! Which stage a program would be in, and which variables it would see.

use flags_manifest::diagnostic::suggest;
use flags_runtime::Registry;

use crate::doctor::Check;

const TOPIC: &str = "environment";

/// Variables that the runtime or the examples read, and that no feature has.
const SETTINGS: [&str; 2] = ["FLAGS_ENV", "FLAGS_FILE"];

/// The stage, and each `FLAGS_…` variable. `variables` are those of the process.
pub fn environment(
    registries: &[&'static Registry],
    variables: impl Iterator<Item = (String, String)>,
) -> Vec<Check> {
    let mut variables: Vec<(String, String)> = variables
        .filter(|(name, _)| name.starts_with("FLAGS_"))
        .collect();
    variables.sort();
    let stage = variables
        .iter()
        .find(|(name, _)| name == SETTINGS[0])
        .map(|(_, value)| &**value);
    let mut checks = vec![match stage {
        None | Some("") => Check::ok(TOPIC, "production, since `FLAGS_ENV` is not set"),
        Some(stage) => of_stage(stage, registries),
    }];
    let reads = matches!(stage, Some("development" | "testing"));
    for (name, _) in &variables {
        if SETTINGS.contains(&&**name) {
            continue;
        }
        let known = features(registries).find(|(known, _)| known == name);
        checks.push(match known {
            None => {
                let check = Check::warning(
                    TOPIC,
                    format!("`{name}` is set, and no feature has that variable"),
                );
                let names: Vec<String> = features(registries).map(|(name, _)| name).collect();
                match suggest(name, names.iter().map(String::as_str)) {
                    Some(near) => check.with_help(format!("did you mean `{near}`?")),
                    None => check,
                }
            }
            Some((_, key)) if reads => Check::ok(
                TOPIC,
                format!("`{name}` is set, and decides feature `{key}`"),
            ),
            Some((_, key)) => Check::warning(
                TOPIC,
                format!(
                    "`{name}` is set for feature `{key}`, and has no effect: variables are read in \
                     development and testing only, unless the program allows them everywhere"
                ),
            ),
        });
    }
    checks
}

fn of_stage(stage: &str, registries: &[&'static Registry]) -> Check {
    let strangers: Vec<&&Registry> = registries
        .iter()
        .filter(|registry| !registry.environments().contains(&stage))
        .collect();
    let Some(registry) = strangers.first() else {
        return Check::ok(TOPIC, format!("{stage}, by `FLAGS_ENV`"));
    };
    let check = Check::error(
        TOPIC,
        format!(
            "`FLAGS_ENV` is `{stage}`, which registry `{}` does not declare, so it is in production",
            registry.name()
        ),
    );
    let known = registry.environments();
    match suggest(stage, known.iter().copied()) {
        Some(near) => check.with_help(format!("did you mean `{near}`?")),
        None => check.with_help(format!("known are `{}`", known.join("`, `"))),
    }
}

/// Variable and key of each feature.
fn features(registries: &[&'static Registry]) -> impl Iterator<Item = (String, &'static str)> {
    let features = registries.iter().flat_map(|registry| registry.features());
    features.map(|feature| (feature.variable().into_owned(), feature.key()))
}
