//! What a provider that has to be asked said in a scope.

use once_cell::race::OnceBox;

use crate::payload::Payload;
use crate::{EvaluationError, FeatureInfo, Reason, Registry, Text};

/// The answers for the scope's subject: such a provider may change its mind at any time, and a scope
/// is to see one answer. The first that is there stays, whichever thread asked.
#[derive(Default)]
pub(crate) struct Memo(OnceBox<Table>);

/// Of one engine and registry.
struct Table {
    /// Its address: the scope keeps it alive.
    engine: usize,
    registry: &'static Registry,
    answers: Box<[OnceBox<Said>]>,
    next: Memo,
}

/// What the provider said: nothing, or an answer that fits the feature.
pub(crate) type Said = Result<Option<Opinion>, EvaluationError>;

pub(crate) struct Opinion {
    pub(crate) payload: Payload,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
}

impl Memo {
    /// What was said of a feature, or is said now.
    pub(crate) fn said(
        &self,
        engine: usize,
        feature: &FeatureInfo,
        ask: impl FnOnce() -> Said,
    ) -> &Said {
        let registry = feature.registry();
        let mut memo = self;
        loop {
            let new = || Box::new(Table::new(engine, registry));
            let table = memo.0.get_or_init(new);
            if table.engine == engine && std::ptr::eq(table.registry, registry) {
                let answer = &table.answers[feature.index()];
                return answer.get_or_init(|| Box::new(ask()));
            }
            memo = &table.next;
        }
    }
}

impl Table {
    fn new(engine: usize, registry: &'static Registry) -> Self {
        let answers = registry.features().iter().map(|_| OnceBox::new());
        Self {
            engine,
            registry,
            answers: answers.collect(),
            next: Memo::default(),
        }
    }
}
