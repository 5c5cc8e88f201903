//! Two providers, one of which is only watched.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError, Weak};
use std::time::Duration;

use arc_swap::ArcSwap;

use crate::context::InEnvironment;
use crate::installed::{Installed, panicked};
use crate::payload::Payload;
use crate::rules::book::Books;
use crate::{
    Anonymous, Answer, Answers, EvaluationContext, FeatureInfo, Listener, Notice, Provider,
    Registry, Resolution, ResolveError, Status,
};

/// Serves one provider and compares another with it: for a move from one system to the next.
///
/// What is served is what the first says, under its name, with its status and its notices. Whatever
/// the candidate does (fail, panic, know nothing) is counted and changes nothing; only time it does
/// take, on the evaluating thread, so wrap a candidate that may block in a
/// [`Deadline`](crate::Deadline).
///
/// A feature that the first answers without a context stays on the fast path. Such an answer is
/// compared once whenever either of the two has new data, for nobody in particular where the
/// candidate needs a context; every other answer is compared in each evaluation. Two answers are the
/// same if both give the same value, both have no opinion, or both fail. There is room for one pair
/// of differing answers per feature, so memory is bounded.
///
/// Cloning it gives another handle of the same, so that one can be installed and the other read:
///
/// ```
/// use flags_runtime::{MemoryProvider, NoopProvider, Shadow, set_provider};
///
/// let shadow = Shadow::new(MemoryProvider::new(), NoopProvider);
/// set_provider(shadow.clone());
/// for comparison in shadow.comparisons() {
///     println!("{comparison}");
/// }
/// ```
#[derive(Clone)]
pub struct Shadow {
    pair: Arc<Pair>,
}

type Resolved = Result<Option<Resolution>, ResolveError>;

struct Pair {
    served: Arc<dyn Provider>,
    /// The served provider's rules, which are evaluated here so that their answers are compared.
    rules: Books,
    candidate: Installed,
    tallies: ArcSwap<Vec<Arc<Tally>>>,
    /// Held while `tallies` is replaced.
    writer: Mutex<()>,
}

/// What was found out for the features of one registry.
struct Tally {
    registry: &'static Registry,
    cells: Box<[Cell]>,
    /// What the served provider said last without a context, and in which environment.
    served: Mutex<(Answers, String)>,
}

#[derive(Default)]
struct Cell {
    compared: AtomicU64,
    differed: AtomicU64,
    last: Mutex<Option<(Resolved, Resolved)>>,
}

impl Shadow {
    /// Serves what `served` says, and compares what `candidate` would have said.
    pub fn new(served: impl Provider + 'static, candidate: impl Provider + 'static) -> Self {
        let pair = Arc::new(Pair {
            served: Arc::new(served),
            rules: Books::default(),
            candidate: Installed::new(Arc::new(candidate)),
            tallies: ArcSwap::from_pointee(Vec::new()),
            writer: Mutex::new(()),
        });
        pair.candidate.subscribe(Arc::new(Recompare {
            pair: Arc::downgrade(&pair),
        }));
        Self { pair }
    }

    /// How often the two differed, for each feature that was compared at all.
    #[must_use]
    pub fn comparisons(&self) -> Vec<Comparison> {
        let tallies = self.pair.tallies.load();
        tallies
            .iter()
            .flat_map(|tally| tally.registry.features().iter().zip(&tally.cells))
            .map(|(feature, cell)| cell.comparison(feature))
            .filter(|comparison| comparison.compared > 0)
            .collect()
    }

    /// How often the two differed for one feature; a [`Feature`](crate::Feature) will do.
    #[must_use]
    pub fn comparison(&self, feature: &FeatureInfo) -> Comparison {
        let declared = &feature.registry().features()[feature.index()];
        match self.pair.tally(feature.registry()) {
            Some(tally) => tally.cells[feature.index()].comparison(declared),
            None => Cell::default().comparison(declared),
        }
    }

