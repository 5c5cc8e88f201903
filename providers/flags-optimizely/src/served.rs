//! The datafile that is served, and what came before it.

use std::fmt;
use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};
use flags_http::Taken;
use flags_runtime::{Notice, NoticeKind, Registry};

use crate::bound::Bound;
use crate::datafile::{Datafile, Refusal, Renames};
use crate::forced::Forced;

/// What evaluations read. Readers never wait for a writer.
pub(crate) struct Served {
    snapshot: ArcSwapOption<Snapshot>,
    pub(crate) forced: ArcSwapOption<Forced>,
    renames: Renames,
    allow_empty: bool,
}

/// One datafile, and what is remembered of the registries that were asked for.
pub(crate) struct Snapshot {
    pub(crate) datafile: Arc<Datafile>,
    bound: ArcSwap<Vec<Arc<Bound>>>,
}

/// Whether a text may take the place of one with a higher revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// It comes from a network, where an old copy may still be about.
    Revision,
    /// Somebody put it there: the last one counts.
    Arrival,
}

impl Served {
    pub(crate) fn new(renames: Renames, allow_empty: bool) -> Self {
        Self {
            snapshot: ArcSwapOption::empty(),
            forced: ArcSwapOption::empty(),
            renames,
            allow_empty,
        }
    }

    /// Takes a text as a whole, or leaves what is served as it is.
    pub(crate) fn take(&self, text: &str, order: Order) -> Result<Taken, Refusal> {
        let datafile = Datafile::parse(text, &self.renames)?;
        let current = self.snapshot.load_full();
        if let Some(current) = &current {
            let current = &current.datafile;
            if datafile.is_empty() && !current.is_empty() && !self.allow_empty {
                return Err(Refusal::suspicious(format!(
                    "it holds no flag any more, and revision {} holds some; build the provider with \
                     `allow_empty(true)` to take it",
                    current.revision
                )));
            }
            if order == Order::Revision {
                if current.is_newer_than(&datafile) {
                    return Ok(Taken::Older);
                }
                if current.revision == datafile.revision {
                    return Ok(Taken::Same);
                }
            }
        }
        let new = Snapshot::new(Arc::new(datafile), current.as_deref());
        self.snapshot.store(Some(Arc::new(new)));
        Ok(Taken::Changed)
    }

    pub(crate) fn snapshot(&self) -> arc_swap::Guard<Option<Arc<Snapshot>>> {
        self.snapshot.load()
    }

    /// What a person should know of the datafile.
    pub(crate) fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let Some(snapshot) = self.snapshot.load_full() else {
            return Vec::new();
        };
        let of_no_flag = snapshot.datafile.ignored.iter();
        let of_no_flag = of_no_flag.filter(|(flag, _)| flag.is_none());
        let mut notices: Vec<_> = of_no_flag
            .map(|(_, note)| Notice::new(NoticeKind::Ignored, note.clone()))
            .collect();
        for registry in registries {
            notices.extend(snapshot.bound(registry).notices(&snapshot.datafile));
        }
        notices
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let snapshot = self.snapshot.load();
        let revision = snapshot
            .as_ref()
            .map(|snapshot| &snapshot.datafile.revision);
        f.debug_struct("Served")
            .field("revision", &revision)
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// What cannot be used of the datafile is served as `previous` had it.
    fn new(datafile: Arc<Datafile>, previous: Option<&Self>) -> Self {
        let bound = previous.map(|previous| {
            let all = previous.bound.load();
            let all = all.iter();
            all.map(|bound| Arc::new(Bound::new(&datafile, bound.registry, Some(bound))))
                .collect()
        });
        Self {
            datafile,
            bound: ArcSwap::from_pointee(bound.unwrap_or_default()),
        }
    }

    /// How the features of a registry are served.
    pub(crate) fn bound(&self, registry: &'static Registry) -> Arc<Bound> {
        if let Some(bound) = find(&self.bound.load(), registry) {
            return Arc::clone(bound);
        }
        let new = Arc::new(Bound::new(&self.datafile, registry, None));
        self.bound.rcu(|all| {
            let mut all = Vec::clone(all);
            // Another thread may have been faster; the two say the same.
            if find(&all, registry).is_none() {
                all.push(Arc::clone(&new));
            }
            all
        });
        new
    }
}

fn find<'b>(all: &'b [Arc<Bound>], registry: &'static Registry) -> Option<&'b Arc<Bound>> {
    all.iter()
        .find(|bound| std::ptr::eq(bound.registry, registry))
}
