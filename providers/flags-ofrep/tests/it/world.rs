//! Features, contexts, and a service that answers as it is told.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use flags_file::registry_from_text;
use flags_ofrep::{Builder, OfrepClient, Settings};
use flags_runtime::{
    AttributeValue, EvaluationContext, Feature, FeatureInfo, Flags, Provider, Registry,
};

pub(crate) static SHOP: LazyLock<&'static Registry> = LazyLock::new(|| {
    let text = r#"
        [registry]
        name = "shop"
        [context]
        plan = "string"
        [features.dark_mode]
        [features.old_banner]
        provider-key = "banner"
        [features.upload]
        default = 25
        [features.ratio]
        default = 0.5
        [features.greeting]
        default = "hello"
        [features.button]
        variants = ["red", "green", "blue"]
        default = "red"
        [features.limits]
        default = { results = 50, hosts = ["a", "b"], inner = { deep = true, share = 0.5 } }
        [features.awesome]
        rules = [{ when = { plan = "pro" }, serve = true }]
    "#;
    registry_from_text("features.toml", text).unwrap_or_else(|error| panic!("{error}"))
});

pub(crate) fn feature(key: &str) -> &'static FeatureInfo {
    SHOP.find(key).expect("the feature is declared")
}

pub(crate) fn dark_mode() -> Feature<bool> {
    SHOP.feature("dark_mode").expect("the feature is declared")
}

/// A visitor with an attribute of each type, one of them private.
#[derive(Clone, Default)]
pub(crate) struct Visitor {
    pub(crate) key: Option<String>,
    pub(crate) plan: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) seats: Option<i64>,
}

impl Visitor {
    pub(crate) fn new(key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..Self::default()
        }
    }

    pub(crate) fn plan(mut self, plan: &str) -> Self {
        self.plan = Some(plan.to_owned());
        self
    }

    pub(crate) fn email(mut self, email: &str) -> Self {
        self.email = Some(email.to_owned());
        self
    }
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        match name {
            "plan" => self.plan.as_deref().map(AttributeValue::Text),
            "email" => self.email.as_deref().map(AttributeValue::Text),
            "seats" => self.seats.map(AttributeValue::Integer),
            _ => None,
        }
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for name in ["plan", "email", "seats"] {
            if let Some(value) = self.attribute(name) {
                visit(name, value);
            }
        }
    }

    fn is_private(&self, name: &str) -> bool {
        name == "email"
    }
}

/// What an evaluation gives: `true (STATIC, on)`, with what went wrong.
pub(crate) fn says(
    provider: impl Provider + 'static,
    key: &str,
    context: &dyn EvaluationContext,
) -> String {
    let evaluation = Flags::new(provider).evaluate_value(feature(key), context);
    let variant = match evaluation.variant() {
        Some(variant) => format!(", {variant}"),
        None => String::new(),
    };
    let error = match evaluation.error() {
        Some(error) => format!("; {}: {error}", error.kind()),
        None => String::new(),
    };
    format!(
        "{} ({}{variant}){error}",
        evaluation.value(),
        evaluation.reason()
    )
}

pub(crate) fn fast(builder: Builder) -> Builder {
    builder.interval(SOON).http(soon())
}

pub(crate) fn soon() -> Settings {
    Settings::new()
        .spread(Duration::ZERO)
        .backoff(SOON, SOON)
        .extended(SOON, SOON)
        .no_proxy()
}

const SOON: Duration = Duration::from_millis(5);

pub(crate) fn client(url: &str) -> OfrepClient {
    fast(OfrepClient::builder(url)).build_client().unwrap()
}

/// The body of a bulk evaluation with one flag.
pub(crate) fn one(flag: &str) -> String {
    format!(r#"{{"flags":[{flag}]}}"#)
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The smallest runtime there is.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park_timeout(Duration::from_secs(60)),
        }
    }
}

/// Waits for a condition; long, because the machine may be busy.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "not so: {what}"
        );
        thread::sleep(Duration::from_millis(2));
    }
}
