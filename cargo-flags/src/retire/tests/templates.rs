//! Templates.

use expect_test::{Expect, expect};

use super::kept;
use crate::retire::{FeatureUse, Named, template};

/// `X.is_enabled()` and `BUTTON.get()` in askama, `feature.x` and `feature.button` in minijinja.
#[track_caller]
fn check(before: &str, keep: &str, after: Expect) {
    let (name, kept) = kept(keep);
    let key = format!("feature.{}", name.to_lowercase());
    let mut uses = Vec::new();
    let mut add = |what: &str, named, is_key| {
        for (at, _) in before.match_indices(what) {
            let range = at..at + what.len();
            let import = false;
            uses.push((
                FeatureUse {
                    range,
                    named,
                    import,
                },
                is_key,
            ));
        }
    };
    add(name, Named::Constant, false);
    add(&key, Named::Constant, true);
    for (index, variant) in ["Button::Red", "Button::Green", "Button::Blue"]
        .iter()
        .enumerate()
    {
        add(variant, Named::Variant(index), false);
    }
    match template::fold_marked(before, &uses, &kept) {
        Ok(folded) => after.assert_eq(&folded.text),
        Err(refusals) => {
            let shown: Vec<String> = refusals.into_iter().map(|it| it.message).collect();
            after.assert_eq(&format!("refused: {}", shown.join("; ")));
        }
    }
}

const ASKAMA: &str = "<p>a</p>
{% if X.is_enabled() %}
  <b>on</b>
{% else %}
  <i>off</i>
{% endif %}
<p>{% if a && !X.is_enabled() %}b{% endif %}</p>
";

#[test]
fn a_condition_on() {
    check(
        ASKAMA,
        "true",
        expect![[r#"
        <p>a</p>

          <b>on</b>

        <p></p>
    "#]],
    );
}

#[test]
fn a_condition_off() {
    check(
        ASKAMA,
        "false",
        expect![[r#"
        <p>a</p>

          <i>off</i>

        <p>{% if a %}b{% endif %}</p>
    "#]],
    );
}

const CHAIN: &str = "{% if a %}1{% else if X.is_enabled() %}2{% elif b %}3{% else %}4{% endif %}";

#[test]
fn a_chain_on() {
    check(CHAIN, "true", expect!["{% if a %}1{% else %}2{% endif %}"]);
}

#[test]
fn a_chain_off() {
    check(
        CHAIN,
        "false",
        expect!["{% if a %}1{% elif b %}3{% else %}4{% endif %}"],
    );
}

#[test]
fn the_head_of_a_chain_off() {
    check(
        "a {%- if X.is_enabled() %}1{% elif b -%} 2 {% else %}3{% endif %}",
        "false",
        expect!["a {%- if b -%} 2 {% else %}3{% endif %}"],
    );
}

#[test]
fn the_head_of_a_chain_on() {
    check(
        "{% if X.is_enabled() %}{% if c %}1{% else %}2{% endif %}{% elif b %}3{% endif %}",
        "true",
        expect!["{% if c %}1{% else %}2{% endif %}"],
    );
}

#[test]
fn trimmed_space_stays_trimmed() {
    check(
        "a \n {%- if X.is_enabled() -%}\n b \n {%- endif -%} \n c",
        "true",
        expect!["abc"],
    );
}

#[test]
fn space_that_shrinks_is_refused() {
    check(
        "a {%~ if X.is_enabled() %}b{% endif %}",
        "true",
        expect![
            "refused: a tag with `~` goes, and what it does to white space cannot be written without it: write `-`, or nothing, instead"
        ],
    );
}

#[test]
fn an_askama_match() {
    check(
        "<b class=\"{% match BUTTON.get() %}{% when Button::Red %}r{% when Button::Green | Button::Blue %}gb{% endmatch %}\">{{ BUTTON.get() }}</b>",
        "Blue",
        expect![[r#"<b class="gb">{{ "blue" }}</b>"#]],
    );
}

#[test]
fn an_askama_match_with_the_rest() {
    check(
        "{% match BUTTON.get() %}\n{% when Button::Red %}r{% else %}{% if a %}1{% else %}2{% endif %}{% endmatch %}",
        "Blue",
        expect!["{% if a %}1{% else %}2{% endif %}"],
    );
}

#[test]
fn minijinja() {
    check(
        "{% if not feature.x or user %}a{% endif %}{% if feature.x and user %}b{% endif %}{{ feature.x }}",
        "true",
        expect!["{% if user %}a{% endif %}{% if user %}b{% endif %}{{ true }}"],
    );
}

#[test]
fn minijinja_variants() {
    check(
        "{% if feature.button == 'blue' %}a{% endif %}<p class=\"{{ feature.button }}\">{% set b = feature.button %}",
        "Blue",
        expect![[r#"a<p class="{{ "blue" }}">{% set b = "blue" %}"#]],
    );
}

#[test]
fn numbers() {
    check(
        "{{ LIMIT.get() }} MB, {% let limit = LIMIT.get() %}{% if LIMIT.get() > 20 %}many{% endif %}",
        "25",
        expect!["{{ 25 }} MB, {% let limit = 25 %}many"],
    );
}

#[test]
fn what_is_no_evaluation_is_refused() {
    check(
        "{{ X.explain() }}",
        "true",
        expect![
            "refused: this is no expression of the template that can be folded: take it out by hand"
        ],
    );
}
