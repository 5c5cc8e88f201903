//! `cargo flags docs`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

/// The page of a manifest, from its second heading on.
#[track_caller]
fn check(manifest: &str, expected: Expect) {
    let prompt = Prompt::with(&[
        ("features.toml", manifest),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    let said = prompt.flags("docs");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    let start = said
        .stdout
        .find("\n## ")
        .expect("there is a second heading");
    expected.assert_eq(&said.stdout[start + 1..]);
}

#[test]
fn features_are_grouped_by_owner_and_the_rest_comes_last() {
    check(
        "[features.c]\n[features.b]\nowner = 'web'\n[features.a]\nowner = 'web'\n\
         [features.d]\nowner = 'checkout'\n",
        expect![[r#"
            ## checkout

            ### `d`

            - boolean
            - default: `false`
            - `D` in [features.toml, line 6](features.toml#L6)

            ## web

            ### `a`

            - boolean
            - default: `false`
            - `A` in [features.toml, line 4](features.toml#L4)

            ### `b`

            - boolean
            - default: `false`
            - `B` in [features.toml, line 2](features.toml#L2)

            ## Without an owner

            ### `c`

            - boolean
            - default: `false`
            - `C` in [features.toml, line 1](features.toml#L1)
        "#]],
    );
}

#[test]
fn everything_that_is_declared_is_told() {
    check(
        "[features.a]\ndescription = 'Text.'\nowner = 'web'\nkind = 'release'\ncreated = 2026-01-01\n\
         expires = 2026-06-30\nissue = 'https://example.com/7'\nprovider-key = 'alpha'\n\
         needs = ['b', '!c']\nenvironments = { testing = true, staging = { rules = [{ rollout = 25 }] } }\n\
         [features.b]\nowner = 'web'\n[features.c]\nowner = 'web'\ndefault = true\nfrozen = true\n\
         [features.d]\nowner = 'web'\ndefault = 25\nrange = [1, 500]\n\
         [features.e]\nowner = 'web'\nvariants = ['red', 'blue']\ndefault = 'red'\n\
         [retired]\nold = { on = 2026-03-01, value = true, reason = 'rolled out' }\n",
        expect![[r###"
            ## web

            ### `a`

            Text.

            - release, boolean
            - default: `false`
            - needs `b` on and `c` off; else it is off
            - in testing: `true`
            - rules in staging:
              1. `true` for 25 % of everyone
            - created: 2026-01-01
            - expires: 2026-06-30
            - issue: <https://example.com/7>
            - known to providers as `alpha`
            - `A` in [features.toml, line 1](features.toml#L1)

            ### `b`

            - boolean
            - default: `false`
            - `B` in [features.toml, line 11](features.toml#L11)

            ### `c`

            - boolean, frozen: decided at build
            - default: `true`
            - `C` in [features.toml, line 13](features.toml#L13)

            ### `d`

            - integer, from `1` to `500`
            - default: `25`
            - `D` in [features.toml, line 17](features.toml#L17)

            ### `e`

            - one of `red`, `blue`
            - default: `"red"`
            - `E` in [features.toml, line 21](features.toml#L21)

            ## Retired

            - `old`: `true` for good since 2026-03-01, rolled out ([features.toml, line 26](features.toml#L26))
        "###]],
    );
}

#[test]
fn rules_are_told_in_words() {
    check(
        "[context]\ncountry = 'string'\nseats = 'integer'\ngroups = 'strings'\nplan = ['free', 'pro']\n\
         [segments]\nbig = { seats = { gte = 5, lt = 100 } }\n\
         some = { all = [{ any = [{ country = 'DE' }, { country = 'AT' }] }, { none = [{ segment = 'big' }, { plan = 'pro' }] }] }\n\
         [features.a]\nvariants = ['red', 'blue']\ndefault = 'red'\nrules = [\n\
         { when = { segment = 'big', groups = ['x', 'y'] }, serve = 'blue' },\n\
         { when = { country = { not = ['DE', 'AT'], exists = true } }, split = { red = 99.5, blue = 0.5 } },\n\
         { rollout = 12.5, value = 'blue', by = 'country', salt = 'autumn' },\n\
         { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 }, value = 'blue' },\n\
         { serve = 'blue' },\n]\n",
        expect![[r###"
            ## Without an owner

            ### `a`

            - one of `red`, `blue`
            - default: `"red"`
            - rules, of which the first that matches decides:
              1. `"blue"` where the segment `big` holds and `groups` contains one of `"x"`, `"y"`
              2. `"red"` for 99.5 %, `"blue"` for 0.5 % of those where not (`country` is one of `"DE"`, `"AT"`) and `country` is known
              3. `"blue"` for 12.5 % of everyone, dealt by `country`, in the buckets of `autumn`
              4. `"blue"` for 0 % of everyone on 2026-12-01T09:00:00Z, growing to 100 % on 2026-12-08T09:00:00Z
              5. `"blue"` for everyone
            - `A` in [features.toml, line 9](features.toml#L9)

            ## Segments

            - `big`: `seats` is at least `5` and `seats` is less than `100` ([features.toml, line 7](features.toml#L7))
            - `some`: (`country` is `"DE"` or `country` is `"AT"`) and not (the segment `big` holds) and not (`plan` is `"pro"`) ([features.toml, line 8](features.toml#L8))
        "###]],
    );
}

#[test]
fn what_has_a_meaning_in_markdown_is_told_as_it_is() {
    check(
        "[features.a]\nowner = '<b>*web*</b>'\nissue = '[A](b)'\ndefault = 'a ``code`` span'\n",
        expect![[r###"
            ## \<b\>\*web\*\</b\>

            ### `a`

            - string
            - default: ```"a ``code`` span"```
            - issue: \[A\](b)
            - `A` in [features.toml, line 1](features.toml#L1)
        "###]],
    );
}

#[test]
fn links_are_seen_from_the_page() {
    let prompt = Prompt::shop();
    std::fs::create_dir(prompt.root.join("docs")).expect("a folder can be made");
    let said = prompt.flags("docs --output docs/features.md");
    assert_eq!((said.text.as_str(), said.status), ("", 0));
    let page = prompt.read("docs/features.md");
    let link = "[features.toml, line 14](../features.toml#L14)";
    assert!(page.contains(link), "{page}");
}

#[test]
fn a_page_that_is_behind_fails_the_check() {
    let prompt = Prompt::shop();
    let said = prompt.flags("docs --output features.md --check");
    assert_eq!(said.status, 1, "there is none yet");
    assert!(!prompt.root.join("features.md").exists());
    prompt.flags("docs --output features.md");
    let said = prompt.flags("docs --output features.md --check");
    assert_eq!((said.text.as_str(), said.status), ("", 0));
    prompt.edit("features.toml", "max_results = 50", "max_results = 60");
    let said = prompt.flags("docs --output features.md --check");
    assert_eq!(said.status, 1);
    expect![[r#"
        --- features.md
        +++ features.md
        @@ -22,7 +22,7 @@
         Bounds of a search.

         - table
        -- default: `{ max_results = 50, timeout_ms = 200 }`
        +- default: `{ max_results = 60, timeout_ms = 200 }`
         - `SEARCH_LIMITS` in [features.toml, line 49](features.toml#L49)

         ## web
        error: `features.md` is not what the manifests say
          = help: `cargo flags docs --output features.md` writes it
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn line_ends_of_another_system_are_no_difference() {
    let prompt = Prompt::shop();
    prompt.flags("docs --output features.md");
    prompt.edit("features.md", "\n", "\r\n");
    let said = prompt.flags("docs --output features.md --check");
    assert_eq!((said.text.as_str(), said.status), ("", 0));
}

#[test]
fn a_folder_that_is_not_there_is_wrong_usage() {
    let said = Prompt::shop().flags("docs --output nowhere/features.md");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: cannot write into `nowhere`: No such file or directory (os error 2)
    "#]]
    .assert_eq(&said.text);
    let said = Prompt::shop().flags("docs --check");
    assert_eq!(said.status, 2);
}

#[test]
fn features_of_several_registries_are_on_one_page() {
    let prompt = Prompt::empty();
    prompt.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"desk\", \"shop\"]\nresolver = \"3\"\n",
    );
    for name in ["desk", "shop"] {
        prompt.write(
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        prompt.write(&format!("{name}/src/lib.rs"), "");
        prompt.write(
            &format!("{name}/features.toml"),
            "[features.dark]\nowner = 'web'\n[retired]\nold = { on = 2026-03-01, value = 7 }\n",
        );
    }
    expect![[r#"
        # Features

        <!-- `cargo flags docs` writes this page out of the manifests. -->

        ## web

        ### `desk/dark`

        - boolean
        - default: `false`
        - `DARK` in [desk/features.toml, line 1](desk/features.toml#L1)

        ### `shop/dark`

        - boolean
        - default: `false`
        - `DARK` in [shop/features.toml, line 1](shop/features.toml#L1)

        ## Retired

        - desk `old`: `7` for good since 2026-03-01 ([desk/features.toml, line 4](desk/features.toml#L4))
        - shop `old`: `7` for good since 2026-03-01 ([shop/features.toml, line 4](shop/features.toml#L4))
    "#]].assert_eq(&prompt.flags("docs").text);
}
