//! Random programs print the same when a feature of them is retired.
//!
//! `RETIRE_ROUNDS` runs more of them than the test does by itself, and `RETIRE_SEED` others.

mod generate;
mod program;
mod render;
mod shrink;
mod syntax;

use std::collections::BTreeMap;

use fastrand::Rng;

use self::program::{Fate, Programs, Retirement, fates};
use self::syntax::Block;

const RETIREMENTS: [Retirement; 9] = [
    keeping("new_checkout", "true"),
    keeping("new_checkout", "false"),
    keeping("dark_mode", "true"),
    keeping("dark_mode", "false"),
    keeping("beta_search", "true"),
    keeping("beta_search", "false"),
    keeping("button", "red"),
    keeping("button", "green"),
    keeping("button", "blue"),
];
/// Programs for each of them, and functions in each: enough that rustc is mostly busy with them, and
/// few enough that what fails is found quickly.
const PROGRAMS: usize = 3;
const FUNCTIONS: usize = 15;

#[test]
fn random_programs_print_the_same_for_the_kept_value() {
    let rounds = number_in("RETIRE_ROUNDS").unwrap_or(1);
    let first_seed = number_in("RETIRE_SEED").unwrap_or(1);
    for seed in first_seed..first_seed + rounds {
        let mut programs = Programs::new();
        let mut rng = Rng::with_seed(seed);
        for number in 0..PROGRAMS {
            for Retirement { feature, keep } in RETIREMENTS {
                let functions = (0..FUNCTIONS).map(|it| (it, generate::function(&mut rng)));
                let program = (keeping(feature, keep), functions.collect());
                programs.insert(format!("{feature}-{keep}-{number}"), program);
            }
        }
        let fates = fates("property", &programs);
        let all: Vec<&Fate> = fates.values().flat_map(BTreeMap::values).collect();
        for (name, (retirement, functions)) in &programs {
            let wrong = fates[name]
                .iter()
                .filter(|(_, fate)| matches!(fate, Fate::Wrong(..)));
            let smallest = wrong
                .min_by_key(|(number, _)| render::function(**number, &functions[number]).len());
            if let Some((number, fate)) = smallest {
                let shown = explain(*retirement, *number, &functions[number], fate);
                panic!("RETIRE_SEED={seed}, {retirement:?}\n{shown}");
            }
        }
        let count = |wanted: fn(&Fate) -> bool| all.iter().filter(|fate| wanted(fate)).count();
        let same = count(|fate| *fate == Fate::Same);
        let refused = count(|fate| matches!(fate, Fate::Refused(_)));
        let invalid = all.iter().find(|fate| matches!(fate, Fate::Invalid(_)));
        assert_eq!(invalid, None, "what is generated compiles");
        // Else this would show nothing.
        assert!(
            same > refused * 4,
            "{same} print the same, {refused} are refused"
        );
    }
}

/// The function before and after, made as small as it fails.
fn explain(retirement: Retirement, number: usize, body: &Block, fate: &Fate) -> String {
    let (mut body, mut fate) = (body.clone(), fate.clone());
    for _ in 0..40 {
        let candidates: BTreeMap<usize, Block> =
            shrink::smaller(&body).into_iter().enumerate().collect();
        let program = BTreeMap::from([("smaller".to_owned(), (retirement, candidates.clone()))]);
        let fates = fates("smaller", &program);
        let smallest = fates["smaller"]
            .iter()
            .filter(|(_, fate)| matches!(fate, Fate::Wrong(..)))
            .min_by_key(|(number, _)| render::function(**number, &candidates[number]).len());
        match smallest {
            Some((found, found_fate)) => {
                (body, fate) = (candidates[found].clone(), found_fate.clone());
            }
            None => break,
        }
    }
    let Fate::Wrong(message, after) = fate else {
        unreachable!("only what is wrong is explained");
    };
    let before = render::function(number, &body);
    format!("{message}\nbefore:\n{before}after:\n{after}")
}

const fn keeping(feature: &'static str, keep: &'static str) -> Retirement {
    Retirement { feature, keep }
}

fn number_in(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("`{variable}` is a number, not `{text}`")),
    )
}
