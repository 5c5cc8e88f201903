//! Names in templates.

use expect_test::{Expect, expect};

use super::{check, found};
use crate::prompt::Prompt;

#[test]
fn askama_templates_are_searched_with_all_that_they_reach() {
    check(
        &[
            (
                "src/main.rs",
                "mod page; mod other { struct CRAZY; }\nuse features::LIMITS;",
            ),
            (
                "src/page.rs",
                r#"use crate::features::{self, CRAZY, CheckoutButton};
#[derive(Template)]
#[template(path = "home.html")]
struct Home { crazy: bool }"#,
            ),
            (
                "templates/home.html",
                r#"{% extends "base.html" %}
{% block CRAZY %}CRAZY{% if CRAZY.is_enabled() && self.CRAZY %}{% endif %}{# CRAZY #}
{% match features::CHECKOUT_BUTTON.get() %}{% when CheckoutButton::Red %}red{% endmatch %}
{{ crazy }}{{ "CRAZY" }}{{ LIMITS.get().most }}{{ crate::LIMITS.get().most }}
{%- include "parts/menu.html" -%}{% endblock %}"#,
            ),
            ("templates/base.html", "{{ CRAZY.is_enabled() }}"),
            (
                "templates/parts/menu.html",
                "{%- include \"beside.html\" -%}\n{{ CRAZY.get() }}",
            ),
            ("templates/parts/beside.html", "{{ CRAZY.get() }}"),
            ("templates/unused.html", "{{ CRAZY.get() }}"),
        ],
        expect![[r#"
            src/main.rs:3 features::LIMITS [LIMITS] import, of limits
            src/page.rs:1 CRAZY [CRAZY] import, of crazy
            src/page.rs:1 CheckoutButton [CheckoutButton] import, of checkout_button
            templates/base.html:1 CRAZY [CRAZY] template, of crazy
            templates/home.html:2 CRAZY [CRAZY] template, of crazy
            templates/home.html:3 features::CHECKOUT_BUTTON [CHECKOUT_BUTTON] template, of checkout_button
            templates/home.html:3 CheckoutButton::Red [Red] template, of checkout_button
            templates/home.html:4 crate::LIMITS [LIMITS] template, of limits
            templates/parts/beside.html:1 CRAZY [CRAZY] template, of crazy
            templates/parts/menu.html:2 CRAZY [CRAZY] template, of crazy
        "#]],
    );
}

#[test]
fn askama_toml_says_where_templates_are() {
    check(
        &[
            (
                "src/main.rs",
                r#"use features::CRAZY;
#[derive(Template)]
#[template(path = "a.txt")]
struct A;
#[derive(Template)]
#[template(path = "b.txt", config = "other.toml", escape = "none")]
struct B;"#,
            ),
            ("askama.toml", "[general]\ndirs = [\"pages\"]\n"),
            (
                "other.toml",
                "[general]\ndirs = [\"odd\"]\ndefault_syntax = \"odd\"\n[[syntax]]\nname = \"odd\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n",
            ),
            ("pages/a.txt", "{{ CRAZY.get() }}"),
            ("odd/b.txt", "{{ CRAZY }} << CRAZY.get() >>"),
        ],
        expect![[r#"
            odd/b.txt:1 CRAZY [CRAZY] template, of crazy
            pages/a.txt:1 CRAZY [CRAZY] template, of crazy
            src/main.rs:2 features::CRAZY [CRAZY] import, of crazy
        "#]],
    );
}

#[test]
fn the_text_of_an_askama_template_may_be_in_the_code() {
    check(
        &[(
            "src/main.rs",
            r##"use features::CRAZY;
#[derive(Template)]
#[template(source = "CRAZY \"{{ CRAZY.get() }}\"\n{{ features::CRAZY.get() }}", ext = "txt")]
struct A;
#[derive(Template)]
#[template(ext = "html", source = r#"
<b>{{ CRAZY.get() }}</b>"#)]
struct B;"##,
        )],
        expect![[r#"
            src/main.rs:2 features::CRAZY [CRAZY] import, of crazy
            src/main.rs:4 CRAZY [CRAZY] template, of crazy
            src/main.rs:4 features::CRAZY [CRAZY] template, of crazy
            src/main.rs:8 CRAZY [CRAZY] template, of crazy
        "#]],
    );
}

#[track_caller]
fn check_minijinja(files: &[(&str, &str)], expected: Expect) {
    let mut all = vec![(
        "features.toml",
        "[features.crazy]\n[features.new-checkout]\n[features.limits]\ndefault = { most = 5 }\n",
    )];
    all.extend(files);
    let prompt = Prompt::with(&all);
    prompt.edit(
        "Cargo.toml",
        "[dependencies]\n",
        "[dependencies]\nflags-minijinja = \"0.1\"\n",
    );
    expected.assert_eq(&found(&prompt));
}

#[test]
fn minijinja_templates_name_features_by_their_keys() {
    check_minijinja(
        &[
            ("src/main.rs", "fn main() {}"),
            (
                "templates/home.html",
                r#"{% if feature.crazy and not page.feature.crazy %}feature.crazy{% endif %}
{{ feature["new-checkout"] }} {{ feature.new_checkout }} {{ feature['limits'].most }}
{# feature.crazy #}{% raw %}{{ feature.crazy }}{% endraw %}{{ "feature.crazy" }}{{ feature.unknown }}"#,
            ),
            (
                "templates/deep/er.txt",
                "{{ feature . limits . most }}{% set feature = 1 %}{{ feature.crazy }}",
            ),
            (
                "templates/loop.txt",
                "{% for feature in feature.limits %}{{ feature.crazy }}{% endfor %}{{ feature.crazy }}",
            ),
            ("elsewhere/home.html", "{{ feature.crazy }}"),
        ],
        expect![[r#"
            templates/deep/er.txt:1 feature . limits [limits] template, of limits
            templates/home.html:1 feature.crazy [crazy] template, of crazy
            templates/home.html:2 feature["new-checkout"] [new-checkout] template, of new-checkout
            templates/home.html:2 feature.new_checkout [new_checkout] template, of new-checkout
            templates/home.html:2 feature['limits'] [limits] template, of limits
            templates/loop.txt:1 feature.limits [limits] template, of limits
            templates/loop.txt:1 feature.crazy [crazy] template, of crazy
        "#]],
    );
}

#[test]
fn minijinja_templates_are_found_where_the_code_says() {
    check_minijinja(
        &[
            (
                "src/main.rs",
                r#"fn main() {
    environment.set_loader(minijinja::path_loader("pages"));
    environment.add_template("a", include_str!("../views/a.txt"));
    environment.add_template("feature.crazy", "b {{ feature.crazy }}");
    environment.render_str("\"{{ feature.limits.most }}\"", context! {});
    minijinja_embed::embed_templates!(environment, "embedded");
}"#,
            ),
            ("pages/a.txt", "{{ feature.crazy }}"),
            ("views/a.txt", "{{ feature.crazy }}"),
            ("views/b.txt", "{{ feature.crazy }}"),
            ("embedded/a.txt", "{{ feature.crazy }}"),
        ],
        expect![[r#"
            embedded/a.txt:1 feature.crazy [crazy] template, of crazy
            pages/a.txt:1 feature.crazy [crazy] template, of crazy
            src/main.rs:4 feature.crazy [crazy] template, of crazy
            src/main.rs:5 feature.limits [limits] template, of limits
            views/a.txt:1 feature.crazy [crazy] template, of crazy
        "#]],
    );
}

#[test]
fn without_minijinja_its_names_are_no_uses() {
    check(
        &[
            ("src/main.rs", "fn main() {}"),
            ("templates/home.html", "{{ feature.crazy }}"),
        ],
        expect![[""]],
    );
}

#[test]
fn folders_of_askama_may_be_given_by_a_pattern() {
    check(
        &[
            (
                "src/main.rs",
                r#"use features::CRAZY;
#[derive(Template)]
#[template(path = "a.txt")]
struct A;
#[derive(Template)]
#[template(path = "b.txt")]
struct B;"#,
            ),
            ("askama.toml", "[general]\ndirs = [\"parts/*/pages\"]\n"),
            ("parts/one/pages/a.txt", "{{ CRAZY.get() }}"),
            ("parts/two/pages/b.txt", "{{ CRAZY.get() }}"),
            ("parts/pages/b.txt", "{{ CRAZY.get() }}"),
        ],
        expect![[r#"
            parts/one/pages/a.txt:1 CRAZY [CRAZY] template, of crazy
            parts/two/pages/b.txt:1 CRAZY [CRAZY] template, of crazy
            src/main.rs:2 features::CRAZY [CRAZY] import, of crazy
        "#]],
    );
}

/// What `uses` and `check` say on standard error: the same.
#[track_caller]
fn check_told(attribute: &str, files: &[(&str, &str)], expected: Expect) {
    let main = format!(
        "mod features {{ typed_flags::features!(\"features.toml\"); }}\n#[derive(Template)]\n#[template({attribute})]\nstruct A;\nfn main() {{}}\n"
    );
    let mut all = vec![
        ("features.toml", "[features.crazy]\n"),
        ("src/main.rs", &main),
    ];
    all.extend(files);
    let prompt = Prompt::with(&all);
    // Bytes that are no UTF-8.
    std::fs::write(prompt.root.join("bytes.html"), [0x80, 0xff]).expect("a file can be written");
    let uses = prompt.flags("uses crazy");
    let check = prompt.flags("check --allow all --warn unused");
    assert_eq!((uses.status, check.status), (0, 0));
    assert_eq!(uses.stderr, check.stderr);
    expected.assert_eq(&uses.stderr);
}

#[test]
fn an_askama_toml_with_a_mistake_is_told() {
    check_told(
        "path = \"a.txt\"",
        &[("askama.toml", "[general]\ndirs = [\"pages\"\n\n[x]\n")],
        expect![[r#"
            warning: `askama.toml` cannot be read: line 4: missing comma between array elements, expected `,`
        "#]],
    );
}

#[test]
fn a_configuration_that_is_not_there_is_told_where_code_names_it() {
    check_told(
        "path = \"a.txt\", config = \"other.toml\"",
        &[],
        expect![[r#"
            warning: `other.toml` cannot be read: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn a_template_that_cannot_be_read_is_told() {
    check_told(
        "path = \"a.txt\"",
        &[
            ("askama.toml", "[general]\ndirs = [\".\"]\n"),
            (
                "a.txt",
                "{% include \"bytes.html\" %}{% include \"folder\" %}",
            ),
            ("folder/b.txt", ""),
        ],
        expect![[r#"
            warning: `bytes.html` cannot be read: stream did not contain valid UTF-8
            warning: `folder` cannot be read: Is a directory (os error 21)
        "#]],
    );
}
