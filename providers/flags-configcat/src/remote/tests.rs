use super::is_trusted;

const CDN: &str = "https://cdn-global.configcat.com";

#[track_caller]
fn check(base: &str, other: &str, expected: bool) {
    assert_eq!(is_trusted(base, other), expected, "{base} -> {other}");
}

#[test]
fn the_key_goes_to_configcat() {
    check(CDN, "https://cdn-eu.configcat.com", true);
    check(CDN, "https://cdn-eu.configcat.com:443/path", true);
    check(
        "https://proxy.example",
        "https://cdn-eu.configcat.com",
        true,
    );
}

#[test]
fn the_key_goes_to_the_host_that_it_was_given_to() {
    check("http://127.0.0.1:1", "http://127.0.0.1:2", true);
    check("https://proxy.example", "https://proxy.example/eu", true);
}

#[test]
fn f35_the_key_goes_nowhere_else() {
    check(CDN, "http://cdn-eu.configcat.com", false);
    check(CDN, "https://configcat.com.example", false);
    check(CDN, "https://evilconfigcat.com", false);
    check(CDN, "https://cdn-eu.configcat.com@example.org", false);
    check(CDN, "https://example.org/.configcat.com", false);
    check(CDN, "https://example.org?.configcat.com", false);
    check("https://proxy.example", "http://proxy.example", false);
    check(CDN, "nonsense", false);
}
