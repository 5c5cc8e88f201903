//! Combinations of features that are tested.

use std::collections::BTreeSet;
use std::path::PathBuf;

use expect_test::{Expect, expect};
use flags_build::{Case, Location, Matrix, MatrixRequest, Mode, Source, Varied, matrix};

fn source(text: &str) -> Source {
    Source {
        text: text.to_owned(),
        fingerprint: 1,
        location: Location::Package,
        file: PathBuf::from("/shop/features.toml"),
    }
}

/// `A`, or `A = 1 2 3`.
fn varied(text: &str) -> Varied {
    let (path, values) = match text.split_once(" = ") {
        Some((path, values)) => (path, Some(values)),
        None => (text, None),
    };
    Varied {
        path: path.to_owned(),
        values: values.map(|values| values.split_whitespace().map(str::to_owned).collect()),
    }
}

fn request(features: &[&str], mode: Mode) -> MatrixRequest {
    MatrixRequest {
        path: "features.toml".to_owned(),
        mode,
        features: features.iter().map(|text| varied(text)).collect(),
    }
}

const SHOP: &str = r#"
[features.enable_crazy_feature]
needs = ["enable_awesome_text_feature", "!maintenance"]
[features.enable_awesome_text_feature]
default = true
[features.maintenance]
[features.checkout_button]
variants = ["red", "dark-green", "blue"]
default = "dark-green"
[features.max_upload_mb]
default = 25
[features.search_limits]
default = { max_results = 50 }
[features.greeting]
default = "hello"
[features.new_kernel]
default = true
frozen = true
[retired]
power_peg = { on = 2026-03-01, value = true }
"#;

fn shop(features: &[&str], mode: Mode) -> Result<Matrix, String> {
    matrix(&request(features, mode), Some(&source(SHOP))).map_err(|errors| {
        let errors: Vec<_> = errors
            .iter()
            .map(|error| match error.feature {
                Some(index) => format!("{}: {error}", features[index]),
                None => error.to_string(),
            })
            .collect();
        errors.join("\n")
    })
}

/// The cases of the shop's features, or what is wrong.
#[track_caller]
fn check(features: &[&str], mode: Mode, expected: &Expect) {
    expected.assert_eq(&match shop(features, mode) {
        Ok(matrix) => lines(&matrix.cases, |case| {
            format!("{}: {}", case.name, case.shown)
        }),
        Err(errors) => errors,
    });
}

fn lines(cases: &[Case], line: impl Fn(&Case) -> String) -> String {
    let lines: Vec<_> = cases.iter().map(line).collect();
    lines.join("\n")
}

