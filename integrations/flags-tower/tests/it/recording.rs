use axum::Router;
use axum::routing::get;
use flags_tower::FlagsLayer;
use typed_flags::{Recorder, Scope, evaluated};

use crate::my_features::{CHECKOUT_BUTTON, ENABLE_CRAZY_FEATURE};
use crate::{answer, text, visitor};

fn lines(evaluated: &[typed_flags::Evaluated]) -> String {
    let lines: Vec<_> = evaluated.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

async fn page() -> String {
    let _ = (ENABLE_CRAZY_FEATURE.is_enabled(), CHECKOUT_BUTTON.get());
    let _ = ENABLE_CRAZY_FEATURE.is_enabled();
    lines(&evaluated())
}

#[tokio::test]
async fn an_error_report_lists_what_was_evaluated() {
    let layer = FlagsLayer::new(visitor).recorded_by(Recorder::new());
    let app = Router::new().route("/", get(page)).layer(layer);
    let answered = answer(&app, &[("x-user", "ada")]).await;
    let scope = answered
        .extensions()
        .get::<Scope>()
        .expect("it goes with the answer");
    let afterwards = lines(&scope.evaluated());
    let inside = text(answered).await;
    assert_eq!(
        inside,
        "enable_crazy_feature = true (TARGETING_MATCH)\ncheckout_button = \"red\" (DEFAULT)"
    );
    assert_eq!(afterwards, inside);
}

#[tokio::test]
async fn nothing_is_kept_unless_asked_for() {
    let app = Router::new()
        .route("/", get(page))
        .layer(FlagsLayer::new(visitor));
    assert_eq!(text(answer(&app, &[]).await).await, "");
}
