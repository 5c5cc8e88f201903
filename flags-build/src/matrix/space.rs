//! What values there are, and which of them go together.

/// For a value, the values that other features must have then; `None` where it is never possible.
pub(super) type Implied = Option<Vec<(usize, usize)>>;

/// Features by index, their values by index, and what a value demands of other features.
///
/// What is demanded is complete: what a demanded value demands itself is in it. A feature always has
/// a value that demands nothing, its rest.
pub(super) struct Space {
    sizes: Vec<usize>,
    implied: Vec<Vec<Implied>>,
    /// For each feature, a value that is always possible.
    rest: Vec<usize>,
    /// Features in an order in which those that others need come first.
    order: Vec<usize>,
}

impl Space {
    pub(super) fn new(sizes: Vec<usize>, implied: Vec<Vec<Implied>>) -> Self {
        let free = |value: &Implied| value.as_ref().is_some_and(Vec::is_empty);
        let rest = implied
            .iter()
            .map(|values| values.iter().position(free).unwrap_or(0))
            .collect();
        let mut order: Vec<_> = (0..sizes.len()).collect();
        let depth = |feature: usize| {
            let values = implied[feature].iter().flatten();
            values.map(Vec::len).max().unwrap_or(0)
        };
        order.sort_by_key(|feature| depth(*feature));
        Self {
            sizes,
            rest,
            order,
            implied,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.sizes.len()
    }

    pub(super) fn size(&self, feature: usize) -> usize {
        self.sizes[feature]
    }

    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// How many combinations there are if all values go together.
    pub(super) fn product(&self) -> Option<usize> {
        self.sizes
            .iter()
            .try_fold(1_usize, |product, size| product.checked_mul(*size))
    }

    pub(super) fn is_constrained(&self) -> bool {
        let mut values = self.implied.iter().flatten();
        values.any(|value| value.as_ref().is_none_or(|implied| !implied.is_empty()))
    }

    /// Nothing is chosen yet.
    pub(super) fn blank(&self) -> Vec<Option<usize>> {
        vec![None; self.len()]
    }

    /// Chooses a value, and what it demands. Returns whether it goes together with what was chosen
    /// before; if not, the row is as before.
    pub(super) fn choose(&self, row: &mut [Option<usize>], feature: usize, value: usize) -> bool {
        let Some(implied) = &self.implied[feature][value] else {
            return false;
        };
        let wanted = || implied.iter().copied().chain([(feature, value)]);
        let fits = |(feature, value): (usize, usize)| row[feature].is_none_or(|is| is == value);
        if !wanted().all(fits) {
            return false;
        }
        for (feature, value) in wanted() {
            row[feature] = Some(value);
        }
        true
    }

    /// Whether two values of two features go together.
    pub(super) fn is_pair(&self, one: (usize, usize), two: (usize, usize)) -> bool {
        let mut row = self.blank();
        self.choose(&mut row, one.0, one.1) && self.choose(&mut row, two.0, two.1)
    }

    /// The row with the first value, the declared one, wherever nothing else was chosen and nothing
    /// speaks against it.
    pub(super) fn complete(&self, mut row: Vec<Option<usize>>) -> Vec<usize> {
        for feature in &self.order {
            if row[*feature].is_none() {
                // What it needs has been chosen by now, so that nothing is turned on for its sake.
                let fits = self.implied[*feature][0].as_ref().is_some_and(|implied| {
                    implied
                        .iter()
                        .all(|(other, value)| row[*other] == Some(*value))
                });
                row[*feature] = Some(if fits { 0 } else { self.rest[*feature] });
            }
        }
        row.into_iter().flatten().collect()
    }
}
