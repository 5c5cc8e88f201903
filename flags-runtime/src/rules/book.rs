//! A provider's rules, for providers that are made of others.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{Builder, Moment, Program, Segments, Subject};
use crate::{
    Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, List, Registry, Resolution,
    ResolveError, RuleSet,
};

/// The rules that were taken out of a provider's answers, by registry and environment. Read without
/// a lock.
#[derive(Default)]
pub(crate) struct Books(ArcSwap<Vec<Arc<Book>>>);

impl Books {
    /// Takes the rules out of answers: in their place these say *ask*.
    pub(crate) fn take(
        &self,
        registry: &'static Registry,
        environment: &str,
        answers: &mut Answers,
    ) {
        let has_rules = answers
            .by_index
            .iter()
            .any(|answer| matches!(answer, Answer::Rules(_)));
        let book = has_rules.then(|| Arc::new(Book::take(registry, environment, answers)));
        self.0.rcu(|books| {
            let others = books
                .iter()
                .filter(|book| !book.is_of(registry, environment));
            others.chain(&book).cloned().collect::<Vec<_>>()
        });
    }

    /// What the rules for a feature say; `None` where there are none.
    pub(crate) fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Option<Result<Option<Resolution>, ResolveError>> {
        let books = self.0.load();
        let environment = context.environment().unwrap_or("production");
        let mut books = books.iter();
        let book = books.find(|book| book.is_of(feature.registry(), environment))?;
        book.resolve(feature, context)
    }
}

/// The rules that a provider has for one registry and environment, so that they can be evaluated
/// where the provider is one of several.
struct Book {
    registry: &'static Registry,
    environment: String,
    segments: Segments,
    /// By feature.
    pages: Vec<Option<Page>>,
}

type Page = Result<(Program, Option<Resolution>), ResolveError>;

impl Book {
    /// Takes the rules out of a provider's answers: in their place the answers say *ask*.
    fn take(registry: &'static Registry, environment: &str, answers: &mut Answers) -> Self {
        let segments = answers.segments.clone();
        let builder = Builder::new(registry, &segments);
        let features = registry.features().iter();
        let pages = features
            .zip(&mut answers.by_index)
            .map(|(feature, answer)| {
                let Answer::Rules(set) = answer else {
                    return None;
                };
                let set = std::mem::replace(set, RuleSet::new(List::default()));
                *answer = Answer::Ask;
                let mut problems = Vec::new();
                let program = builder.program(feature, set.rules(), &mut problems);
                Some(if problems.is_empty() {
                    Ok((program, set.otherwise().cloned()))
                } else {
                    Err(ResolveError::new(
                        ErrorKind::ParseError,
                        problems.join("\n"),
                    ))
                })
            })
            .collect();
        Self {
            registry,
            environment: environment.to_owned(),
            segments: builder.segments(&mut Vec::new()),
            pages,
        }
    }

    /// Whether it is of this registry and environment.
    fn is_of(&self, registry: &Registry, environment: &str) -> bool {
        std::ptr::eq(self.registry, registry) && self.environment == environment
    }

    /// What the rules say; `None` for a feature that has none.
    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Option<Result<Option<Resolution>, ResolveError>> {
        let (program, otherwise) = match self.pages.get(feature.index())?.as_ref()? {
            Ok(page) => page,
            Err(error) => return Some(Err(error.clone())),
        };
        let subject = Subject::new(self.registry, context);
        let decided = program.decide(&self.segments, &subject, &Moment::new(context.moment()));
        Some(Ok(match decided {
            Some((served, reason)) => {
                let value = served.payload().to_value(feature);
                Some(Resolution::new(value, reason))
            }
            None => otherwise.clone(),
        }))
    }
}
