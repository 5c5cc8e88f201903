//! The mode `pairwise`: few rows in which every two values of two features meet.
//!
//! Row after row, of several candidates the one is taken in which most pairs meet for the first time;
//! and of several such lists the shortest. Chance comes from a generator with a fixed seed, so that
//! the same features give the same rows on every machine.

use super::binary;
use super::space::Space;

/// Rows in which all pairs meet that go together. The first has what is declared.
///
/// # Panics
///
/// If a pair is missing, which would be a bug.
pub(super) fn covering(space: &Space) -> Vec<Vec<usize>> {
    let is_binary = (0..space.len()).all(|feature| space.size(feature) == 2);
    let rows = if is_binary && !space.is_constrained() && space.len() > 1 {
        binary::covering(space.len())
    } else {
        shortest(space)
    };
    let missing = missing(space, &rows);
    assert!(
        missing.is_empty(),
        "bug in typed-flags: pairs of features that never meet: {missing:?}"
    );
    rows
}

/// A value of a feature: both by index.
type Chosen = (usize, usize);

/// The pairs that go together and meet in no row, and the values that are in none. Found by trying
/// all of them, and not by what the search has kept of them.
fn missing(space: &Space, rows: &[Vec<usize>]) -> Vec<[Chosen; 2]> {
    let mut missing = Vec::new();
    for one in 0..space.len() {
        for two in one..space.len() {
            for (a, b) in values(space, one, two) {
                let meets = |row: &Vec<usize>| row[one] == a && row[two] == b;
                let [one, two] = [(one, a), (two, b)];
                if space.is_pair(one, two) && !rows.iter().any(meets) {
                    missing.push([one, two]);
                }
            }
        }
    }
    missing
}

fn values(space: &Space, one: usize, two: usize) -> impl Iterator<Item = (usize, usize)> {
    let (a, b) = (space.size(one), space.size(two));
    (0..a).flat_map(move |a| (0..b).map(move |b| (a, b)))
}

/// After so many lists that were no shorter, no other is made.
const PATIENCE: usize = 12;
/// So many candidates are made for each row.
const CANDIDATES: usize = 20;
/// About so many comparisons are made in all, so that a build does not wait.
const EFFORT: usize = 2_000_000;

fn shortest(space: &Space) -> Vec<Vec<usize>> {
    let mut sizes: Vec<_> = (0..space.len())
        .map(|feature| space.size(feature))
        .collect();
    sizes.sort_unstable();
    // The values of the two largest features have to meet.
    let least: usize = if space.is_constrained() {
        0
    } else {
        sizes.iter().rev().take(2).product()
    };
    let mut best: Vec<Vec<usize>> = Vec::new();
    let mut effort = 0;
    let mut in_vain = 0;
    for seed in 1.. {
        let rows = Search::new(space, seed).rows(&mut effort);
        if best.is_empty() || rows.len() < best.len() {
            best = rows;
            in_vain = 0;
        } else {
            in_vain += 1;
        }
        if best.len() <= least || in_vain == PATIENCE || effort > EFFORT {
            break;
        }
    }
    best
}

struct Search<'s> {
    space: &'s Space,
    random: Random,
    /// First number of each feature's values, which are numbered through.
    start: Vec<usize>,
    count: usize,
    /// For each two values, whether they are still to meet.
    open: Vec<bool>,
    /// For each value, how many others it is still to meet.
    open_of: Vec<usize>,
}

impl<'s> Search<'s> {
    fn new(space: &'s Space, seed: u64) -> Self {
        let mut start = Vec::new();
        let mut count = 0;
        for feature in 0..space.len() {
            start.push(count);
            count += space.size(feature);
        }
        let mut search = Self {
            space,
            random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            start,
            count,
            open: vec![false; count * count],
            open_of: vec![0; count],
        };
        for one in 0..space.len() {
            for two in 0..space.len() {
                for (a, b) in values(space, one, two) {
                    // A value meets itself, so that a single feature is covered too.
                    let distinct = one != two || a == b;
                    if distinct && space.is_pair((one, a), (two, b)) {
                        let (a, b) = (search.number((one, a)), search.number((two, b)));
                        search.open[a * count + b] = true;
                        search.open_of[a] += 1;
                    }
                }
            }
        }
        search
    }

