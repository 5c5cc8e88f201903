//! Conditions that lack what they compare with: the vendor's crate passes over them, or fails in each
//! evaluation.

use configcat::{Condition, SettingValue, TargetingRule, UserComparator, UserCondition};

/// What is wrong with a rule; goes on from "its rule 1 ".
pub(super) fn problem_of_rule(rule: &TargetingRule) -> Option<String> {
    let conditions = rule.conditions.iter().flatten();
    let problem = conditions.filter_map(problem_of_condition).next();
    let serves = rule.served_value.is_some() || rule.percentage_options.is_some();
    problem.or_else(|| (!serves).then(|| "serves nothing".to_owned()))
}

fn problem_of_condition(condition: &Condition) -> Option<String> {
    if let Some(user) = &condition.user_condition {
        return problem(user);
    }
    if let Some(other) = &condition.prerequisite_flag_condition {
        let is_blank = is_blank(&other.flag_value);
        return is_blank.then(|| format!("compares setting `{}` with nothing", other.flag_key));
    }
    let is_empty = condition.segment_condition.is_none();
    is_empty.then(|| "has a condition that asks for nothing".to_owned())
}

/// What is wrong with a condition on an attribute; goes on from "its rule 1 ".
pub(super) fn problem(condition: &UserCondition) -> Option<String> {
    use UserComparator::{
        AfterDateTime, BeforeDateTime, Eq, EqHashed, EqNum, GreaterEqNum, GreaterEqSemver,
        GreaterNum, GreaterSemver, LessEqNum, LessEqSemver, LessNum, LessSemver, NotEq,
        NotEqHashed, NotEqNum,
    };

    let attribute = &condition.comp_attr;
    if attribute.is_empty() {
        return Some("asks for an attribute without a name".to_owned());
    }
    let (is_there, expected) = match condition.comparator {
        Eq | NotEq | EqHashed | NotEqHashed | LessSemver | LessEqSemver | GreaterSemver
        | GreaterEqSemver => (condition.string_val.is_some(), "a text"),
        EqNum | NotEqNum | LessNum | LessEqNum | GreaterNum | GreaterEqNum | BeforeDateTime
        | AfterDateTime => (condition.float_val.is_some(), "a number"),
        // All others compare with any of several.
        _ => (condition.string_vec_val.is_some(), "a list of texts"),
    };
    (!is_there).then(|| format!("compares `{attribute}` with nothing; {expected} is expected"))
}

const fn is_blank(value: &SettingValue) -> bool {
    value.bool_val.is_none()
        && value.string_val.is_none()
        && value.int_val.is_none()
        && value.float_val.is_none()
}
