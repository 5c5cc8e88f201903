//! What `cargo metadata` says, cut down to what matters here.

use cargo_metadata::MetadataCommand;
use expect_test::{Expect, expect};
use serde_json::json;

use super::tls;

/// Packages with the Cargo features that are on, and what each depends on.
#[track_caller]
fn check(packages: &[(&str, &[&str], &[&str])], expected: Expect) {
    let described: Vec<_> = packages
        .iter()
        .map(|(name, ..)| {
            json!({
                "name": name, "version": "1.0.0", "id": name, "dependencies": [], "targets": [],
                "features": {}, "manifest_path": "/Cargo.toml", "license": null,
                "license_file": null, "description": null, "source": null, "edition": "2024",
            })
        })
        .collect();
    let nodes: Vec<_> = packages
        .iter()
        .map(|(name, features, dependencies)| {
            json!({ "id": name, "features": features, "dependencies": dependencies, "deps": [] })
        })
        .collect();
    let metadata = json!({
        "packages": described, "workspace_members": ["shop"], "version": 1,
        "resolve": { "nodes": nodes, "root": "shop" }, "workspace_root": "/", "target_directory": "/target",
    });
    let metadata = MetadataCommand::parse(metadata.to_string()).expect("it is metadata");
    let shown: Vec<String> = tls(&metadata)
        .into_iter()
        .map(|check| format!("{:?}: {}\n", check.status, check.text))
        .collect();
    expected.assert_eq(&shown.concat());
}

#[test]
fn nobody_speaks_tls() {
    check(
        &[("shop", &[], &[])],
        expect![[r#"
        Ok: no crate of the workspace speaks TLS
    "#]],
    );
}

#[test]
fn one_provider_of_cryptography() {
    check(
        &[
            ("shop", &[], &["ureq"]),
            ("ureq", &[], &["rustls"]),
            ("rustls", &["ring", "std"], &[]),
        ],
        expect![[r#"
            Ok: rustls with ring, for `ureq`
        "#]],
    );
}

#[test]
fn f36_two_providers_of_cryptography_are_named() {
    check(
        &[
            ("shop", &[], &["flags-http", "flags-launchdarkly"]),
            ("flags-http", &[], &["rustls"]),
            ("flags-launchdarkly", &[], &["rustls"]),
            ("rustls", &["aws_lc_rs", "ring", "std"], &[]),
        ],
        expect![[r#"
            Warning: rustls is built with two providers of cryptography, ring and aws-lc-rs, for `flags-http`, `flags-launchdarkly`: it panics at its first use unless the program chooses one
        "#]],
    );
}

#[test]
fn rustls_that_the_program_completes() {
    check(
        &[("shop", &[], &["rustls"]), ("rustls", &["std"], &[])],
        expect![[r#"
            Ok: rustls with the provider that the program installs, for `shop`
        "#]],
    );
}

#[test]
fn two_implementations() {
    check(
        &[
            ("shop", &[], &["reqwest", "ureq"]),
            ("ureq", &[], &["rustls"]),
            ("reqwest", &[], &["native-tls"]),
            ("rustls", &["ring"], &[]),
            ("native-tls", &[], &[]),
        ],
        expect![[r#"
            Ok: rustls with ring, for `ureq`
            Warning: native-tls, for `reqwest`, beside rustls: each trusts certificates of its own
        "#]],
    );
}
