//! What can be told of a flag without a context.

use flags_runtime::Reason;
use unleash_types::client_features::{ClientFeature, Operator, Segment, Strategy};
use unleash_yggdrasil::KNOWN_STRATEGIES;

/// A flag that can be used.
#[derive(Clone, Debug)]
pub(crate) struct Flag {
    pub(crate) feature: ClientFeature,
    pub(crate) nature: Nature,
    /// It is as it was before: it is gone, or cannot be used as it is now.
    pub(crate) is_stale: bool,
}

/// What decides whether a flag is enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Off for everybody.
    Off,
    /// On for everybody.
    On,
    /// Only buckets decide.
    Rollouts,
    /// Only constraints, segments and lists decide.
    Conditions,
    /// Both, or other flags.
    Mixed,
}

impl Flag {
    pub(crate) fn new(feature: ClientFeature) -> Self {
        Self {
            nature: Nature::of(&feature),
            feature,
            is_stale: false,
        }
    }

    /// Why it is on or off.
    pub(crate) const fn reason(&self, is_on: bool) -> Reason {
        match (self.nature, is_on) {
            _ if self.is_stale => Reason::Stale,
            (Nature::Off, _) => Reason::Disabled,
            (Nature::On, _) => Reason::Static,
            (Nature::Rollouts, _) => Reason::Split,
            (Nature::Conditions, true) => Reason::TargetingMatch,
            (Nature::Conditions, false) => Reason::Default,
            (Nature::Mixed, _) => Reason::Unknown,
        }
    }

    /// Why this variant.
    pub(crate) fn variant_reason(&self) -> Reason {
        let strategies = self.feature.strategies.iter().flatten();
        let of_strategies = strategies.filter_map(|strategy| strategy.variants.as_ref());
        let several = of_strategies
            .map(Vec::len)
            .chain(self.feature.variants.as_ref().map(Vec::len));
        if !self.is_stale && several.max().unwrap_or(0) > 1 {
            Reason::Split
        } else {
            self.reason(true)
        }
    }
}

impl Nature {
    fn of(feature: &ClientFeature) -> Self {
        if !feature.enabled {
            return Self::Off;
        }
        if feature.dependencies.iter().flatten().next().is_some() {
            return Self::Mixed;
        }
        let strategies = feature.strategies.as_deref().unwrap_or_default();
        if strategies.is_empty() || strategies.iter().any(is_for_everybody) {
            return Self::On;
        }
        match (
            strategies.iter().all(is_bare_rollout),
            strategies.iter().any(is_rollout),
        ) {
            (true, _) => Self::Rollouts,
            (false, false) => Self::Conditions,
            (false, true) => Self::Mixed,
        }
    }
}

fn has_conditions(strategy: &Strategy) -> bool {
    let constraints = strategy
        .constraints
        .as_ref()
        .is_some_and(|all| !all.is_empty());
    constraints
        || strategy
            .segments
            .as_ref()
            .is_some_and(|all| !all.is_empty())
}

fn parameter<'s>(strategy: &'s Strategy, name: &str) -> Option<&'s str> {
    strategy.parameters.as_ref()?.get(name).map(String::as_str)
}

fn is_for_everybody(strategy: &Strategy) -> bool {
    let in_any_bucket = match strategy.name.as_str() {
        "default" => true,
        // With these, whoever has no key is put into a bucket at random; 100 % are all buckets.
        "flexibleRollout" => {
            parameter(strategy, "rollout") == Some("100")
                && matches!(
                    parameter(strategy, "stickiness"),
                    Some("default" | "random")
                )
        }
        _ => false,
    };
    in_any_bucket && !has_conditions(strategy)
}

fn is_rollout(strategy: &Strategy) -> bool {
    match strategy.name.as_str() {
        "flexibleRollout" => parameter(strategy, "rollout") != Some("100"),
        name => name.starts_with("gradualRollout"),
    }
}

fn is_bare_rollout(strategy: &Strategy) -> bool {
    is_rollout(strategy) && !has_conditions(strategy)
}

/// A strategy of a name that nobody has, which never matches.
const NEVER: &str = "(never)";

/// Strategies that nobody knows never match; those with an operator that nobody knows shall not, either.
/// Returns what there is to say of them.
pub(crate) fn tame(feature: &mut ClientFeature) -> Vec<String> {
    let mut unknown = Vec::new();
    let name = &feature.name;
    for strategy in feature.strategies.iter_mut().flatten() {
        let kind = &strategy.name;
        if !KNOWN_STRATEGIES.contains(&kind.as_str()) && kind != NEVER {
            unknown.push(format!(
                "strategy `{kind}` of flag `{name}` is not known, and never matches"
            ));
        }
        let mut constraints = strategy.constraints.iter().flatten();
        let operator = constraints.find_map(|constraint| unknown_operator(&constraint.operator));
        if let Some(operator) = operator {
            unknown.push(format!(
                "operator `{operator}` of flag `{name}` is not known, and its strategy never matches"
            ));
            NEVER.clone_into(&mut strategy.name);
            strategy.constraints = None;
        }
    }
    unknown
}

/// Why a segment cannot be used.
pub(crate) fn problem_of_segment(segment: &Segment) -> Option<String> {
    let mut constraints = segment.constraints.iter();
    let operator = constraints.find_map(|constraint| unknown_operator(&constraint.operator))?;
    Some(format!("operator `{operator}` is not known"))
}

fn unknown_operator(operator: &Operator) -> Option<&str> {
    match operator {
        Operator::Unknown(operator) => Some(operator),
        _ => None,
    }
}

/// What the engine would fail at, or pass over in silence.
pub(crate) fn problem(
    feature: &ClientFeature,
    has_segment: impl Fn(i32) -> bool,
) -> Option<String> {
    let strategies = || feature.strategies.iter().flatten();
    let missing = strategies()
        .flat_map(|strategy| strategy.segments.iter().flatten())
        .find(|segment| !has_segment(**segment));
    if let Some(segment) = missing {
        return Some(format!(
            "its segment {segment} is missing or cannot be used"
        ));
    }
    let own: Vec<i32> = feature
        .variants
        .iter()
        .flatten()
        .map(|variant| variant.weight)
        .collect();
    let of_strategies = strategies().map(|strategy| {
        let variants = strategy.variants.iter().flatten();
        variants.map(|variant| variant.weight).collect::<Vec<_>>()
    });
    for weights in std::iter::once(own).chain(of_strategies) {
        let total: i64 = weights.iter().copied().map(i64::from).sum();
        let in_range = |weight: &i32| (0..=1_000_000).contains(weight);
        if !weights.is_empty() && (total == 0 || total > 1_000_000 || !weights.iter().all(in_range))
        {
            return Some("the weights of its variants cannot be used".to_owned());
        }
    }
    None
}
