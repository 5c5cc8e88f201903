//! The fewest rows in which all pairs of booleans meet.
//!
//! D. J. Kleitman and J. Spencer, "Families of k-independent sets", Discrete Mathematics 6 (1973):
//! n rows are enough for as many features as there are ways to choose ⌈n / 2⌉ out of n - 1, and no
//! fewer rows are.

/// For this many features. In the first row all have the value 0.
///
/// In the others each feature has the value 1 in another set of ⌈n / 2⌉ of the n - 1 rows. Two such
/// sets have a row in common, because together they are more than n - 1, so that 1 meets 1; and
/// neither is a part of the other, so that 1 meets 0 both ways.
pub(super) fn covering(features: usize) -> Vec<Vec<usize>> {
    let mut others = 1;
    while choices(others, chosen(others)) < features {
        others += 1;
    }
    let mut rows = vec![vec![0; features]; others + 1];
    let mut set: Vec<_> = (1..=chosen(others)).collect();
    (0..features).for_each(|feature| {
        for row in &set {
            rows[*row][feature] = 1;
        }
        next(&mut set, others);
    });
    rows
}

/// ⌈n / 2⌉, where n - 1 is given.
const fn chosen(others: usize) -> usize {
    (others + 1).div_ceil(2)
}

/// In how many ways `chosen` can be taken out of `all`.
fn choices(all: usize, chosen: usize) -> usize {
    (0..chosen).fold(1_usize, |ways, step| {
        ways.saturating_mul(all - step) / (step + 1)
    })
}

/// The set after this one, in lexical order, out of the numbers from 1 to `most`; the last one stays.
fn next(set: &mut [usize], most: usize) {
    let size = set.len();
    let Some(place) = (0..size)
        .rev()
        .find(|place| set[*place] < most - (size - 1 - place))
    else {
        return;
    };
    let start = set[place] + 1;
    for (step, member) in set[place..].iter_mut().enumerate() {
        *member = start + step;
    }
}
