//! Entries in every form that a table may have: a change touches one line at most, or adds some.

use cargo_flags::datum::Datum;
use cargo_flags::state_text::StateText;
use fastrand::Rng;
use flags_manifest::state::Format;

use super::path;
use crate::manifest_edit::property::manifest;

#[test]
fn a_change_touches_one_line_at_most() {
    let rule = Datum::Table(vec![("rollout".to_owned(), Datum::percent(5_000))]);
    for seed in 0..1000 {
        let mut rng = Rng::with_seed(seed);
        let newline = if rng.bool() { "\n" } else { "\r\n" };
        let lines = manifest(&mut rng).into_iter();
        let text: String = lines.map(|(line, _)| line + newline).collect();
        let before = StateText::new(text.clone(), Format::Toml).expect("it is sound");
        let mut state = before.clone();
        let (at, value) = match rng.u8(0..4) {
            0 => ("features.x.default", Datum::Boolean(false)),
            1 => ("features.x.environments.testing", Datum::Boolean(true)),
            2 => ("features.new.environments.testing", Datum::Boolean(true)),
            _ => ("features.x.rules", rule.clone()),
        };
        if at.ends_with("rules") {
            state.push(&path(at), &value).expect("there is a way");
            let Some(Datum::List(rules)) = state.get(&path(at)) else {
                panic!("seed {seed}: no rules in\n{}", state.text());
            };
            assert_eq!(rules.last(), Some(&value), "seed {seed}");
        } else {
            state.set(&path(at), &value).expect("there is a way");
            assert_eq!(state.get(&path(at)), Some(value), "seed {seed}");
        }
        // The old lines are all there, in their order, from the top and from the end, up to the one
        // that changed.
        let old: Vec<&str> = text.split('\n').collect();
        let mut new = state.text().split('\n');
        let from_top = old.iter().take_while(|line| new.any(|it| it == **line));
        let from_top = from_top.count();
        let mut new = state.text().split('\n').rev();
        let from_end = old
            .iter()
            .rev()
            .take_while(|line| new.any(|it| it == **line));
        assert!(
            from_top + from_end.count() + 1 >= old.len(),
            "seed {seed}, {at}, of\n{text}\nbecame\n{}",
            state.text()
        );
        assert!(newline == "\n" || !state.text().replace("\r\n", "").contains('\n'));
    }
}
