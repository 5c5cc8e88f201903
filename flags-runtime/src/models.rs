//! The exchange of snapshots and slots, in every order that it can happen in.
//!
//! `RUSTFLAGS="--cfg flags_loom" cargo test -p flags-runtime --lib models`
//!
//! What runs here is the code that programs run: slots, snapshots, and what a writer does with them.

use std::sync::Arc;

use loom::thread;

use crate::attached::Attached;
use crate::compile::{Stage, compile};
use crate::installed::Installed;
use crate::snapshot::{Asker, Snapshot};
use crate::{
    Anonymous, Answer, Answers, EvaluationContext, FeatureInfo, Provider, Reason, Registry,
    Resolution, ResolveError, Slot, Text, Value, ValueType,
};

/// Tries every order in which threads are interrupted twice at most, where they need not be: what goes
/// wrong needs no more, and all orders are too many.
fn model(work: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(work);
}

/// Its value is its version.
struct Generation(i64);

impl Provider for Generation {
    fn name(&self) -> &str {
        "generation"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, _: &'static Registry, _: &str) -> Answers {
        let answer = Resolution::new(self.0, Reason::Static);
        Answers::new(vec![Answer::Fixed(Ok(Some(answer)))])
            .with_version(Text::from(self.0.to_string()))
    }
}

fn registry() -> &'static Registry {
    Registry::late("modelled", "models.rs", 0, &["production"], &[]).leak_with(|registry| {
        let value = Value::Integer(0);
        vec![FeatureInfo::new(
            registry,
            0,
            1,
            "n",
            "N",
            ValueType::Integer,
            value,
        )]
    })
}

fn snapshot(registry: &'static Registry, generation: i64) -> Snapshot {
    let installed = Arc::new(Installed::new(Arc::new(Generation(generation))));
    let stage = Stage {
        environment: None,
        moment: None,
        variables: None,
        variables_everywhere: false,
    };
    compile(registry, &installed, &stage, None)
}

/// What a snapshot says, value and version.
fn says(snapshot: &Snapshot) -> i64 {
    let feature = &snapshot.registry.features()[0];
    let asker = Asker::new(&Anonymous, None, None);
    let evaluation = snapshot.evaluate(feature, &asker, |payload| payload.to_value(feature));
    assert_eq!(
        *evaluation.value(),
        Value::Integer(evaluation.version().unwrap().parse().unwrap()),
        "torn: a value and a version of two snapshots"
    );
    evaluation.version().unwrap().parse().unwrap()
}

/// What an evaluation gives: the slot's answer, else the snapshot's.
fn read(attached: &Attached) -> i64 {
    let slot = attached.registry.features()[0].slot();
    match slot.bits() {
        Some(bits) => bits.cast_signed(),
        None => attached.snapshot.with(says),
    }
}

fn attached(generation: i64) -> Arc<Attached> {
    let attached = Attached::new(snapshot(registry(), generation), Some(0));
    attached.publish_all(|| false);
    Arc::new(attached)
}

/// The three steps of a change, as the engine takes them.
fn change(attached: &Attached, generation: i64) {
    let coming = attached.prepare(snapshot(attached.registry, generation));
    attached.exchange(&coming);
    attached.finish(coming);
    attached.snapshot.free_replaced();
}

#[test]
fn a_number_in_a_slot_is_never_torn_and_never_goes_back() {
    model(|| {
        let slot = Arc::new(Slot::new());
        let reader = thread::spawn({
            let slot = Arc::clone(&slot);
            move || {
                let mut last = 0;
                for _ in 0..2 {
                    if let Some(bits) = slot.bits() {
                        assert!([1, 2].contains(&bits), "{bits} was never written");
                        assert!(bits >= last, "{bits} after {last}");
                        last = bits;
                    }
                }
            }
        });
        slot.set_bits(1);
        slot.ask();
        slot.set_bits(2);
        reader.join().unwrap();
        assert_eq!(slot.bits(), Some(2));
    });
}

#[test]
fn who_has_seen_the_new_answer_does_not_see_the_old_one_again() {
    model(|| {
        let attached = attached(1);
        let reader = thread::spawn({
            let attached = Arc::clone(&attached);
            move || {
                let first = read(&attached);
                let second = read(&attached);
                assert!([1, 2].contains(&first), "{first}");
                assert!(second >= first, "{second} after {first}");
            }
        });
        change(&attached, 2);
        // The writer's own evaluations too.
        assert_eq!(read(&attached), 2);
        reader.join().unwrap();
    });
}

#[test]
fn what_one_thread_has_seen_another_one_that_it_tells_sees_too() {
    model(|| {
        let attached = attached(1);
        let told = Arc::new(crate::sync::AtomicBool::new(false));
        let teller = thread::spawn({
            let (attached, told) = (Arc::clone(&attached), Arc::clone(&told));
            move || {
                if read(&attached) == 2 {
                    told.store(true, std::sync::atomic::Ordering::Release);
                }
            }
        });
        let writer = thread::spawn({
            let attached = Arc::clone(&attached);
            move || change(&attached, 2)
        });
        // Keeps the first snapshot, perhaps.
        let _ = attached.snapshot.with(says);
        if told.load(std::sync::atomic::Ordering::Acquire) {
            assert_eq!(attached.snapshot.with(says), 2);
        }
        teller.join().unwrap();
        writer.join().unwrap();
    });
}

#[test]
fn a_snapshot_is_whole_while_others_follow() {
    model(|| {
        let attached = attached(1);
        let reader = thread::spawn({
            let attached = Arc::clone(&attached);
            move || {
                let first = attached.snapshot.with(says);
                let second = attached.snapshot.with(says);
                assert!(second >= first, "{second} after {first}");
            }
        });
        change(&attached, 2);
        change(&attached, 3);
        reader.join().unwrap();
        assert_eq!(attached.snapshot.with(says), 3);
    });
}
