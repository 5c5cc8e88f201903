//! List that is cloned without allocation.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// List of a feature: a literal or a shared slice. Cloning it never allocates.
///
/// ```
/// use flags_runtime::List;
///
/// let ports = List::from(vec![80_i64, 443]);
/// assert_eq!(ports.clone().iter().sum::<i64>(), 523);
/// ```
pub struct List<T: 'static>(Repr<T>);

enum Repr<T: 'static> {
    Literal(&'static [T]),
    Shared(Arc<[T]>),
}

impl<T> List<T> {
    /// No items.
    pub const EMPTY: Self = Self::literal(&[]);

    /// List that lives as long as the program.
    #[must_use]
    pub const fn literal(items: &'static [T]) -> Self {
        Self(Repr::Literal(items))
    }

    /// The items.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match &self.0 {
            Repr::Literal(items) => items,
            Repr::Shared(items) => items,
        }
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Repr::Literal(items) => Repr::Literal(items),
            Repr::Shared(items) => Repr::Shared(Arc::clone(items)),
        })
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Repr::Shared(items.into()))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(Repr::Shared(items.into_iter().collect()))
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_slice(), f)
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: Eq> Eq for List<T> {}
