//! The text of a state file, to be changed in one place while all other bytes stay.

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::Format;
use flags_manifest::tree::Table;

use toml_edit::Key;

use crate::datum::Datum;
use crate::failure::Failure;
use crate::toml_text::Step;

mod json;
mod toml;

/// The text of a state file.
#[derive(Clone, Debug, PartialEq)]
pub struct StateText {
    text: String,
    format: Format,
}

/// What is done to one place.
#[derive(Clone, Copy, Debug)]
enum Change<'c> {
    /// It gets this value, whether it had one or not.
    Set(&'c Datum),
    /// It is gone.
    Remove,
    /// The list there gets one more item, and is made where there is none.
    Push(&'c Datum),
}

impl StateText {
    /// A text that can be changed.
    ///
    /// # Errors
    ///
    /// What is wrong with its syntax.
    pub fn new(text: String, format: Format) -> Result<Self, Vec<Diagnostic>> {
        // An empty file is an empty state, and the editor of JSON needs something to begin with.
        let text = match format {
            Format::Json if text.trim_start_matches(BOM).trim().is_empty() => {
                format!("{text}{{}}\n")
            }
            _ => text,
        };
        let (_, errors) = tree(&text, format);
        match errors.is_empty() {
            true => Ok(Self { text, format }),
            false => Err(errors),
        }
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is at a place, if something is.
    #[must_use]
    pub fn get(&self, path: &[Step<'_>]) -> Option<Datum> {
        let mut datum = tree(&self.text, self.format).0;
        path.iter()
            .try_fold(&mut datum, |datum, step| inner(datum, *step))
            .cloned()
    }

    /// Gives another value to a place, which may have had none.
    ///
    /// # Errors
    ///
    /// When the form of the text leaves no way to write it.
    pub fn set(&mut self, path: &[Step<'_>], value: &Datum) -> Result<(), Failure> {
        match self.get(path).as_ref() == Some(value) {
            true => Ok(()),
            false => self.change(path, Change::Set(value)),
        }
    }

    /// Takes out what is at a place.
    ///
    /// # Errors
    ///
    /// As [`StateText::set`].
    pub fn remove(&mut self, path: &[Step<'_>]) -> Result<(), Failure> {
        match self.get(path) {
            None => Ok(()),
            Some(_) => self.change(path, Change::Remove),
        }
    }

    /// Puts one more item into the list at a place.
    ///
    /// # Errors
    ///
    /// As [`StateText::set`].
    pub fn push(&mut self, path: &[Step<'_>], value: &Datum) -> Result<(), Failure> {
        self.change(path, Change::Push(value))
    }

    fn change(&mut self, path: &[Step<'_>], change: Change<'_>) -> Result<(), Failure> {
        let mut wanted = tree(&self.text, self.format).0;
        apply(&mut wanted, path, change);
        let wanted = settled(wanted);
        let candidates = match self.format {
            Format::Json => json::candidates(&self.text, path, change),
            _ => toml::candidates(&self.text, path, change),
        };
        // What a text comes to is found by reading it, so that no form of one has to be foreseen.
        let is_it = |text: &String| {
            let (now, errors) = tree(text, self.format);
            errors.is_empty() && settled(now) == wanted
        };
        let Some(text) = candidates.into_iter().find(is_it) else {
            return Err(Failure::new(format!(
                "`{}` cannot be changed in the form that the file has",
                dotted(path)
            ))
            .with_help("write the entry as a table of its own, `[features.KEY]`"));
        };
        self.text = text;
        Ok(())
    }
}

/// A path as TOML writes it.
fn dotted(path: &[Step<'_>]) -> String {
    let mut shown = String::new();
    for step in path {
        match step {
            Step::Item(index) => shown += &format!("[{index}]"),
            Step::Key(key) => {
                let dot = if shown.is_empty() { "" } else { "." };
                shown += &format!("{dot}{}", Key::new(*key));
            }
        }
    }
    shown
}

/// What a text says: neither the order of a table nor an empty one says anything.
fn settled(datum: Datum) -> Datum {
    fn prune(datum: &mut Datum) {
        match datum {
            Datum::List(items) => items.iter_mut().for_each(prune),
            Datum::Table(entries) => {
                entries.iter_mut().for_each(|(_, value)| prune(value));
                entries.retain(|(_, value)| *value != Datum::Table(Vec::new()));
            }
            _ => {}
        }
    }
    let mut datum = datum.sorted();
    prune(&mut datum);
    datum
}

const BOM: char = '\u{feff}';

fn tree(text: &str, format: Format) -> (Datum, Vec<Diagnostic>) {
    let (table, errors) = match format {
        Format::Json => Table::from_json(text),
        _ => Table::from_toml(text),
    };
    (Datum::of_table(&table), errors)
}

fn inner<'d>(datum: &'d mut Datum, step: Step<'_>) -> Option<&'d mut Datum> {
    match (datum, step) {
        (datum, Step::Key(key)) => datum.get_mut(key),
        (Datum::List(items), Step::Item(index)) => items.get_mut(index),
        _ => None,
    }
}

/// What a change comes to, as data.
fn apply(datum: &mut Datum, path: &[Step<'_>], change: Change<'_>) {
    let Some((step, rest)) = path.split_first() else {
        match (change, &mut *datum) {
            (Change::Set(value), _) => *datum = value.clone(),
            (Change::Push(value), Datum::List(items)) => items.push(value.clone()),
            (Change::Push(value), _) => *datum = Datum::List(vec![value.clone()]),
            (Change::Remove, _) => {}
        }
        return;
    };
    if rest.is_empty() && matches!(change, Change::Remove) {
        match (datum, step) {
            (Datum::Table(entries), Step::Key(key)) => entries.retain(|(name, _)| name != key),
            (Datum::List(items), Step::Item(index)) if *index < items.len() => {
                items.remove(*index);
            }
            _ => {}
        }
        return;
    }
    if let (Datum::Table(entries), Step::Key(key)) = (&mut *datum, step)
        && !entries.iter().any(|(name, _)| name == key)
    {
        entries.push(((*key).to_owned(), Datum::Table(Vec::new())));
    }
    if let Some(inner) = inner(datum, *step) {
        apply(inner, rest, change);
    }
}
