//! Decisions that a program forces for single users, as for a tester.

use std::collections::HashMap;

/// By user, then by flag.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forced(HashMap<String, HashMap<String, Vec<Entry>>>);

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Key of the rule that it is about; `None` for the flag as a whole.
    pub(crate) rule: Option<String>,
    pub(crate) variation: String,
}

impl Forced {
    pub(crate) fn insert(&mut self, user: &str, flag: &str, rule: Option<&str>, variation: &str) {
        self.remove(user, flag, rule);
        let flags = self.0.entry(user.to_owned()).or_default();
        flags.entry(flag.to_owned()).or_default().push(Entry {
            rule: rule.map(str::to_owned),
            variation: variation.to_owned(),
        });
    }

    pub(crate) fn remove(&mut self, user: &str, flag: &str, rule: Option<&str>) {
        if let Some(flags) = self.0.get_mut(user) {
            if let Some(entries) = flags.get_mut(flag) {
                entries.retain(|entry| entry.rule.as_deref() != rule);
                if entries.is_empty() {
                    flags.remove(flag);
                }
            }
            if flags.is_empty() {
                self.0.remove(user);
            }
        }
    }

    /// Those of a user and flag.
    pub(crate) fn of(&self, user: &str, flag: &str) -> Option<&[Entry]> {
        Some(self.0.get(user)?.get(flag)?)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some user has one for a flag.
    pub(crate) fn concern(&self, flag: &str) -> bool {
        self.0.values().any(|flags| flags.contains_key(flag))
    }
}
