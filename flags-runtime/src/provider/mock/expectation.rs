//! How often a mock is to be asked.

use std::fmt;
use std::ops::RangeInclusive;
use std::panic::Location;
use std::sync::Arc;

use super::{MockProvider, Question};
use crate::{EvaluationContext, FeatureInfo};

/// How often a [`MockProvider`] is to be asked for a feature, and for whom; at least once unless it
/// says otherwise. What is said last holds.
///
/// It is checked when the mock is verified, not while the program asks.
pub struct Expectation<'m> {
    mock: &'m MockProvider,
    index: usize,
}

#[derive(Clone)]
pub(super) struct Expected {
    feature: &'static FeatureInfo,
    place: &'static Location<'static>,
    times: RangeInclusive<usize>,
    conditions: Vec<Condition>,
}

/// Whom the questions that count are for.
#[derive(Clone)]
struct Condition {
    /// As a complaint says it.
    who: String,
    holds: Arc<Holds>,
}

type Holds = dyn Fn(&dyn EvaluationContext) -> bool + Send + Sync;

impl<'m> Expectation<'m> {
    #[track_caller]
    pub(super) fn new(mock: &'m MockProvider, feature: &'static FeatureInfo) -> Self {
        let mut state = mock.state();
        state.expected.push(Expected {
            feature,
            place: Location::caller(),
            times: 1..=usize::MAX,
            conditions: Vec::new(),
        });
        let index = state.expected.len() - 1;
        drop(state);
        Self { mock, index }
    }

    /// Counts only questions of contexts that have what this one has: its targeting key, if it has
    /// one, and its attributes.
    pub fn asked_for(self, pattern: &dyn EvaluationContext) -> Self {
        let mut expected = self.mock.state().expected[self.index].clone();
        let pattern = Question::new(expected.feature, pattern);
        expected.conditions.push(Condition {
            who: pattern.who(),
            holds: Arc::new(move |context| pattern.is_met_by(context)),
        });
        self.store(expected)
    }

    /// Counts only questions of contexts for which this holds.
    pub fn asked_where(
        self,
        condition: impl Fn(&dyn EvaluationContext) -> bool + Send + Sync + 'static,
    ) -> Self {
        let mut expected = self.mock.state().expected[self.index].clone();
        expected.conditions.push(Condition {
            who: "where its condition holds".to_owned(),
            holds: Arc::new(condition),
        });
        self.store(expected)
    }

    /// Exactly once.
    pub fn once(self) -> Self {
        self.between(1..=1)
    }

    /// Not at all.
    pub fn never(self) -> Self {
        self.between(0..=0)
    }

    /// Exactly so many times.
    pub fn times(self, times: usize) -> Self {
        self.between(times..=times)
    }

    /// So many times or more.
    pub fn at_least(self, times: usize) -> Self {
        self.between(times..=usize::MAX)
    }

    /// So many times or fewer.
    pub fn at_most(self, times: usize) -> Self {
        self.between(0..=times)
    }

    /// No fewer and no more times than this.
    pub fn between(self, times: RangeInclusive<usize>) -> Self {
        let mut expected = self.mock.state().expected[self.index].clone();
        expected.times = times;
        self.store(expected)
    }

    fn store(self, expected: Expected) -> Self {
        self.mock.state().expected[self.index] = expected;
        self
    }
}

impl Expected {
    /// What is wrong with these questions.
    pub(super) fn complaint(&self, asked: &[Arc<Question>]) -> Option<String> {
        let of_feature: Vec<&Question> = asked
            .iter()
            .map(|question| &**question)
            .filter(|question| question.feature() == self.feature)
            .collect();
        let count = of_feature
            .iter()
            .filter(|question| self.conditions.iter().all(|only| (only.holds)(*question)))
            .count();
        if self.times.contains(&count) {
            return None;
        }
        let mut whom = String::new();
        for condition in &self.conditions {
            whom += " ";
            whom += &condition.who;
        }
        let mut complaint = format!(
            "feature `{}` was {}{whom}, and was {} (expected at {})",
            self.feature.key(),
            self.wanted(),
            match count {
                0 => "never asked".to_owned(),
                count => format!("asked {}", times(count)),
            },
            self.place
        );
        if let [first, others @ ..] = of_feature.as_slice() {
            complaint += &format!("; it was asked {}", first.who());
            for question in others.iter().take(MOST_SHOWN - 1) {
                complaint += &format!("; {}", question.who());
            }
            if let Some(more) = of_feature
                .len()
                .checked_sub(MOST_SHOWN)
                .filter(|more| *more > 0)
            {
                complaint += &format!("; and {more} more");
            }
        }
        Some(complaint)
    }

    fn wanted(&self) -> String {
        match (*self.times.start(), *self.times.end()) {
            (0, 0) => "not to be asked".to_owned(),
            (least, usize::MAX) => format!("to be asked at least {}", times(least)),
            (0, most) => format!("to be asked at most {}", times(most)),
            (least, most) if least == most => format!("to be asked {}", times(least)),
            (least, most) => format!("to be asked {least} to {}", times(most)),
        }
    }
}

/// So many questions are shown of those that were asked.
const MOST_SHOWN: usize = 5;

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

impl fmt::Debug for Expectation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.mock.state();
        let expected = &state.expected[self.index];
        f.debug_struct("Expectation")
            .field("feature", &expected.feature.key())
            .field("times", &expected.times)
            .finish_non_exhaustive()
    }
}
