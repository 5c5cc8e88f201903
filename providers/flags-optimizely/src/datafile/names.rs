//! What attributes are called, here and in the datafile.

use std::collections::HashMap;

/// Attributes that a program calls otherwise than its Optimizely project, by the project's name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renames(HashMap<String, String>);

impl Renames {
    pub(crate) fn insert(&mut self, theirs: String, ours: String) {
        self.0.insert(theirs, ours);
    }

    /// What the program calls an attribute of the project.
    fn ours<'n>(&'n self, theirs: &'n str) -> &'n str {
        self.0.get(theirs).map_or(theirs, String::as_str)
    }
}

/// The attributes that conditions ask for.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    /// What the program calls them.
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    /// What the program calls the one whose value goes into buckets instead of the user's id.
    pub(crate) bucketing_id: String,
    /// Ids of the project's attributes, for events, by the project's name.
    pub(crate) ids: HashMap<String, String>,
    renames: Renames,
}

impl Attributes {
    pub(super) fn new(renames: &Renames) -> Self {
        Self {
            bucketing_id: renames.ours("$opt_bucketing_id").to_owned(),
            renames: renames.clone(),
            ..Self::default()
        }
    }

    pub(super) fn index(&mut self, theirs: &str) -> usize {
        if let Some(index) = self.by_name.get(theirs) {
            return *index;
        }
        let index = self.names.len();
        self.names.push(self.renames.ours(theirs).to_owned());
        self.by_name.insert(theirs.to_owned(), index);
        index
    }

    /// What the program calls an attribute.
    pub(crate) fn name(&self, index: usize) -> &str {
        &self.names[index]
    }

    /// What the project calls an attribute of the program.
    pub(crate) fn theirs<'n>(&'n self, ours: &'n str) -> &'n str {
        let mut renames = self.renames.0.iter();
        renames
            .find(|(_, name)| *name == ours)
            .map_or(ours, |(theirs, _)| theirs)
    }
}
