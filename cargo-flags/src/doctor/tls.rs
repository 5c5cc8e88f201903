//! Whether the crates of the program agree on one implementation of TLS.

use std::collections::BTreeSet;

use cargo_metadata::{Metadata, Node, PackageId};

use crate::doctor::Check;

const TOPIC: &str = "tls";

/// Names of rustls' two providers of cryptography as its Cargo features, each with its crate.
const PROVIDERS: [(&str, &str); 2] = [("ring", "ring"), ("aws_lc_rs", "aws-lc-rs")];

/// rustls panics at its first use when it was built with two providers of cryptography and the
/// program has chosen none; two implementations beside each other are two sets of trusted roots.
#[must_use]
pub fn tls(metadata: &Metadata) -> Vec<Check> {
    let Some(resolve) = &metadata.resolve else {
        return Vec::new();
    };
    let name = |id: &PackageId| {
        let package = metadata.packages.iter().find(|package| package.id == *id);
        package
            .map(|package| package.name.as_str())
            .unwrap_or_default()
    };
    let mut checks = Vec::new();
    for node in resolve
        .nodes
        .iter()
        .filter(|node| name(&node.id) == "rustls")
    {
        let has = |feature: &str| node.features.iter().any(|it| **it == *feature);
        let chosen: Vec<&str> = PROVIDERS
            .iter()
            .filter(|(feature, _)| has(feature))
            .map(|(_, package)| *package)
            .collect();
        let users = users(&resolve.nodes, &node.id, name);
        checks.push(match &chosen[..] {
            [first, second] => Check::warning(
                TOPIC,
                format!(
                    "rustls is built with two providers of cryptography, {first} and {second}, for \
                     {users}: it panics at its first use unless the program chooses one"
                ),
            )
            .with_help(
                "call `rustls::crypto::ring::default_provider().install_default()` at the start of \
                 `main`, or leave one of them out: `cargo tree -e features -i rustls` shows who asks \
                 for which",
            ),
            [one] => Check::ok(TOPIC, format!("rustls with {one}, for {users}")),
            _ => Check::ok(TOPIC, format!("rustls with the provider that the program installs, for {users}")),
        });
    }
    for node in resolve
        .nodes
        .iter()
        .filter(|node| name(&node.id) == "native-tls")
    {
        let text = format!("native-tls, for {}", users(&resolve.nodes, &node.id, name));
        checks.push(if checks.is_empty() {
            Check::ok(TOPIC, text)
        } else {
            Check::warning(
                TOPIC,
                format!("{text}, beside rustls: each trusts certificates of its own"),
            )
        });
    }
    if checks.is_empty() {
        checks.push(Check::ok(TOPIC, "no crate of the workspace speaks TLS"));
    }
    checks
}

/// The crates that depend on this one directly.
fn users<'m>(nodes: &'m [Node], on: &PackageId, name: impl Fn(&'m PackageId) -> &'m str) -> String {
    let users: BTreeSet<String> = nodes
        .iter()
        .filter(|node| node.dependencies.contains(on))
        .map(|node| format!("`{}`", name(&node.id)))
        .collect();
    users.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
