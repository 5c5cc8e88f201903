//! How answers combine when some are unknown: Kleene's tables.

use super::*;
use Truth::{False, True, Unknown};

const ALL: [Truth; 3] = [False, True, Unknown];

/// A condition with this answer for [`subject`].
fn saying(truth: Truth) -> Condition {
    condition(vec![match truth {
        True => Test::Attribute(IS_STAFF, Matcher::Is(Operand::Boolean(true))),
        False => Test::Attribute(IS_STAFF, Matcher::Is(Operand::Boolean(false))),
        Unknown => Test::Attribute(COUNTRY, Matcher::Is(text("DE"))),
    }])
}

fn subject() -> Context<'static> {
    nobody().with_boolean(0, true)
}

#[track_caller]
fn check(test: impl Fn(List<Condition>) -> Test, expected: impl Fn(&[Truth]) -> Truth) {
    for one in ALL {
        for two in ALL {
            for three in ALL {
                let members = [one, two, three];
                let test = test(members.map(saying).to_vec().into());
                assert_eq!(
                    truth(condition(vec![test]), &subject()),
                    expected(&members),
                    "{members:?}"
                );
            }
        }
    }
}

fn all(members: &[Truth]) -> Truth {
    if members.contains(&False) {
        False
    } else if members.contains(&Unknown) {
        Unknown
    } else {
        True
    }
}

fn any(members: &[Truth]) -> Truth {
    if members.contains(&True) {
        True
    } else if members.contains(&Unknown) {
        Unknown
    } else {
        False
    }
}

#[test]
fn all_is_false_if_one_is_and_then_unknown_if_one_is() {
    check(Test::All, all);
}

#[test]
fn any_is_true_if_one_is_and_then_unknown_if_one_is() {
    check(Test::Any, any);
}

#[test]
fn none_is_any_turned_round_so_that_unknown_stays() {
    check(Test::None, |members| match any(members) {
        True => False,
        False => True,
        Unknown => Unknown,
    });
}

#[test]
fn the_tests_of_a_condition_combine_as_all_do() {
    for one in ALL {
        for two in ALL {
            let both = [saying(one), saying(two)];
            let tests = both
                .iter()
                .flat_map(|condition| condition.tests().to_vec())
                .collect();
            assert_eq!(truth(condition(tests), &subject()), all(&[one, two]));
        }
    }
}

#[test]
fn whoever_lacks_the_attribute_does_not_match_its_negation_either() {
    let abroad = Test::None(vec![saying(Unknown)].into());
    assert_eq!(truth(condition(vec![abroad]), &subject()), Unknown);
}
