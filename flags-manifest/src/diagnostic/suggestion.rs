//! "did you mean".

/// The candidate that `name` was probably meant to be.
///
/// ```
/// use flags_manifest::diagnostic::suggest;
///
/// assert_eq!(suggest("defualt", ["default", "description"]), Some("default"));
/// assert_eq!(suggest("colour", ["default", "description"]), None);
/// ```
#[must_use]
pub fn suggest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let name = folded(name);
    if name.len() > MAX_LENGTH {
        return None;
    }
    // One slip in three letters; of one or two nothing can be said.
    let allowed = name.len() / 3;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Bytes are no fewer than characters: most names are ruled out by their length alone.
        if candidate.is_ascii() && candidate.len().abs_diff(name.len()) > allowed {
            continue;
        }
        let folded = folded(candidate);
        if folded.len().abs_diff(name.len()) > allowed {
            continue;
        }
        let distance = distance(&name, &folded);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

const MAX_LENGTH: usize = 100;

/// Case and the kind of dash are what people get wrong first, so they cost nothing.
fn folded(name: &str) -> Vec<char> {
    name.chars()
        .map(|character| match character {
            '-' | '.' | ' ' => '_',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
