//! `cargo flags doctor`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use expect_test::{Expect, expect};

use crate::prompt::{Prompt, Said};

fn doctor(prompt: &Prompt, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    prompt.run(
        Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .args(["flags", "doctor"])
            .args(arguments)
            .envs(variables.iter().copied()),
    )
}

/// One topic and the lines below it.
fn topic(text: &str, topic: &str) -> String {
    let mut lines = text.lines().skip_while(|line| *line != topic);
    let first = lines.next().into_iter();
    let lines: Vec<&str> = first
        .chain(lines.take_while(|line| line.starts_with(' ')))
        .collect();
    lines.join("\n")
}

#[track_caller]
fn check_environment(variables: &[(&str, &str)], expected: Expect) {
    let said = doctor(&Prompt::shop(), &[], variables);
    expected.assert_eq(&topic(&said.stdout, "environment"));
}

#[track_caller]
fn check_state(file: &str, text: &str, status: i32, expected: Expect) {
    let prompt = Prompt::shop();
    prompt.write(file, text);
    let said = doctor(&prompt, &["--state", file], &[]);
    let shown = topic(&said.stdout, "state");
    // The age is some seconds.
    let lines: Vec<&str> = shown
        .lines()
        .map(|line| {
            line.split(", saved ")
                .next()
                .expect("there is a first part")
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
    assert_eq!(said.status, status);
}

/// Answers one request with this, or with nothing at all as long as the client waits.
fn server(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody comes");
        let mut head = [0; 4096];
        let _ = stream.read(&mut head);
        match answer {
            Some(answer) => stream
                .write_all(answer.as_bytes())
                .expect("the client reads"),
            None => {
                let _ = stream.read(&mut head);
            }
        }
    });
    format!("http://{address}/sdk-key-of-ours/config.json?token=ours-too")
}

#[track_caller]
fn check_service(url: &str, status: i32, expected: Expect) {
    let said = doctor(&Prompt::shop(), &["--url", url, "--timeout", "2"], &[]);
    assert!(!said.text.contains("ours"), "{}", said.text);
    let shown = topic(&said.stdout, "service");
    let port = url.split(['/', ':']).nth(4).expect("there is a port");
    let shown = shown.replace(port, "PORT");
    // The milliseconds differ.
    let shown = shown
        .split(" after ")
        .next()
        .expect("there is a first part");
    expected.assert_eq(shown);
    assert_eq!(said.status, status);
}

