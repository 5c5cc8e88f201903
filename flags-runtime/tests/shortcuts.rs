//! The constants answer rules by a way of their own; it says what the longer one says.

use std::sync::Arc;

use flags_runtime::{
    Answer, Answers, EvaluationContext, Feature, FeatureInfo, FeatureValue, Hook, HookContext,
    List, NoopProvider, Provider, Reason, Registry, Resolution, ResolveError, RuleSet, add_hook,
    set_provider,
};

#[path = "fixtures/annex.rs"]
mod annex;
#[path = "fixtures/club.rs"]
mod club;

use club::{BUTTON, Context, LIMIT, Plan, QUARTER, STAFF_ONLY, VETERAN, WINTER};

/// Says what is declared, as rules of its own.
struct Rules {
    /// Whether it has the declared value, too, or no opinion where no rule matches.
    defaults: bool,
}

impl Provider for Rules {
    fn name(&self) -> &str {
        "rules"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let answers = registry.features().iter().map(|feature| {
            let rules: List<_> = feature.rules_in(0).iter().cloned().collect();
            let set = RuleSet::new(rules);
            Answer::Rules(if self.defaults {
                set.or(Resolution::new(feature.default().clone(), Reason::Static))
            } else {
                set
            })
        });
        Answers::new(answers.collect())
    }
}

struct Silent;

impl Hook for Silent {
    fn after(&self, _: &HookContext<'_>, _: &flags_runtime::Evaluation<flags_runtime::Value>) {}
}

/// Everybody who differs in what the rules ask for.
fn visitors() -> Vec<Context<'static>> {
    let mut all = vec![Context::anonymous()];
    for number in 0..60 {
        for (is_staff, plan) in [
            (true, Plan::Free),
            (false, Plan::Pro),
            (false, Plan::Enterprise),
        ] {
            let country = ["DE", "AT", "FR"][number % 3];
            all.push(
                Context::new(format!("user-{number}"))
                    .is_staff(is_staff)
                    .plan(plan)
                    .country(country)
                    .app_version("2.1.0"),
            );
        }
        all.push(Context::new(format!("user-{number}")));
    }
    all
}

fn agrees<T: FeatureValue>(feature: Feature<T>, context: &dyn EvaluationContext) -> T {
    let value = feature.get_for(context);
    let evaluation = feature.evaluate_for(context);
    assert_eq!(value, *evaluation.value(), "{feature:?}");
    value
}

/// What everybody gets of everything, asked twice: the first time a thread has not seen the snapshot.
#[track_caller]
fn check() -> Vec<String> {
    let visitors = visitors();
    let ask = || -> Vec<String> {
        let answers = visitors.iter().map(|who| {
            let booleans =
                [STAFF_ONLY, QUARTER, WINTER, VETERAN].map(|feature| agrees(feature, who));
            format!(
                "{booleans:?} {:?} {}",
                agrees(BUTTON, who),
                agrees(LIMIT, who)
            )
        });
        answers.collect()
    };
    let answers = ask();
    assert_eq!(answers, ask());
    assert_eq!(
        answers,
        std::thread::scope(|scope| scope.spawn(ask).join().expect("it does not panic"))
    );
    answers
}

// One test, because it changes the provider of the process.
#[test]
fn constants_answer_as_evaluations_do_whoever_has_the_rules() {
    let declared = check();
    let some_differ = declared.iter().any(|answer| *answer != declared[0]);
    assert!(some_differ);
    for defaults in [true, false] {
        set_provider(Rules { defaults });
        assert_eq!(check(), declared, "{defaults}");
        let hook = add_hook(Silent);
        assert_eq!(check(), declared, "{defaults}, with a hook");
        hook.remove();
        assert_eq!(check(), declared, "{defaults}, without the hook");
    }
    set_provider(Arc::new(NoopProvider));
    assert_eq!(check(), declared);
    // A context of another registry, and one that is nobody's, take the longer way.
    let annexed = annex::Context::new("user-1");
    for context in [
        &annexed as &dyn EvaluationContext,
        &flags_runtime::Anonymous,
    ] {
        agrees(STAFF_ONLY, context);
        agrees(QUARTER, context);
    }
}
