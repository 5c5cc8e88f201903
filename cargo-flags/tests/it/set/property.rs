//! Whatever a state file says of a feature, `--force` makes it one value for everyone, as a program
//! that reads the file sees it.

use cargo_flags::arguments::{Format, Global};
use cargo_flags::project::Project;
use cargo_flags::state_edit::{Others, Set, StateEdit};
use cargo_flags::subject::Subject;
use fastrand::Rng;
use flags_file::{FileProvider, feature, registry_of_package};
use flags_manifest::model::Value;
use flags_manifest::state::Format as StateFormat;
use flags_runtime::Flags;

use crate::prompt::Prompt;

const ENVIRONMENTS: [&str; 4] = ["development", "testing", "staging", "production"];

const SUBJECTS: [&str; 4] = [
    "{}",
    r#"{"targetingKey": "user-1", "is_staff": true}"#,
    r#"{"targetingKey": "user-2", "country": "DE"}"#,
    r#"{"targetingKey": "user-3", "country": "AT", "plan": "pro"}"#,
];

#[test]
fn forced_off_is_off_for_everyone_everywhere() {
    let prompt = Prompt::shop();
    let project = Project::find(&Global {
        manifest_path: Some(prompt.root.join("Cargo.toml")),
        package: Vec::new(),
        format: Format::Human,
        color: clap::ColorChoice::Never,
    })
    .expect("the shop is a project");
    let at = project.feature("crazy").expect("it is declared");
    let manifest = prompt.read("features.toml");
    let registry = registry_of_package("shop", "features.toml", &manifest).expect("it is sound");
    let crazy = feature::<bool>(registry, "crazy").expect("it is a boolean");
    let mut refused = 0;
    for seed in 0..400 {
        let mut rng = Rng::with_seed(seed);
        let state = state(&mut rng);
        let edit = |others| {
            let text = state.clone();
            let file = "flags.toml".to_owned();
            let mut edit = StateEdit::new(&project, at, "crazy", file, text, StateFormat::Toml)
                .expect("it can be read");
            let set = Set {
                value: Value::Boolean(false),
                environments: Vec::new(),
                others,
            };
            let objections = edit.set(&set).expect("there is a way");
            edit.changes().expect("the new text is sound");
            (edit.new_text().to_owned(), objections)
        };
        let is_off = |text: &str| {
            ENVIRONMENTS.iter().all(|environment| {
                let provider = FileProvider::from_text("flags.toml", text, StateFormat::Toml)
                    .expect("it is sound");
                let flags = Flags::new(provider).in_environment(*environment);
                SUBJECTS.iter().all(|subject| {
                    let subject = Subject::parse(subject, registry).expect("it is sound");
                    !flags.is_enabled(crazy, &subject)
                })
            })
        };
        let (forced, objections) = edit(Others::DropAll);
        assert!(
            objections.is_none(),
            "seed {seed}: {objections:?}, of\n{state}"
        );
        assert!(
            is_off(&forced),
            "seed {seed}, of\n{state}\nbecame\n{forced}"
        );
        // What is not refused without force has to be off as well.
        let (plain, objections) = edit(Others::Refuse);
        match objections {
            Some(_) => refused += 1,
            None => assert!(is_off(&plain), "seed {seed}, of\n{state}\nbecame\n{plain}"),
        }
        for kept in [AROUND.0, AROUND.1] {
            assert!(
                forced.contains(kept) && plain.contains(kept),
                "seed {seed}: {forced}"
            );
        }
    }
    assert!(
        (50..350).contains(&refused),
        "{refused} of 400 were refused"
    );
}

/// What is said of others, with its comments.
const AROUND: (&str, &str) = (
    "# Today.\n[features.max_upload_mb]\ndefault   = 50 # disks\n",
    "\n# The text is done.\n[features.awesome_text] # since June\nenvironments.staging = true\n",
);

fn state(rng: &mut Rng) -> String {
    let mut lines = vec![format!("# Crazy.\n[features.{}]", "crazy")];
    if rng.bool() {
        lines.push(format!("default = {} # so far", rng.bool()));
    }
    if rng.bool() {
        lines.push(format!("rules = [\n{}]", rules(rng)));
    }
    let mut below = Vec::new();
    for name in ENVIRONMENTS {
        match rng.u8(0..8) {
            0 => lines.push(format!("environments.{name} = {}", rng.bool())),
            1 => lines.push(format!(
                "environments.{name} = {{ default = {}, rules = [] }}",
                rng.bool()
            )),
            2 => below.push(format!(
                "[features.crazy.environments.{name}]\ndefault = {}",
                rng.bool()
            )),
            3 => below.push(format!(
                "[[features.crazy.environments.{name}.rules]]\nserve = {} # rule",
                rng.bool()
            )),
            _ => {}
        }
    }
    // A table that dotted keys made cannot be opened by a header.
    if lines.iter().any(|line| line.starts_with("environments")) {
        below.clear();
    }
    lines.extend(below);
    format!("{}\n{}\n{}", AROUND.0, lines.join("\n"), AROUND.1)
}

fn rules(rng: &mut Rng) -> String {
    let rule = |rng: &mut Rng| match rng.u8(0..5) {
        0 => format!("  {{ serve = {} }},\n", rng.bool()),
        1 => format!(
            "  {{ rollout = {}, value = {} }}, # part\n",
            rng.u8(0..=100),
            rng.bool()
        ),
        2 => format!(
            "  {{ when = {{ segment = \"staff\" }}, serve = {} }},\n",
            rng.bool()
        ),
        3 => format!(
            "  # Germany.\n  {{ when = {{ country = \"DE\" }}, serve = {} }},\n",
            rng.bool()
        ),
        _ => "  { split = { true = 50, false = 50 } },\n".to_owned(),
    };
    (0..rng.u8(0..3)).map(|_| rule(rng)).collect()
}
