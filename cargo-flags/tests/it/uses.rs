//! Where features are used: what counts, and what does not.

mod command;
mod imports;
mod names;
mod templates;
mod workspace;

use std::fmt::Write as _;

use cargo_flags::code::{Role, Uses};
use cargo_flags::project::Project;
use expect_test::Expect;

use crate::prompt::Prompt;

const MANIFEST: &str = r#"
[features.crazy]
description = "Crazy."

[features.checkout_button]
description = "Colour."
variants = ["red", "green"]
default = "red"

[features.limits]
description = "Bounds."
default = { most = 5 }
"#;

/// A crate with a module `features`, and these files. `src/main.rs` begins with that module.
#[track_caller]
fn check(files: &[(&str, &str)], expected: Expect) {
    let mut all = vec![("features.toml", MANIFEST)];
    let main = files.iter().find(|(path, _)| *path == "src/main.rs");
    let main = format!(
        "mod features {{ typed_flags::features!(\"features.toml\"); }}\n{}",
        main.map_or("", |(_, text)| text)
    );
    all.extend(files.iter().filter(|(path, _)| *path != "src/main.rs"));
    all.push(("src/main.rs", &main));
    let prompt = Prompt::with(&all);
    expected.assert_eq(&found(&prompt));
}

/// Every use: file, line, what is named there, in what role.
fn found(prompt: &Prompt) -> String {
    let project = project(prompt);
    let uses = Uses::find(&project);
    let mut all: Vec<_> = uses.all().iter().collect();
    all.sort_by_key(|it| (&it.file, it.range.start, it.manifest, it.feature));
    let mut shown = String::new();
    for it in all {
        let file = it.file.strip_prefix(&prompt.root).expect("it is below");
        let line = it.text[..it.range.start].matches('\n').count() + 1;
        let role = match &it.role {
            Role::Import { alias: Some(alias) } => format!("import as {alias}"),
            Role::ReExport { alias: Some(alias) } => format!("re-export as {alias}"),
            role => role.name().to_owned(),
        };
        let feature = &project.manifests[it.manifest].parsed.manifest.features[it.feature];
        writeln!(
            shown,
            "{}:{line} {} [{}] {role}, of {}",
            file.display(),
            &it.text[it.range.clone()],
            &it.text[it.name.clone()],
            feature.key
        )
        .expect("a string takes any text");
    }
    shown
}

fn project(prompt: &Prompt) -> Project {
    let manifest = prompt.root.join("Cargo.toml");
    let arguments = cargo_flags::arguments::Global {
        manifest_path: Some(manifest),
        package: Vec::new(),
        format: cargo_flags::arguments::Format::Human,
        color: clap::ColorChoice::Never,
    };
    Project::find(&arguments).expect("there is a workspace")
}
