//! The example `web` as its user sees it: page, console and state file.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod browser;
mod server;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use expect_test::expect;

use crate::browser::Browser;
use crate::server::{Server, refused_start, refused_with};

const AWESOME: &str = "<h1>This text is awesome! 🤓</h1>";
const CRAZY: &str = "<h1>And this is just crazy! 🥳</h1>";
const NOT_CRAZY: &str = "<p>Not crazy at all.</p>";

#[test]
fn an_empty_state_file_leaves_what_is_declared() {
    let server = Server::start("declared", "");
    let page = server.page();
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(page.contains("<p>This is a plain text.</p>"), "{page}");
    assert!(page.contains(NOT_CRAZY), "{page}");
    assert!(page.contains(r#"class="red""#), "{page}");
    assert!(!page.contains(AWESOME), "{page}");
}

#[test]
fn the_page_names_the_file_to_edit() {
    let server = Server::start("named", "");
    assert!(
        server
            .page()
            .contains(&server.state_file().display().to_string())
    );
}

#[test]
fn every_flag_turns_the_page_while_it_runs() {
    let server = Server::start("flips", "");
    let steps = [
        (
            "features.enable_awesome_text_feature.default = true",
            AWESOME,
        ),
        ("features.enable_crazy_feature.default = true", CRAZY),
        ("features.enable_crazy_feature.default = false", NOT_CRAZY),
        (
            "features.checkout_button.default = 'green'",
            r#"class="green""#,
        ),
        (
            "features.checkout_button.default = 'blue'",
            r#"class="blue""#,
        ),
        ("features.checkout_button.default = 'red'", r#"class="red""#),
        ("features.max_upload_mb.default = 100", "<dd>100 MB</dd>"),
        (
            "features.search_limits.default = { max_results = 7, timeout_ms = 9 }",
            "at most 7 results within 9 ms",
        ),
        ("features.maintenance.default = true", "under maintenance"),
    ];
    let mut delays: Vec<Duration> = steps
        .map(|(text, shown)| {
            let saved = Instant::now();
            server.save(text);
            server.wait_for_page(shown);
            saved.elapsed()
        })
        .into();
    // A busy machine may be late once; what is usual counts.
    delays.sort();
    assert!(
        delays[delays.len() / 2] < Duration::from_secs(2),
        "{delays:?}"
    );
}

#[test]
fn a_need_that_does_not_hold_turns_it_off() {
    let server = Server::start("needs", "features.enable_crazy_feature.default = true");
    assert!(server.page().contains(CRAZY));
    server.save(
        "features.enable_crazy_feature.default = true\n\
         features.maintenance.default = true\n",
    );
    let page = server.wait_for_page("under maintenance");
    assert!(
        page.starts_with("HTTP/1.1 503 Service Unavailable"),
        "{page}"
    );
}

#[test]
fn staff_see_the_crazy_feature_and_others_do_not() {
    let server = Server::start("staff", "");
    assert!(server.get("/?user=user-42&staff=1").contains(CRAZY));
    assert!(server.get("/?staff=1").contains(CRAZY));
    assert!(server.get("/?user=user-42&staff=0").contains(NOT_CRAZY));
    assert!(server.get("/?user=user-42").contains(NOT_CRAZY));
    assert!(server.get("/?user=user-42&staff=").contains(NOT_CRAZY));
}

/// The value of the cookie that a response sets, as it is sent back.
#[track_caller]
fn cookie_of(response: &str) -> String {
    let line = response
        .lines()
        .find(|line| line.starts_with("set-cookie: "));
    let cookie = line.unwrap_or_else(|| panic!("no cookie in {response}"));
    let cookie = cookie.trim_start_matches("set-cookie: ");
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn a_login_makes_a_visitor_staff_until_the_logout() {
    let server = Server::start("login", "");
    assert!(server.page().contains(r#"<a href="/login">"#));
    assert!(server.get("/login").contains("I work here"));

    let answer = server.post("/login", "user=Ada+L%C3%B6&staff=1");
    assert!(answer.starts_with("HTTP/1.1 303 See Other"), "{answer}");
    assert!(answer.contains("location: /\r\n"), "{answer}");
    assert!(answer.contains("HttpOnly; SameSite=Strict"), "{answer}");
    let ada = cookie_of(&answer);
    let page = server.get_with(&ada, "/");
    assert!(page.contains("Hello, Ada Lö (staff)!"), "{page}");
    assert!(page.contains(CRAZY), "{page}");
    let why = server.get_with(&format!("theme=dark; {ada}"), "/why");
    assert!(why.contains("rule 1 (line 34) matches"), "{why}");

    let bob = cookie_of(&server.post("/login", "user=bob"));
    let page = server.get_with(&bob, "/");
    assert!(
        page.contains("Hello, bob!") && page.contains(NOT_CRAZY),
        "{page}"
    );

    let answer = server.post("/logout", "");
    assert_eq!(cookie_of(&answer), "session=");
    assert!(answer.contains("Max-Age=0"), "{answer}");
}

#[test]
fn somebody_logs_in_with_a_browser_and_sees_the_page_change() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let server = Server::start("browser", "");
    browser.open(&server.url());
    assert!(
        browser.text().contains("Not crazy at all."),
        "{}",
        browser.text()
    );
    assert_eq!(
        browser.style("#checkout", "backgroundColor"),
        "rgb(198, 40, 40)"
    ); // #c62828

    // A click returns before the page that it leads to is there.
    let wait_for = |part: &str| {
        server.wait(part, || {
            Some(browser.text()).filter(|text| text.contains(part))
        })
    };
    browser.click("nav a");
    wait_for("I work here");
    browser.write("[name=user]", "ada");
    browser.click("[name=staff]");
    browser.click("form.login button");
    let text = wait_for("Hello, ada (staff)!");
    assert!(text.contains("And this is just crazy! 🥳"), "{text}");

    server.save(
        "features.enable_crazy_feature.default = false\n\
         features.enable_awesome_text_feature.default = true\n\
         features.checkout_button.default = 'green'\n",
    );
    let text = server.wait("the page to change", || {
        browser.reload();
        Some(browser.text()).filter(|text| text.contains("This text is awesome! 🤓"))
    });
    assert!(text.contains("Hello, ada (staff)!"), "{text}");
    assert!(text.contains("Not crazy at all."), "{text}");
    assert_eq!(
        browser.style("#checkout", "backgroundColor"),
        "rgb(46, 125, 50)"
    ); // #2e7d32

    browser.click("nav button");
    wait_for("Log in");
}

#[test]
fn a_session_that_we_did_not_sign_is_none() {
    let server = Server::start("forged", "");
    let bob = cookie_of(&server.post("/login", "user=bob"));
    assert!(server.get_with(&bob, "/").contains("Hello, bob!"));
    for forged in [
        bob.replace("bob", "eve"),
        bob.replace("staff%3D0", "staff%3D1"),
        "session=user%3Deve%26staff%3D1".to_owned(),
        "session=".to_owned(),
    ] {
        assert_ne!(forged, bob);
        let page = server.get_with(&forged, "/");
        assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
        assert!(
            page.contains(r#"<a href="/login">"#) && page.contains(NOT_CRAZY),
            "{page}"
        );
    }
}

#[test]
fn a_login_without_a_name_is_asked_for_one() {
    let server = Server::start("unnamed", "");
    let answer = server.post("/login", "user=+&staff=1");
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(answer.contains("Please tell us a name."), "{answer}");
}

#[test]
fn a_name_cannot_write_html() {
    let server = Server::start("html", "");
    let eve = cookie_of(&server.post("/login", "user=%3Cb%3Eeve"));
    assert!(
        server
            .get_with(&eve, "/")
            .contains("Hello, &#60;b&#62;eve!")
    );
}

#[test]
fn the_state_file_goes_before_the_rule_for_staff() {
    let server = Server::start("before", "features.enable_crazy_feature.default = false");
    assert!(server.get("/?staff=1").contains(NOT_CRAZY));
    // Not an empty one: that may be half of a save.
    server.save("features.max_upload_mb.default = 30");
    server.wait_until(CRAZY, || server.get("/?staff=1"));
}

#[test]
fn the_state_file_may_have_a_rule_for_a_country() {
    let server = Server::start(
        "country",
        "[features.max_upload_mb]\n\
         default = 25\n\
         rules = [{ when = { country = 'Côte d’Ivoire' }, serve = 99 }]\n",
    );
    let there = server.get("/?country=C%C3%B4te+d%E2%80%99Ivoire");
    assert!(there.contains("<dd>99 MB</dd>"), "{there}");
    let elsewhere = server.get("/?country=DE");
    assert!(elsewhere.contains("<dd>25 MB</dd>"), "{elsewhere}");
}

#[test]
fn a_need_goes_before_the_rule_for_staff() {
    let server = Server::start("maintained", "features.maintenance.default = true");
    let why = server.get("/why?staff=1");
    assert!(
        why.contains("enable_crazy_feature = false (DISABLED, development)"),
        "{why}"
    );
}

#[test]
fn a_quarter_of_the_visitors_has_a_blue_button_and_keeps_it() {
    let server = Server::start("quarter", "");
    let blue = || -> Vec<usize> {
        (0..200)
            .filter(|user| {
                let page = server.get(&format!("/?user=user-{user}"));
                let is_blue = page.contains(r#"class="blue""#);
                assert_ne!(is_blue, page.contains(r#"class="red""#), "{page}");
                is_blue
            })
            .collect()
    };
    let first = blue();
    // 50 are expected; four standard deviations, of the square root of 37.5, are less than 25.
    assert!((25..=75).contains(&first.len()), "{}", first.len());
    assert_eq!(first, blue());
}

#[test]
fn whoever_has_no_name_is_in_no_rollout() {
    let server = Server::start("nameless", "");
    let page = server.get("/?staff=1&country=DE");
    assert!(page.contains(r#"class="red""#), "{page}");
}

#[test]
fn why_explains_every_feature_for_the_visitor() {
    let server = Server::start("why", "features.max_upload_mb.default = 100");
    let why = server.get("/why?user=user-42&staff=1&country=DE");
    assert!(why.starts_with("HTTP/1.1 200 OK"), "{why}");
    assert!(why.contains("content-type: text/plain"), "{why}");
    let (_, text) = why.split_once("\r\n\r\n").unwrap();
    // What is decided at build is the same for everyone, and comes to an end one day.
    let (frozen, asked): (Vec<&str>, Vec<&str>) = text
        .split_inclusive("\n\n")
        .partition(|it| it.contains("frozen at build"));
    for it in frozen {
        assert!(
            it.contains(" = true (STATIC, every environment)\n => frozen at build: true"),
            "{it}"
        );
    }
    expect![[r#"
        enable_awesome_text_feature = false (DEFAULT, development)
            variable FLAGS_ENABLE_AWESOME_TEXT_FEATURE says nothing
            provider `file` (version d317871a4897) has no opinion
         => declared default: false (features.toml:17)

        enable_crazy_feature = true (TARGETING_MATCH, development)
            needs `maintenance` to be off, which it is
            variable FLAGS_ENABLE_CRAZY_FEATURE says nothing
            provider `file` (version d317871a4897) has no opinion
         => rules of features.toml
              rule 1 (line 34) matches

        maintenance = false (DEFAULT, development)
            variable FLAGS_MAINTENANCE says nothing
            provider `file` (version d317871a4897) has no opinion
         => declared default: false (features.toml:36)

        checkout_button = "red" (DEFAULT, development)
            variable FLAGS_CHECKOUT_BUTTON says nothing
            provider `file` (version d317871a4897) has no opinion
            rules of features.toml
              rule 1 (line 51) does not match: bucket 44615 is not below 25000
         => declared default: "red" (features.toml:42)

        max_upload_mb = 100 (STATIC, development)
            variable FLAGS_MAX_UPLOAD_MB says nothing
         => provider `file` (version d317871a4897) says 100 (STATIC)

        search_limits = { max_results = 50, timeout_ms = 200 } (DEFAULT, development)
            variable FLAGS_SEARCH_LIMITS says nothing
            provider `file` (version d317871a4897) has no opinion
         => declared default: { max_results = 50, timeout_ms = 200 } (features.toml:61)

    "#]]
    .assert_eq(&asked.concat());
}

#[test]
fn staff_that_is_neither_1_nor_0_is_a_bad_request() {
    let server = Server::start("neither", "");
    for page in [server.get("/?staff=yes"), server.get("/why?staff=yes")] {
        assert!(page.starts_with("HTTP/1.1 400 Bad Request"), "{page}");
        assert!(
            page.ends_with("\r\n\r\n`staff` must be `1` or `0`, found `yes`"),
            "{page}"
        );
    }
}

#[test]
fn each_request_logs_each_evaluation_once() {
    let server = Server::start("log", "features.enable_awesome_text_feature.default = true");
    let shown = "Feature 'enable_awesome_text_feature' is enabled=true";
    for requests in 1..=3 {
        server.page();
        let lines = server.wait_for_lines(shown, requests);
        assert!(lines.iter().all(|line| line.contains("INFO")), "{lines:?}");
        assert_eq!(lines.len(), requests, "{lines:?}");
    }
}

#[test]
fn a_save_that_was_taken_is_told() {
    let server = Server::start("told", "");
    server.save("features.enable_crazy_feature.default = true");
    server.wait_for_lines("changes enable_crazy_feature", 1);
}

#[test]
fn a_broken_save_leaves_the_page_and_the_next_good_one_is_taken() {
    let server = Server::start("broken", "features.enable_crazy_feature.default = true");
    assert!(server.page().contains(CRAZY));

    server.save("[features.enable_crazy_feature]\ndefault = flase\n");
    server.wait_for_lines("flags.toml:2:11", 1);
    assert!(server.page().contains(CRAZY));

    server.save("[features.enable_crazy_feature]\ndefault = false\n");
    server.wait_for_page(NOT_CRAZY);
}

#[test]
fn one_bad_feature_is_set_aside_and_the_others_change() {
    let server = Server::start("aside", "features.checkout_button.default = 'green'");
    server.save(
        "[features.checkout_button]\n\
         default = 'purple'\n\
         [features.enable_awesome_text_feature]\n\
         default = true\n",
    );
    let page = server.wait_for_page(AWESOME);
    assert!(page.contains(r#"class="green""#), "{page}");
    server.wait_for_lines("flags.toml:2:11", 1);
}

#[test]
fn an_entry_that_is_set_aside_is_told_in_full_once_and_each_value_is_logged() {
    let server = Server::start("noise", "features.checkout_button.default = 'green'");
    server.save("features.checkout_button.default = 'purple'\n");
    server.wait_for_lines("flags.toml:1:36", 1);
    let shown = "INFO typed_flags: Feature 'checkout_button' is value=green";
    for requests in 1..=3 {
        server.page();
        assert_eq!(server.wait_for_lines(shown, requests).len(), requests);
    }
    let warned = "WARN typed_flags: Feature 'checkout_button' has reason STALE: feature \
                  `checkout_button`: `default` must be";
    assert_eq!(server.wait_for_lines(warned, 3).len(), 3);
    assert_eq!(server.wait_for_lines("flags.toml:1:36", 1).len(), 1);
}

#[test]
fn a_feature_outside_of_features_is_told_with_its_place() {
    let server = Server::start("outside", "features.enable_crazy_feature.default = true");
    server.save("enable_crazy_feature = false\n");
    server.wait_for_lines("flags.toml:1:1", 1);
    server.wait_for_lines(
        "help: if it is a feature, write `[features.enable_crazy_feature]`",
        1,
    );
    assert!(server.page().contains(CRAZY));
}

#[test]
fn a_save_by_rename_is_seen_each_time() {
    let server = Server::start("rename", "");
    let save = |on: bool| {
        server.save_by_rename(&format!(
            "features.enable_awesome_text_feature.default = {on}"
        ));
    };
    save(true);
    server.wait_for_page(AWESOME);
    save(false);
    server.wait_for_page_without(AWESOME);
    save(true);
    server.wait_for_page(AWESOME);
}

#[test]
fn a_misspelled_key_is_reported_at_the_start() {
    let server = Server::start(
        "unknown",
        "[features.enable_awsome_text_feature]\ndefault = true\n",
    );
    server.wait_for_lines("enable_awsome_text_feature", 1);
}

#[test]
fn a_bad_state_file_at_the_start_is_an_error_with_its_place() {
    let told = refused_start(
        "refused",
        Some("[features.enable_crazy_feature]\ndefault = flase\n"),
    );
    assert!(told.contains("flags.toml:2:11"), "{told}");
    assert!(!told.contains("panicked"), "{told}");
}

#[test]
fn a_missing_state_file_at_the_start_is_an_error_with_its_path() {
    let told = refused_start("missing", None);
    assert!(
        told.starts_with("error: there is no state file `/"),
        "{told}"
    );
    assert!(told.contains("missing/flags.toml`: create it"), "{told}");
    assert!(told.contains("`FLAGS_FILE`"), "{told}");
    assert!(!told.contains("FileProvider"), "{told}");
}

#[test]
fn a_state_file_that_is_a_directory_is_called_one() {
    let told = refused_with("directory", "FLAGS_FILE", env!("CARGO_TARGET_TMPDIR"));
    assert!(told.contains("it is a directory"), "{told}");
    assert!(told.contains("let `FLAGS_FILE` name"), "{told}");
}

#[test]
fn a_state_file_of_an_unknown_format_says_which_there_are() {
    let told = refused_with("format", "FLAGS_FILE", "flags.conf");
    assert_eq!(
        told,
        "error: the name of the state file `flags.conf` ends neither in `.toml` nor in `.json`: \
         let `FLAGS_FILE` name one that does\n"
    );
}

#[test]
fn an_interval_that_is_none_is_named_with_its_variable() {
    let told = refused_with("interval", "FLAGS_POLL", "fast");
    assert_eq!(
        told,
        "error: `FLAGS_POLL` must be a whole number of milliseconds above 0, found `fast`\n"
    );
    refused_with("interval", "FLAGS_POLL", "0");
}

#[test]
fn a_port_that_is_taken_is_named_with_its_variable() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let told = refused_with("port", "PORT", address.port().to_string());
    let start = format!("error: cannot listen on {address}: ");
    assert!(told.starts_with(&start), "{told}");
    assert!(
        told.contains("; let `PORT` choose another (`PORT=0` picks a free one)"),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    let server = Server::start("interrupt", "");
    server.page();
    assert!(server.interrupt().success());
}
