//! Folds until nothing more follows from what is known.

use ra_ap_syntax::Edition;
use ra_ap_syntax::ast::{self, AstNode as _};

use super::draft::{Draft, Mark, Step, What};
use super::value::{Kept, Value};
use super::view::View;
use super::{binding, boolean, branch, call, evaluate, inference, matching, registry, testing};

/// One round over a text: what its rules see.
pub(super) struct Round<'a> {
    pub(super) view: &'a View,
    pub(super) draft: &'a Draft,
    pub(super) kept: &'a Kept,
}

impl Round<'_> {
    pub(super) fn text(&self) -> &str {
        &self.draft.text
    }

    /// The value that this expression is known to have: marked, or written as a literal.
    pub(super) fn known(&self, expr: &ast::Expr) -> Option<Value> {
        let range = super::view::span(expr);
        self.draft.marks.iter().find_map(|mark| match &mark.what {
            What::Known(value) if mark.range == range => Some(value.clone()),
            _ => None,
        })
    }

    /// The variant that this path names.
    pub(super) fn variant(&self, path: &ra_ap_syntax::SyntaxNode) -> Option<usize> {
        let range = super::view::bytes(path);
        self.draft.marks.iter().find_map(|mark| match mark.what {
            What::Variant(index) if mark.range == range => Some(index),
            _ => None,
        })
    }

    fn step(&self, mark: &Mark) -> Option<Step> {
        match &mark.what {
            What::Constant => testing::attribute(self, mark)
                .or_else(|| evaluate::step(self, mark))
                .or_else(|| testing::step(self, mark)),
            What::Key => registry::key(self, mark),
            What::Field => registry::field(self, mark),
            What::Known(value) => self.follow(mark, value),
            What::Type | What::Variant(_) | What::Import | What::TypeImport => None,
        }
    }

    /// What follows from a known value.
    fn follow(&self, mark: &Mark, value: &Value) -> Option<Step> {
        let expr = self.view.expression(&mark.range)?;
        let parent = expr.syntax().parent()?;
        boolean::follow(self, &expr, &parent, value)
            .or_else(|| branch::follow(self, &expr, &parent, value))
            .or_else(|| matching::follow(self, &expr, &parent, value))
            .or_else(|| call::follow(self, &expr, &parent, value))
            .or_else(|| binding::follow(self, &expr, &parent, value))
    }
}

/// Folds what follows from the marks.
pub(super) fn fold(draft: &mut Draft, kept: &Kept, edition: Edition) {
    loop {
        let view = View::new(&draft.text, edition);
        if !round(draft, kept, &view) {
            return;
        }
    }
}

/// Goes on until the text changes. False if it did not.
fn round(draft: &mut Draft, kept: &Kept, view: &View) -> bool {
    loop {
        let found = {
            let round = Round { view, draft, kept };
            (draft.marks.iter().enumerate())
                .find_map(|(index, mark)| round.step(mark).map(|step| (index, step)))
                .map(|(index, step)| {
                    let mark = &draft.marks[index];
                    let lost = inference::lost(&round, &mark.range, &step);
                    (index, step, lost.map(|why| (mark.origin.clone(), why)))
                })
        };
        let Some((index, step, refused)) = found else {
            return false;
        };
        // The rest is looked at all the same, so that all places are told at once.
        draft.refused.extend(refused);
        let changes = !step.edits.is_empty();
        draft.take(step, index);
        if changes {
            return true;
        }
    }
}