    /// How the candidate is; the served provider's is [`Provider::status`].
    #[must_use]
    pub fn candidate_status(&self) -> Status {
        self.pair.candidate.status()
    }
}

/// How often two providers differed for one feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    feature: &'static FeatureInfo,
    compared: u64,
    differed: u64,
    last: Option<(Resolved, Resolved)>,
}

impl Comparison {
    /// The feature.
    #[must_use]
    pub const fn feature(&self) -> &'static FeatureInfo {
        self.feature
    }

    /// How often the two were compared.
    #[must_use]
    pub const fn compared(&self) -> u64 {
        self.compared
    }

    /// How often they differed.
    #[must_use]
    pub const fn differed(&self) -> u64 {
        self.differed
    }

    /// What was served when they last differed. (Of differences at the same moment on several
    /// threads, one is kept.)
    #[must_use]
    pub fn last_served(&self) -> Option<&Result<Option<Resolution>, ResolveError>> {
        self.last.as_ref().map(|(served, _)| served)
    }

    /// What the candidate said when they last differed.
    #[must_use]
    pub fn last_candidate(&self) -> Option<&Result<Option<Resolution>, ResolveError>> {
        self.last.as_ref().map(|(_, candidate)| candidate)
    }
}

/// ``feature `dark_mode` differed 3 times of 10; last true was served, the candidate had no opinion``.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "feature `{}` differed {} times of {}",
            self.feature.key(),
            self.differed,
            self.compared
        )?;
        let Some((served, candidate)) = &self.last else {
            return Ok(());
        };
        match served {
            Ok(Some(resolution)) => write!(f, "; last {} was served", resolution.value())?,
            Ok(None) => f.write_str("; last the served provider had no opinion")?,
            Err(error) => write!(f, "; last the served provider failed ({error})")?,
        }
        match candidate {
            Ok(Some(resolution)) => write!(f, ", the candidate said {}", resolution.value()),
            Ok(None) => f.write_str(", the candidate had no opinion"),
            Err(error) => write!(f, ", the candidate failed ({error})"),
        }
    }
}

impl Pair {
    fn tally(&self, registry: &Registry) -> Option<Arc<Tally>> {
        let tallies = self.tallies.load();
        tallies
            .iter()
            .find(|tally| std::ptr::eq(tally.registry, registry))
            .cloned()
    }

    /// The tally of this registry, which is made if need be. Not called in an evaluation.
    fn tally_of(&self, registry: &'static Registry) -> Arc<Tally> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tally) = self.tally(registry) {
            return tally;
        }
        let tally = Arc::new(Tally {
            registry,
            cells: registry
                .features()
                .iter()
                .map(|_| Cell::default())
                .collect(),
            served: Mutex::new((Answers::ask(), String::new())),
        });
        let mut all = Vec::clone(&self.tallies.load());
        all.push(Arc::clone(&tally));
        self.tallies.store(Arc::new(all));
        tally
    }

    /// Compares what can be compared without a context.
    fn compare_fixed(&self, tally: &Tally, served: &Answers, environment: &str) {
        let candidate = self
            .candidate
            .answers_without_rules(tally.registry, environment);
        let context = InEnvironment {
            context: &Anonymous,
            environment: tally
                .registry
                .environments()
                .iter()
                .copied()
                .find(|known| *known == environment),
            moment: None,
        };
        for (feature, cell) in tally.registry.features().iter().zip(&tally.cells) {
            let Answer::Fixed(served) = served.get(feature.index()) else {
                continue;
            };
            let candidate = match candidate.as_ref().map(|all| all.get(feature.index())) {
                None => Err(panicked()),
                Some(Answer::Fixed(candidate)) => candidate.clone(),
                Some(Answer::Ask | Answer::Rules(_)) => self.candidate.resolve(feature, &context),
            };
            cell.compare(feature, served, candidate);
        }
    }
}