#[test]
fn three_features_pairwise() {
    check(
        &[
            "ENABLE_AWESOME_TEXT_FEATURE",
            "MAINTENANCE",
            "CHECKOUT_BUTTON",
        ],
        Mode::Pairwise,
        &expect![[r#"
            enable_awesome_text_feature_on__maintenance_off__checkout_button_dark_green: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::DarkGreen
            enable_awesome_text_feature_off__maintenance_on__checkout_button_red: ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = true, CHECKOUT_BUTTON = CheckoutButton::Red
            enable_awesome_text_feature_off__maintenance_off__checkout_button_blue: ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::Blue
            enable_awesome_text_feature_on__maintenance_on__checkout_button_blue: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = true, CHECKOUT_BUTTON = CheckoutButton::Blue
            enable_awesome_text_feature_on__maintenance_off__checkout_button_red: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::Red
            enable_awesome_text_feature_off__maintenance_on__checkout_button_dark_green: ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = true, CHECKOUT_BUTTON = CheckoutButton::DarkGreen"#]],
    );
}

#[test]
fn each_by_itself() {
    check(
        &[
            "ENABLE_AWESOME_TEXT_FEATURE",
            "MAINTENANCE",
            "CHECKOUT_BUTTON",
        ],
        Mode::Each,
        &expect![[r#"
            enable_awesome_text_feature_on__maintenance_off__checkout_button_dark_green: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::DarkGreen
            enable_awesome_text_feature_off__maintenance_off__checkout_button_dark_green: ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::DarkGreen
            enable_awesome_text_feature_on__maintenance_on__checkout_button_dark_green: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = true, CHECKOUT_BUTTON = CheckoutButton::DarkGreen
            enable_awesome_text_feature_on__maintenance_off__checkout_button_red: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::Red
            enable_awesome_text_feature_on__maintenance_off__checkout_button_blue: ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false, CHECKOUT_BUTTON = CheckoutButton::Blue"#]],
    );
}

#[test]
fn all_of_two() {
    check(
        &["my_features::MAINTENANCE", "my_features::CHECKOUT_BUTTON"],
        Mode::All,
        &expect![[r#"
            maintenance_off__checkout_button_dark_green: my_features::MAINTENANCE = false, my_features::CHECKOUT_BUTTON = my_features::CheckoutButton::DarkGreen
            maintenance_off__checkout_button_red: my_features::MAINTENANCE = false, my_features::CHECKOUT_BUTTON = my_features::CheckoutButton::Red
            maintenance_off__checkout_button_blue: my_features::MAINTENANCE = false, my_features::CHECKOUT_BUTTON = my_features::CheckoutButton::Blue
            maintenance_on__checkout_button_dark_green: my_features::MAINTENANCE = true, my_features::CHECKOUT_BUTTON = my_features::CheckoutButton::DarkGreen
            maintenance_on__checkout_button_red: my_features::MAINTENANCE = true, my_features::CHECKOUT_BUTTON = my_features::CheckoutButton::Red
            maintenance_on__checkout_button_blue: my_features::MAINTENANCE = true, my_features::CHECKOUT_BUTTON = my_features::CheckoutButton::Blue"#]],
    );
}

#[test]
fn a_single_feature() {
    check(
        &["CHECKOUT_BUTTON"],
        Mode::Pairwise,
        &expect![[r#"
        checkout_button_dark_green: CHECKOUT_BUTTON = CheckoutButton::DarkGreen
        checkout_button_red: CHECKOUT_BUTTON = CheckoutButton::Red
        checkout_button_blue: CHECKOUT_BUTTON = CheckoutButton::Blue"#]],
    );
}

#[test]
fn what_needs_rule_out_is_left_out() {
    check(
        &[
            "ENABLE_CRAZY_FEATURE",
            "ENABLE_AWESOME_TEXT_FEATURE",
            "MAINTENANCE",
        ],
        Mode::All,
        &expect![[r#"
            enable_crazy_feature_off__enable_awesome_text_feature_on__maintenance_off: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false
            enable_crazy_feature_off__enable_awesome_text_feature_on__maintenance_on: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = true
            enable_crazy_feature_off__enable_awesome_text_feature_off__maintenance_off: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = false
            enable_crazy_feature_off__enable_awesome_text_feature_off__maintenance_on: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = true
            enable_crazy_feature_on__enable_awesome_text_feature_on__maintenance_off: ENABLE_CRAZY_FEATURE = true, ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false"#]],
    );
    check(
        &[
            "ENABLE_CRAZY_FEATURE",
            "ENABLE_AWESOME_TEXT_FEATURE",
            "MAINTENANCE",
        ],
        Mode::Each,
        &expect![[r#"
            enable_crazy_feature_off__enable_awesome_text_feature_on__maintenance_off: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false
            enable_crazy_feature_on__enable_awesome_text_feature_on__maintenance_off: ENABLE_CRAZY_FEATURE = true, ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = false
            enable_crazy_feature_off__enable_awesome_text_feature_off__maintenance_off: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = false, MAINTENANCE = false
            enable_crazy_feature_off__enable_awesome_text_feature_on__maintenance_on: ENABLE_CRAZY_FEATURE = false, ENABLE_AWESOME_TEXT_FEATURE = true, MAINTENANCE = true"#]],
    );
}

#[test]
fn a_need_that_is_not_varied_is_taken_to_hold() {
    check(
        &["ENABLE_CRAZY_FEATURE", "MAINTENANCE"],
        Mode::All,
        &expect![[r#"
            enable_crazy_feature_off__maintenance_off: ENABLE_CRAZY_FEATURE = false, MAINTENANCE = false
            enable_crazy_feature_off__maintenance_on: ENABLE_CRAZY_FEATURE = false, MAINTENANCE = true
            enable_crazy_feature_on__maintenance_off: ENABLE_CRAZY_FEATURE = true, MAINTENANCE = false"#]],
    );
}

#[test]
fn written_values_are_taken_as_they_are() {
    check(
        &["ENABLE_CRAZY_FEATURE", "MAINTENANCE = true"],
        Mode::All,
        &expect![[r#"
            enable_crazy_feature_off__maintenance_on: ENABLE_CRAZY_FEATURE = false, MAINTENANCE = true
            enable_crazy_feature_on__maintenance_on: ENABLE_CRAZY_FEATURE = true, MAINTENANCE = true"#]],
    );
}

#[test]
fn other_values_are_written() {
    check(
        &[
            "MAX_UPLOAD_MB = 1 -1",
            "GREETING = \"a\" \"b\"",
            "shop::COLOR = Color::DarkRed Color::Blue",
            "SEARCH_LIMITS = LIMITS SearchLimits{max_results:10_000,timeout_ms:1}",
        ],
        Mode::Each,
        &expect![[r#"
            max_upload_mb_1__greeting_a__color_dark_red__search_limits_value_1: MAX_UPLOAD_MB = 1, GREETING = "a", shop::COLOR = Color::DarkRed, SEARCH_LIMITS = LIMITS
            max_upload_mb_minus_1__greeting_a__color_dark_red__search_limits_value_1: MAX_UPLOAD_MB = -1, GREETING = "a", shop::COLOR = Color::DarkRed, SEARCH_LIMITS = LIMITS
            max_upload_mb_1__greeting_b__color_dark_red__search_limits_value_1: MAX_UPLOAD_MB = 1, GREETING = "b", shop::COLOR = Color::DarkRed, SEARCH_LIMITS = LIMITS
            max_upload_mb_1__greeting_a__color_blue__search_limits_value_1: MAX_UPLOAD_MB = 1, GREETING = "a", shop::COLOR = Color::Blue, SEARCH_LIMITS = LIMITS
            max_upload_mb_1__greeting_a__color_dark_red__search_limits_value_2: MAX_UPLOAD_MB = 1, GREETING = "a", shop::COLOR = Color::DarkRed, SEARCH_LIMITS = SearchLimits{max_results:10_000,timeout_ms:1}"#]],
    );
}

#[test]
fn two_constants_of_one_name_are_told_apart() {
    check(
        &["one::DARK = true false", "two::DARK = true false"],
        Mode::All,
        &expect![[r#"
            one_dark_on__two_dark_on: one::DARK = true, two::DARK = true
            one_dark_on__two_dark_off: one::DARK = true, two::DARK = false
            one_dark_off__two_dark_on: one::DARK = false, two::DARK = true
            one_dark_off__two_dark_off: one::DARK = false, two::DARK = false"#]],
    );
}

#[test]
fn values_whose_names_are_alike_are_numbered() {
    check(
        &["GREETING = \"a!\" \"a?\""],
        Mode::All,
        &expect![[r#"
        greeting_value_1: GREETING = "a!"
        greeting_value_2: GREETING = "a?""#]],
    );
}

#[test]
fn a_long_name_says_what_is_not_first() {
    let features: Vec<_> = (1..=8)
        .map(|number| format!("QUITE_A_LONG_NAME_FOR_A_FEATURE_{number} = false true"))
        .collect();
    let features: Vec<_> = features.iter().map(String::as_str).collect();
    let matrix = shop(&features, Mode::Pairwise).expect("it can be tested");
    expect![[r#"
        case_1__first_values
        case_2__quite_a_long_name_for_a_feature_1_on__quite_a_long_name_for_a_feature_2_on__and_4_more
        case_3__quite_a_long_name_for_a_feature_1_on__quite_a_long_name_for_a_feature_2_on__and_3_more
        case_4__quite_a_long_name_for_a_feature_1_on__quite_a_long_name_for_a_feature_4_on__and_3_more
        case_5__quite_a_long_name_for_a_feature_2_on__quite_a_long_name_for_a_feature_4_on__and_2_more
        case_6__quite_a_long_name_for_a_feature_3_on__quite_a_long_name_for_a_feature_5_on__and_2_more"#]].assert_eq(&lines(&matrix.cases, |case| case.name.clone()));
}

#[test]
fn each_name_is_one_of_its_own() {
    let features: Vec<_> = (1..=10)
        .map(|number| format!("QUITE_A_LONG_NAME_FOR_A_FEATURE_{number} = false true"))
        .collect();
    let features: Vec<_> = features.iter().map(String::as_str).collect();
    let matrix = shop(&features, Mode::All).expect("it can be tested");
    let names: BTreeSet<_> = matrix.cases.iter().map(|case| &case.name).collect();
    assert_eq!(names.len(), 1024);
    assert!(names.iter().all(|name| name.len() < 150));
}

#[test]
fn a_value_has_its_place_in_the_manifest() {
    let matrix = shop(
        &["CHECKOUT_BUTTON", "ENABLE_AWESOME_TEXT_FEATURE"],
        Mode::All,
    );
    let matrix = matrix.expect("it can be tested");
    let indexes = |feature: usize| -> Vec<_> {
        let values = matrix.features[feature].values.iter();
        values.map(|value| value.index).collect()
    };
    // The declared one first, then the others in their order; of a boolean, 0 is `false`.
    assert_eq!(indexes(0), [1, 0, 2]);
    assert_eq!(indexes(1), [1, 0]);
}

#[test]
fn what_cannot_be_varied() {
    check(
        &[],
        Mode::Pairwise,
        &expect!["name at least one feature to vary"],
    );
    check(
        &[
            "MAINTENENCE",
            "NEW_KERNEL",
            "POWER_PEG",
            "OTHER",
            "MAX_UPLOAD_MB",
            "GREETING",
            "SEARCH_LIMITS",
            "MAINTENANCE = ",
            "COLOR = Color::Red Color::Red",
            "CHECKOUT_BUTTON",
            "CHECKOUT_BUTTON",
        ],
        Mode::Pairwise,
        &expect![[r#"
            MAINTENENCE: `features.toml` has no feature with the constant `MAINTENENCE`: did you mean `MAINTENANCE`?
            NEW_KERNEL: feature `new_kernel` is frozen at `true`, decided at build, and has no other value: leave it out
            POWER_PEG: feature `power_peg` was retired on 2026-03-01 (value `true`): leave it out
            OTHER: `features.toml` has no feature with the constant `OTHER`; a feature of another crate is written with its values: `OTHER = [true, false]`, and another manifest is named by `manifest = "…"`
            MAX_UPLOAD_MB: feature `max_upload_mb` is an integer, so write the values to try: `MAX_UPLOAD_MB = [25, …]`
            GREETING: feature `greeting` is a string, so write the values to try: `GREETING = ["hello", …]`
            SEARCH_LIMITS: feature `search_limits` is a table, so write the values to try: `SEARCH_LIMITS = [SearchLimits { … }, …]`
            MAINTENANCE = : `MAINTENANCE = []` has no value to try
            COLOR = Color::Red Color::Red: `COLOR` has the value `Color::Red` twice
            CHECKOUT_BUTTON: `CHECKOUT_BUTTON` is named twice"#]],
    );
}

#[test]
fn too_many_cases() {
    let many: Vec<_> = (1..=11).map(|number| format!("A{number} = 0 1")).collect();
    let mut many: Vec<_> = many.iter().map(String::as_str).collect();
    check(
        &many,
        Mode::All,
        &expect![
            "these features make 2,048 cases, and 1,024 are allowed: leave some out, or leave `mode` out, for 7 cases in which all pairs meet"
        ],
    );
    many.pop();
    assert_eq!(
        shop(&many, Mode::All).map(|matrix| matrix.cases.len()),
        Ok(1024)
    );
    let values: Vec<_> = (1..=33).map(|value| value.to_string()).collect();
    let values = values.join(" ");
    let large = [format!("A = {values}"), format!("B = {values}")];
    check(
        &[&large[0], &large[1]],
        Mode::Pairwise,
        &expect!["these features make 1,089 cases, and 1,024 are allowed: leave some out"],
    );
    let crazy = ["ENABLE_CRAZY_FEATURE", "MAINTENANCE"];
    let constrained: Vec<_> = many.iter().copied().chain(crazy).collect();
    check(
        &constrained,
        Mode::All,
        &expect![
            "these features make more than 1,024 cases, and 1,024 are allowed: leave some out, or leave `mode` out, for 8 cases in which all pairs meet"
        ],
    );
}

#[test]
fn a_mode_has_a_name() {
    assert_eq!("pairwise".parse(), Ok(Mode::Pairwise));
    assert_eq!("each".parse(), Ok(Mode::Each));
    assert_eq!("all".parse(), Ok(Mode::All));
    let error = |name: &str| name.parse::<Mode>().expect_err("it is unknown");
    expect!["unknown mode `pairwize`: did you mean `pairwise`?"].assert_eq(&error("pairwize"));
    expect!["unknown mode `random`, expected `pairwise`, `each` or `all`"]
        .assert_eq(&error("random"));
}

#[test]
fn the_same_features_give_the_same_cases() {
    let features = ["A = 1 2 3", "B = 1 2 3 4", "C = 1 2", "D = 1 2 3"];
    assert_eq!(
        shop(&features, Mode::Pairwise),
        shop(&features, Mode::Pairwise)
    );
}

fn of_sizes(sizes: &[usize], mode: Mode) -> Matrix {
    let features: Vec<_> = sizes
        .iter()
        .enumerate()
        .map(|(number, size)| {
            let values: Vec<_> = (0..*size).map(|value| value.to_string()).collect();
            format!("A{number} = {}", values.join(" "))
        })
        .collect();
    let features: Vec<_> = features.iter().map(String::as_str).collect();
    shop(&features, mode).expect("it can be tested")
}

/// Any two values of two features meet in a case.
#[track_caller]
fn all_meet(sizes: &[usize], cases: &[Case]) {
    for one in 0..sizes.len() {
        for two in one + 1..sizes.len() {
            for a in 0..sizes[one] {
                for b in 0..sizes[two] {
                    let meet = |case: &Case| case.values[one] == a && case.values[two] == b;
                    assert!(
                        cases.iter().any(meet),
                        "{sizes:?}: {a} of {one} never meets {b} of {two}"
                    );
                }
            }
        }
    }
}

/// Whether all pairs meet in at most so many cases.
#[track_caller]
fn check_count(sizes: &[usize], most: usize) {
    let cases = of_sizes(sizes, Mode::Pairwise).cases;
    all_meet(sizes, &cases);
    assert!(cases.len() <= most, "{sizes:?}: {} cases", cases.len());
}

/// Kleitman and Spencer 1973: n cases for up to C(n - 1, ⌈n / 2⌉) booleans, and no fewer.
#[test]
fn booleans_have_the_fewest_cases_that_there_can_be() {
    for (features, cases) in [
        (2, 4),
        (3, 4),
        (4, 5),
        (5, 6),
        (10, 6),
        (11, 7),
        (15, 7),
        (16, 8),
        (35, 8),
        (36, 9),
        (56, 9),
        (100, 10),
    ] {
        let sizes = vec![2; features];
        let matrix = of_sizes(&sizes, Mode::Pairwise);
        assert_eq!(matrix.cases.len(), cases, "{features} booleans");
        all_meet(&sizes, &matrix.cases);
        assert_eq!(matrix.cases[0].values, vec![0; features]);
    }
}

/// The fewest that are known (C. J. Colbourn, "Covering Array Tables for t=2"), and some more.
#[test]
fn others_have_about_as_few_cases_as_are_known() {
    check_count(&[3, 3], 9);
    check_count(&[3; 4], 11); // 9
    check_count(&[3; 13], 19); // 15
    check_count(&[4; 5], 20); // 16
    check_count(&[5, 3, 2], 15); // 15
    check_count(&[4, 3, 3, 2, 2, 2, 2], 13); // 12
    check_count(&[5, 1, 4], 20); // 20
    check_count(&[7], 7);
}

#[test]
fn all_pairs_meet_whatever_the_features() {
    let mut state = 1_u64;
    let mut below = |end: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from((state >> 33) % end).expect("it is small")
    };
    for _ in 0..150 {
        let sizes: Vec<_> = (0..2 + below(9)).map(|_| 1 + below(5)).collect();
        let cases = of_sizes(&sizes, Mode::Pairwise).cases;
        all_meet(&sizes, &cases);
        let mut largest = sizes.clone();
        largest.sort_unstable();
        let least: usize = largest.iter().rev().take(2).product();
        // Of random sizes the search finds twice the least at most; the least alone is often
        // impossible.
        assert!(
            cases.len() <= 2 * least.max(3),
            "{sizes:?}: {}",
            cases.len()
        );
        assert_eq!(cases[0].values, vec![0; sizes.len()]);
    }
}

/// Random needs among booleans: of all combinations that a program can see, each pair meets, and no
/// case is one that it cannot see.
#[test]
fn all_pairs_that_needs_allow_meet_and_no_others() {
    const FEATURES: usize = 6;
    let mut state = 7_u64;
    let mut below = |end: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from((state >> 33) % end).expect("it is small")
    };
    for _ in 0..100 {
        // A feature needs only later ones, so that there is no cycle.
        let mut needs: Vec<Vec<(usize, bool)>> = vec![Vec::new(); FEATURES];
        for (feature, needs) in needs.iter_mut().enumerate() {
            for other in feature + 1..FEATURES {
                if below(4) == 0 {
                    needs.push((other, below(3) > 0));
                }
            }
        }
        let mut text = String::new();
        for (feature, needs) in needs.iter().enumerate() {
            let needs: Vec<_> = needs
                .iter()
                .map(|(other, on)| format!("\"{}f{other}\"", if *on { "" } else { "!" }))
                .collect();
            text += &format!("[features.f{feature}]\ndefault = {}\n", below(2) == 0);
            if !needs.is_empty() {
                text += &format!("needs = [{}]\n", needs.join(", "));
            }
        }
        let names: Vec<_> = (0..FEATURES).map(|feature| format!("F{feature}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let made =
            |mode| matrix(&request(&names, mode), Some(&source(&text))).expect("it can be tested");
        let on = |matrix: &Matrix| -> Vec<Vec<bool>> {
            let cases = matrix.cases.iter();
            let is_on = |(feature, value): (usize, &usize)| {
                matrix.features[feature].values[*value].index == 1
            };
            cases
                .map(|case| case.values.iter().enumerate().map(is_on).collect())
                .collect()
        };
        let possible: Vec<Vec<bool>> = (0..1 << FEATURES)
            .map(|bits: usize| {
                (0..FEATURES)
                    .map(|feature| bits >> feature & 1 == 1)
                    .collect()
            })
            .filter(|row: &Vec<bool>| {
                let met =
                    |feature: usize| needs[feature].iter().all(|(other, on)| row[*other] == *on);
                (0..FEATURES).all(|feature| !row[feature] || met(feature))
            })
            .collect();
        let mut all = on(&made(Mode::All));
        let mut expected = possible.clone();
        all.sort_unstable();
        expected.sort_unstable();
        assert_eq!(all, expected, "{text}");
        for mode in [Mode::Pairwise, Mode::Each] {
            let rows = on(&made(mode));
            assert!(
                rows.iter().all(|row| possible.contains(row)),
                "{mode:?} {text}"
            );
        }
        let rows = on(&made(Mode::Pairwise));
        for one in 0..FEATURES {
            for two in 0..FEATURES {
                for pair in [[false, false], [false, true], [true, false], [true, true]] {
                    let holds = |row: &&Vec<bool>| [row[one], row[two]] == pair;
                    assert_eq!(
                        rows.iter().any(|row| holds(&row)),
                        possible.iter().any(|row| holds(&row)),
                        "f{one} and f{two} {pair:?}\n{text}"
                    );
                }
            }
        }
    }
}
