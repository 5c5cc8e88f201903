//! Which versions are at work.

use std::collections::BTreeMap;
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata};

use crate::doctor::Check;
use crate::project::Project;

const TOPIC: &str = "versions";

/// Versions of this program, of Rust, and of each crate of typed-flags that the workspace uses.
/// `resolved` is what cargo made of the workspace's dependencies, or why it could not.
#[must_use]
pub fn versions(project: &Project, resolved: Result<&Metadata, &str>) -> Vec<Check> {
    let mut checks = vec![
        Check::ok(TOPIC, concat!("cargo-flags ", env!("CARGO_PKG_VERSION"))),
        tool("rustc"),
        tool("cargo"),
    ];
    if project
        .packages
        .iter()
        .all(|package| package.facade.is_none())
    {
        checks.push(
            Check::warning(TOPIC, "no package of the workspace depends on typed-flags")
                .with_help("`cargo flags init` adds it"),
        );
    }
    match resolved {
        Err(problem) => checks.push(Check::warning(TOPIC, problem).with_help(
            "`cargo build` brings `Cargo.lock` and whatever is not downloaded up to date",
        )),
        Ok(metadata) => checks.extend(crates(metadata)),
    }
    checks
}

fn tool(name: &str) -> Check {
    // Cargo names the tools that it would use itself.
    let program = std::env::var_os(name.to_uppercase()).unwrap_or_else(|| name.into());
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => {
            Check::ok(TOPIC, String::from_utf8_lossy(&output.stdout).trim())
        }
        Ok(output) => Check::error(
            TOPIC,
            format!(
                "`{name} --version` failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            ),
        ),
        Err(error) => Check::error(TOPIC, format!("`{name}` cannot be run: {error}")),
    }
}

fn crates(metadata: &Metadata) -> Vec<Check> {
    let mut versions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for package in &metadata.packages {
        let is_ours = package.name == "typed-flags"
            || package.name.starts_with("flags-")
                && package.repository.as_deref() == Some(env!("CARGO_PKG_REPOSITORY"));
        // The workspace of typed-flags itself has more of them than it uses.
        let is_used = !metadata.workspace_members.contains(&package.id)
            || metadata.workspace_packages().iter().any(|user| {
                user.dependencies.iter().any(|dependency| {
                    *dependency.name == *package.name && dependency.kind == DependencyKind::Normal
                })
            });
        if is_ours && is_used {
            versions
                .entry(&package.name)
                .or_default()
                .push(package.version.to_string());
        }
    }
    versions
        .into_iter()
        .map(|(name, versions)| match &versions[..] {
            [version] => Check::ok(TOPIC, format!("{name} {version}")),
            several => Check::warning(
                TOPIC,
                format!(
                    "{name} is there {} times ({}), so that a provider that is installed for one of \
                     them does not answer for the features of the others",
                    several.len(),
                    several.join(", ")
                ),
            )
            .with_help(format!("`cargo tree --invert {name}` shows who asks for which")),
        })
        .collect()
}