impl Cell {
    /// Counts, without waiting for anybody and without allocating.
    fn compare(&self, feature: &FeatureInfo, served: &Resolved, candidate: Resolved) {
        self.compared.fetch_add(1, Ordering::Relaxed);
        if same(feature, served, &candidate) {
            return;
        }
        self.differed.fetch_add(1, Ordering::Relaxed);
        let last = match self.last.try_lock() {
            Ok(last) => Some(last),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            // Somebody reads it, or has just found another difference.
            Err(TryLockError::WouldBlock) => None,
        };
        if let Some(mut last) = last {
            *last = Some((served.clone(), candidate));
        }
    }

    fn comparison(&self, feature: &'static FeatureInfo) -> Comparison {
        let differed = self.differed.load(Ordering::Relaxed);
        Comparison {
            feature,
            // Nothing orders the two counters, so a difference may be seen before its comparison.
            compared: self.compared.load(Ordering::Relaxed).max(differed),
            differed,
            last: self
                .last
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        }
    }
}

fn same(feature: &FeatureInfo, one: &Resolved, two: &Resolved) -> bool {
    match (one, two) {
        (Ok(None), Ok(None)) | (Err(_), Err(_)) => true,
        (Ok(Some(one)), Ok(Some(two))) => {
            // Values are compared as the feature serves them: 1 is 1.0 for a float.
            let one_fits = Payload::check(feature, one.value());
            let two_fits = Payload::check(feature, two.value());
            match (one_fits, two_fits) {
                (Some(one), Some(two)) => one.same_as(&two),
                _ => one.value() == two.value(),
            }
        }
        _ => false,
    }
}

impl Provider for Shadow {
    fn name(&self) -> &str {
        self.pair.served.name()
    }

    fn resolve(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Resolved {
        let served = match self.pair.rules.resolve(feature, context) {
            Some(answer) => answer,
            None => self.pair.served.resolve(feature, context),
        };
        let tallies = self.pair.tallies.load();
        // A registry that nobody attached has no tally; it is compared from then on.
        if let Some(tally) = tallies
            .iter()
            .find(|tally| std::ptr::eq(tally.registry, feature.registry()))
        {
            let candidate = self.pair.candidate.resolve(feature, context);
            tally.cells[feature.index()].compare(feature, &served, candidate);
        }
        served
    }

    fn answers(&self, registry: &'static Registry, environment: &str) -> Answers {
        let mut served = self.pair.served.answers(registry, environment);
        self.pair.rules.take(registry, environment, &mut served);
        let tally = self.pair.tally_of(registry);
        self.pair.compare_fixed(&tally, &served, environment);
        *tally.served.lock().unwrap_or_else(PoisonError::into_inner) =
            (served.clone(), environment.to_owned());
        served
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.pair.served.subscribe(listener);
    }

    fn explain(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Vec<String> {
        self.pair.served.explain(feature, context)
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        self.pair.served.notices(registries)
    }

    fn status(&self) -> Status {
        self.pair.served.status()
    }

    fn ready(&self, timeout: Duration) -> Status {
        self.pair.served.ready(timeout)
    }

    /// Ends both.
    fn shutdown(&self) {
        self.pair.candidate.shutdown();
        self.pair.served.shutdown();
    }
}

impl fmt::Debug for Shadow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shadow")
            .field("candidate", self.pair.candidate.name())
            .finish_non_exhaustive()
    }
}

/// Hears of the candidate's changes, which are nobody else's business.
struct Recompare {
    pair: Weak<Pair>,
}

impl Listener for Recompare {
    fn changed(&self) -> bool {
        let Some(pair) = self.pair.upgrade() else {
            return false;
        };
        for tally in pair.tallies.load().iter() {
            let (served, environment) = tally
                .served
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            pair.compare_fixed(tally, &served, &environment);
        }
        true
    }
}