    fn rows(&mut self, effort: &mut usize) -> Vec<Vec<usize>> {
        let mut rows = vec![self.space.complete(self.space.blank())];
        self.cover(&rows[0].clone());
        while self.open_of.iter().any(|open| *open > 0) {
            let candidates = (0..CANDIDATES).map(|_| self.candidate());
            let best = candidates.max_by_key(|(gain, _)| *gain);
            let (_, row) = best.expect("there are candidates");
            *effort += CANDIDATES * self.count * self.space.len();
            self.cover(&row);
            rows.push(row);
        }
        rows
    }

    /// A row that holds two values that are still to meet, and then in a random order of the features
    /// the values that meet most of what is there; and how many pairs meet in it.
    fn candidate(&mut self) -> (usize, Vec<usize>) {
        let most = self.open_of.iter().copied().max().unwrap_or(0);
        let first = self.pick(|search, number| search.open_of[number] == most);
        let count = self.count;
        let second = self.pick(|search, number| search.open[first * count + number]);
        let mut row = self.space.blank();
        let mut chosen = Vec::with_capacity(self.space.len());
        let mut gain = 0;
        for number in [first, second] {
            let (feature, value) = self.chosen(number);
            let fits = self.space.choose(&mut row, feature, value);
            debug_assert!(fits, "only pairs that go together are to meet");
            gain += self.take(&row, &mut chosen);
        }
        let mut features: Vec<_> = (0..self.space.len()).collect();
        self.random.shuffle(&mut features);
        for feature in features {
            if row[feature].is_none() {
                self.extend(&mut row, &chosen, feature);
                gain += self.take(&row, &mut chosen);
            }
        }
        (gain, row.into_iter().flatten().collect())
    }

    /// Chooses the value of this feature that meets most of what is there.
    fn extend(&mut self, row: &mut Vec<Option<usize>>, chosen: &[usize], feature: usize) {
        let mut best = None;
        for value in 0..self.space.size(feature) {
            let mut longer = row.clone();
            if self.space.choose(&mut longer, feature, value) {
                let rank = (self.gain(chosen, (feature, value)), self.random.next());
                if best.as_ref().is_none_or(|(most, _)| rank > *most) {
                    best = Some((rank, longer));
                }
            }
        }
        *row = best.expect("the rest of a feature is always possible").1;
    }

    /// Adds to what is chosen whatever the row has beyond it. Returns how many pairs meet by that.
    fn take(&self, row: &[Option<usize>], chosen: &mut Vec<usize>) -> usize {
        let mut gain = 0;
        for (feature, value) in row.iter().enumerate() {
            if let Some(value) = value {
                let number = self.number((feature, *value));
                if !chosen.contains(&number) {
                    chosen.push(number);
                    gain += self.gain(chosen, (feature, *value));
                }
            }
        }
        gain
    }

    /// How many of the chosen values this one is still to meet.
    fn gain(&self, chosen: &[usize], one: Chosen) -> usize {
        let start = self.number(one) * self.count;
        let open = &self.open[start..start + self.count];
        chosen.iter().filter(|number| open[**number]).count()
    }

    fn cover(&mut self, row: &[usize]) {
        for one in row.iter().copied().enumerate() {
            for two in row.iter().copied().enumerate() {
                let (a, b) = (self.number(one), self.number(two));
                if std::mem::take(&mut self.open[a * self.count + b]) {
                    self.open_of[a] -= 1;
                }
            }
        }
    }

    /// One of the values for which this holds; there is one.
    fn pick(&mut self, holds: impl Fn(&Self, usize) -> bool) -> usize {
        let fitting: Vec<_> = (0..self.count)
            .filter(|number| holds(self, *number))
            .collect();
        let place = self.random.below(fitting.len());
        fitting[place]
    }

    fn number(&self, (feature, value): Chosen) -> usize {
        self.start[feature] + value
    }

    fn chosen(&self, number: usize) -> Chosen {
        let feature = self.start.partition_point(|start| *start <= number) - 1;
        (feature, number - self.start[feature])
    }
}

/// Marsaglia's xorshift64*, from a seed that is not 0.
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below this one, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from((self.next() >> 32) % end).unwrap_or(0)
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for place in (1..items.len()).rev() {
            items.swap(place, self.below(place + 1));
        }
    }
}
