//! Workspaces of several packages.

use expect_test::expect;

use crate::prompt::Prompt;

/// Two packages with a manifest, one of them named by its registry, and one without.
fn shop_and_desk() -> Prompt {
    let prompt = Prompt::empty();
    prompt.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"desk\", \"shop\", \"tool\"]\nresolver = \"3\"\n",
    );
    for name in ["desk", "shop", "tool"] {
        prompt.write(
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        prompt.write(&format!("{name}/src/lib.rs"), "");
    }
    prompt.write(
        "desk/features.toml",
        "[features.dark]\nexpires = 2026-10-01\n",
    );
    prompt.write(
        "shop/features.toml",
        "[features.dark]\nexpires = 2026-10-01\n\n[features.crazy]\nexpires = 2026-10-01\n",
    );
    prompt
}

const EXPIRED: &str = "check --allow all --warn expired";

#[test]
fn findings_of_all_manifests_are_told_by_file() {
    let said = shop_and_desk().flags(EXPIRED);
    assert_eq!(said.status, 0);
    expect![[r#"
        warning[expired]: feature `dark` expired on 2026-10-01, 52 days ago
         --> desk/features.toml:2:11
          |
        2 | expires = 2026-10-01
          |           ^^^^^^^^^^
          |
          = help: `cargo flags retire desk/dark --keep VALUE` takes it out of the code, or agree on a later day

        warning[expired]: feature `dark` expired on 2026-10-01, 52 days ago
         --> shop/features.toml:2:11
          |
        2 | expires = 2026-10-01
          |           ^^^^^^^^^^
          |
          = help: `cargo flags retire shop/dark --keep VALUE` takes it out of the code, or agree on a later day

        warning[expired]: feature `crazy` expired on 2026-10-01, 52 days ago
         --> shop/features.toml:5:11
          |
        5 | expires = 2026-10-01
          |           ^^^^^^^^^^
          |
          = help: `cargo flags retire crazy --keep VALUE` takes it out of the code, or agree on a later day

        3 warnings in 2 manifests
    "#]].assert_eq(&said.text);
}

#[test]
fn one_package_can_be_chosen() {
    let said = shop_and_desk().flags(&format!("{EXPIRED} -p desk"));
    assert_eq!(said.status, 0);
    expect![[r#"
        warning[expired]: feature `dark` expired on 2026-10-01, 52 days ago
         --> desk/features.toml:2:11
          |
        2 | expires = 2026-10-01
          |           ^^^^^^^^^^
          |
          = help: `cargo flags retire desk/dark --keep VALUE` takes it out of the code, or agree on a later day

        1 warning in 1 manifest
    "#]].assert_eq(&said.text);
}

#[test]
fn a_package_without_a_manifest_has_nothing_to_check() {
    let said = shop_and_desk().flags("check -p tool");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: no `features.toml` is that of package `tool`
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn a_key_that_any_registry_knows_is_fine_in_a_state_file() {
    let prompt = shop_and_desk();
    prompt.write(
        "flags.toml",
        "[features.crazy]\ndefault = true\n[features.\"desk/dark\"]\ndefault = true\n",
    );
    let said = prompt.flags("check --allow all --state flags.toml -p desk");
    assert_eq!(said.status, 0, "{}", said.text);
    prompt.write("flags.toml", "[features.mad]\ndefault = true\n");
    let said = prompt.flags("check --allow all --state flags.toml");
    assert_eq!(said.status, 1);
    expect![[r#"
        error[state]: feature `mad` is not declared in any registry
         --> flags.toml:1:11
          |
        1 | [features.mad]
          |           ^^^

        1 error in 2 manifests and 1 state file
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn mistakes_of_one_manifest_leave_the_others_their_lints() {
    let prompt = shop_and_desk();
    prompt.write("desk/features.toml", "[features.dark]\nexpires = 'soon'\n");
    let said = prompt.flags(EXPIRED);
    assert_eq!(said.status, 1);
    expect![[r#"
        error[manifest]: feature `dark`: `expires` must be a date such as 2027-06-30, found a string
         --> desk/features.toml:2:11
          |
        2 | expires = 'soon'
          |           ^^^^^^

        warning[expired]: feature `dark` expired on 2026-10-01, 52 days ago
         --> shop/features.toml:2:11
          |
        2 | expires = 2026-10-01
          |           ^^^^^^^^^^
          |
          = help: `cargo flags retire shop/dark --keep VALUE` takes it out of the code, or agree on a later day

        warning[expired]: feature `crazy` expired on 2026-10-01, 52 days ago
         --> shop/features.toml:5:11
          |
        5 | expires = 2026-10-01
          |           ^^^^^^^^^^
          |
          = help: `cargo flags retire crazy --keep VALUE` takes it out of the code, or agree on a later day

        1 error, 2 warnings in 2 manifests
    "#]].assert_eq(&said.text);
}

#[test]
fn from_a_folder_below_paths_are_those_that_a_person_there_can_open() {
    let prompt = shop_and_desk();
    let said = prompt.run(
        std::process::Command::new("sh")
            .args([
                "-c",
                "cd desk && exec \"$0\" check --allow all --warn expired -p desk",
            ])
            .arg(env!("CARGO_BIN_EXE_cargo-flags")),
    );
    assert!(
        said.stdout.contains("--> features.toml:2:11"),
        "{}",
        said.text
    );
}
