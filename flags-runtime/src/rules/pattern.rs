//! `matches`: a regular expression in linear time and bounded space.

use regex_automata::dfa::dense;
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::nfa::thompson;
use regex_automata::util::start;
use regex_automata::{Input, meta};

/// A compiled pattern. It matches anywhere in a text, unless it says otherwise.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: Box<str>,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    /// A table: nothing is allocated in a search.
    Table(Box<dense::DFA<Vec<u32>>>),
    /// Where the table is too large: it is made bit by bit in searches, of which the first in a
    /// thread allocates.
    Lazy(Box<meta::Regex>),
}

/// No automaton of a pattern may be larger: `(a{0,1000}){0,20}` would be.
pub(super) const SIZE_LIMIT: usize = 64 * 1024;

impl Pattern {
    pub(super) fn compile(text: &str) -> Result<Self, String> {
        let nfa = thompson::Compiler::new()
            .configure(thompson::Config::new().nfa_size_limit(Some(SIZE_LIMIT)))
            .build(text)
            .map_err(|error| describe(&error))?;
        let table = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .start_kind(StartKind::Unanchored)
                    .dfa_size_limit(Some(SIZE_LIMIT))
                    .determinize_size_limit(Some(SIZE_LIMIT)),
            )
            .build_from_nfa(&nfa);
        let engine = match table {
            // A table that may give up (at Unicode's `\b`) is not what is wanted.
            Ok(table) if table.start_state(&start::Config::new()).is_ok() => {
                Engine::Table(Box::new(table))
            }
            _ => Engine::Lazy(Box::new(lazy(text)?)),
        };
        Ok(Self {
            text: text.into(),
            engine,
        })
    }

    /// As it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        match &self.engine {
            Engine::Table(table) => {
                let input = Input::new(text).earliest(true);
                // It gives up on nothing that it was built for.
                matches!(table.try_search_fwd(&input), Ok(Some(_)))
            }
            Engine::Lazy(regex) => regex.is_match(text),
        }
    }
}

fn lazy(text: &str) -> Result<meta::Regex, String> {
    meta::Regex::builder()
        .configure(
            meta::Config::new()
                .nfa_size_limit(Some(SIZE_LIMIT))
                .onepass(false)
                .hybrid_cache_capacity(4 * SIZE_LIMIT),
        )
        .build(text)
        .map_err(|error| {
            error
                .syntax_error()
                .map_or_else(|| error.to_string(), ToString::to_string)
        })
}

fn describe(error: &thompson::BuildError) -> String {
    match error.size_limit() {
        Some(limit) => format!("it is larger than {} KiB when compiled", limit / 1024),
        None => {
            std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
        }
    }
}