#[test]
fn what_is_asked_first() {
    let said = doctor(&Prompt::shop(), &["--package", "shop"], &[]);
    assert!(
        topic(&said.stdout, "versions").contains("ok  rustc 1."),
        "{}",
        said.text
    );
    expect![[r#"
        manifest
               ok  features.toml: registry `shop`, 5 features, 0 retired, read by `shop`"#]]
    .assert_eq(&topic(&said.stdout, "manifest"));
    assert_eq!(said.status, 0, "{}", said.text);
}

#[test]
fn versions_and_tls_of_a_locked_workspace() {
    let prompt = Prompt::shop();
    let locked = prompt.cargo("generate-lockfile --offline");
    assert_eq!(locked.status, 0, "{}", locked.text);
    let said = doctor(&prompt, &[], &[]);
    let versions = topic(&said.stdout, "versions");
    let ours: Vec<&str> = versions
        .lines()
        .filter(|line| !line.contains(" ("))
        .collect();
    expect![[r#"
        versions
               ok  cargo-flags 0.1.0
               ok  flags-build 0.1.0
               ok  flags-file 0.1.0
               ok  flags-macros 0.1.0
               ok  flags-manifest 0.1.0
               ok  flags-runtime 0.1.0
               ok  typed-flags 0.1.0"#]]
    .assert_eq(&ours.join("\n"));
    expect![[r#"
        tls
               ok  no crate of the workspace speaks TLS"#]]
    .assert_eq(&topic(&said.stdout, "tls"));
}

#[test]
fn a_workspace_without_flags() {
    let prompt = Prompt::with(&[("src/main.rs", "fn main() {}\n")]);
    let text = prompt.read("Cargo.toml");
    let (head, _) = text.split_once("typed-flags").expect("it depends on it");
    prompt.write("Cargo.toml", head);
    let said = doctor(&prompt, &[], &[]);
    assert!(
        said.stdout
            .contains("no package of the workspace depends on typed-flags"),
        "{}",
        said.stdout
    );
    expect![[r#"
        manifest
            error  no package of the workspace has a `features.toml`
                   = help: `cargo flags init` writes one"#]]
    .assert_eq(&topic(&said.stdout, "manifest"));
    assert_eq!(said.status, 1);
}

#[test]
fn a_broken_manifest() {
    let prompt = Prompt::shop();
    prompt.edit("features.toml", "default = 25", "default = 2500");
    let said = doctor(&prompt, &[], &[]);
    expect![[r#"
        manifest
               ok  features.toml: registry `shop`, 5 features, 0 retired, read by `shop`
            error  1 mistake in it, the first: features.toml:46:11: feature `max_upload_mb`: `default` must be from 1 to 500, found 2500
                   = help: `cargo flags check` shows all of them"#]].assert_eq(&topic(&said.stdout, "manifest"));
    assert_eq!(said.status, 1);
}

#[test]
fn no_variable_is_production() {
    check_environment(
        &[],
        expect![[r#"
            environment
                   ok  production, since `FLAGS_ENV` is not set"#]],
    );
}

#[test]
fn a_known_environment() {
    check_environment(
        &[("FLAGS_ENV", "development"), ("FLAGS_CRAZY", "on")],
        expect![[r#"
            environment
                   ok  development, by `FLAGS_ENV`
                   ok  `FLAGS_CRAZY` is set, and decides feature `crazy`"#]],
    );
}

#[test]
fn an_unknown_environment_is_production() {
    check_environment(
        &[("FLAGS_ENV", "developement")],
        expect![[r#"
            environment
                error  `FLAGS_ENV` is `developement`, which registry `shop` does not declare, so it is in production
                       = help: did you mean `development`?"#]],
    );
}

#[test]
fn variables_without_effect() {
    check_environment(
        &[("FLAGS_CRAZY", "on"), ("FLAGS_CRAZI", "on")],
        expect![[r#"
            environment
                   ok  production, since `FLAGS_ENV` is not set
              warning  `FLAGS_CRAZI` is set, and no feature has that variable
                       = help: did you mean `FLAGS_CRAZY`?
              warning  `FLAGS_CRAZY` is set for feature `crazy`, and has no effect: variables are read in development and testing only, unless the program allows them everywhere"#]],
    );
}

#[test]
fn a_state_file_that_is_right() {
    check_state(
        "now.toml",
        "[features.crazy]\ndefault = true\n",
        0,
        expect![[r#"
            state
                   ok  now.toml: TOML, 32 bytes"#]],
    );
}

#[test]
fn unknown_features_in_the_state() {
    check_state(
        "now.json",
        r#"{ "features": { "crazi": { "default": true }, "crazy": { "default": true } } }"#,
        0,
        expect![[r#"
            state
                   ok  now.json: JSON, 78 bytes
              warning  feature `crazi` is not declared in registry `shop`
                        --> now.json:1:17
                         |
                       1 | { "features": { "crazi": { "default": true }, "crazy": { "default": true } } }
                         |                 ^^^^^^^
                         = help: did you mean `crazy`?"#]],
    );
}

#[test]
fn an_entry_that_is_set_aside() {
    check_state(
        "now.toml",
        "[features.crazy]\ndefault = 1\n",
        1,
        expect![[r#"
            state
                   ok  now.toml: TOML, 29 bytes
                error  feature `crazy`: `default` must be a boolean, found an integer
                        --> now.toml:2:11
                         |
                       2 | default = 1
                         |           ^"#]],
    );
}

#[test]
fn a_state_file_that_is_half_written() {
    check_state(
        "now.toml",
        "[features.crazy\n",
        1,
        expect![[r#"
            state
                   ok  now.toml: TOML, 16 bytes
                error  TOML syntax: unclosed table, expected `]`
                        --> now.toml:1:16
                         |
                       1 | [features.crazy
                         |                ^"#]],
    );
}

#[test]
fn no_state_file() {
    let said = doctor(&Prompt::shop(), &[], &[("FLAGS_FILE", "gone.toml")]);
    expect![[r#"
        state
            error  cannot read the state file `gone.toml`: No such file or directory (os error 2)"#]]
    .assert_eq(&topic(&said.stdout, "state"));
    assert_eq!(said.status, 1);
}

#[test]
fn a_service_that_answers() {
    let url = server(Some("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
    check_service(
        &url,
        0,
        expect![[r#"
            service
                   ok  http://127.0.0.1:PORT answers with status 200"#]],
    );
}

#[test]
fn a_service_that_does_not_know_the_key() {
    let url = server(Some(
        "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n",
    ));
    check_service(
        &url,
        1,
        expect![[r#"
            service
                error  http://127.0.0.1:PORT answers with status 401"#]],
    );
}

#[test]
fn a_service_that_says_nothing() {
    check_service(
        &server(None),
        1,
        expect![[r#"
            service
                error  http://127.0.0.1:PORT does not answer: it did not answer in time"#]],
    );
}

#[test]
fn a_service_that_speaks_something_else() {
    check_service(
        &server(Some("220 mail.example.com ESMTP\r\n")),
        1,
        expect![[r#"
            service
                error  http://127.0.0.1:PORT does not answer: what it said is no HTTP answer"#]],
    );
}

#[test]
fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    drop(listener);
    check_service(
        &format!("http://{address}/ours"),
        1,
        expect![[r#"
            service
                error  http://127.0.0.1:PORT does not answer: its host is not known, or nothing listens there"#]],
    );
}

#[test]
fn an_address_with_a_password() {
    check_service(
        "http://ours:ours@127.0.0.1:1/",
        1,
        expect![[r#"
            service
                error  http://127.0.0.1:1: the address cannot be used: a name and password do not belong into it; use a header"#]],
    );
}

#[test]
fn json_says_the_same() {
    let said = doctor(
        &Prompt::shop(),
        &["--format", "json", "--state", "flags.toml"],
        &[],
    );
    let report: serde_json::Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(report["version"], 1);
    let checks = report["checks"].as_array().expect("it is a list");
    let topics: Vec<&str> = checks
        .iter()
        .filter_map(|check| check["topic"].as_str())
        .collect();
    for topic in ["versions", "manifest", "environment", "state"] {
        assert!(topics.contains(&topic), "{topic} in {topics:?}");
    }
}
