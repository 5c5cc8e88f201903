//! The example `web`: a feature is retired in a copy of the repository, and the example's own tests
//! pass afterwards.

use std::fs;
use std::path::Path;
use std::process::Command;

/// `new_kernel` is decided at build, and is asked for in a template and in a `match` over all
/// features. Of the others the example's tests say how they turn the page, so that those tests end
/// with them.
#[test]
fn the_tests_of_the_example_pass_without_a_feature() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is in the workspace");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("retire-web");
    let copy = folder.join("typed-flags");
    if copy.exists() {
        fs::remove_dir_all(&copy).expect("it can be removed");
    }
    copy_sources(repository, &copy);

    let retired = Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
        .args(["flags", "retire", "new_kernel", "--keep", "true"])
        // The tests below compile all of it.
        .args(["--package", "typed-flags", "--no-check"])
        .current_dir(&copy)
        .output()
        .expect("it can be run");
    assert!(
        retired.status.success(),
        "{}",
        String::from_utf8_lossy(&retired.stderr)
    );
    let page =
        fs::read_to_string(copy.join("examples/web/templates/home.html")).expect("it is there");
    assert!(
        page.contains("<dt>Ranked by</dt><dd>the new kernel</dd>"),
        "{page}"
    );
    let why = fs::read_to_string(copy.join("examples/web/why.rs")).expect("it is there");
    assert!(
        !why.contains("NEW_KERNEL") && !why.contains("NewKernel"),
        "{why}"
    );

    for arguments in [
        &["build", "--example", "web"][..],
        &["test", "--test", "web"],
    ] {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--quiet", "--locked", "--offline"])
            .current_dir(&copy)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("FLAGS_ENV")
            .env_remove("UPDATE_EXPECT")
            .output()
            .expect("cargo can be run");
        assert!(
            output.status.success(),
            "cargo {}:\n{}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// Everything but what is built, and what belongs to git.
fn copy_sources(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let (path, name) = (entry.path(), entry.file_name());
        if name == ".git" || name == "target" || path.join("CACHEDIR.TAG").exists() {
            continue;
        }
        let to = to.join(&name);
        if entry.file_type().expect("it has a type").is_dir() {
            copy_sources(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a file can be copied");
        }
    }
}
