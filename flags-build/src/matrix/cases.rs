//! The modes `each` and `all`.

use super::space::Space;

/// What is declared, and each other value by itself.
pub(super) fn each(space: &Space) -> Vec<Vec<usize>> {
    let declared = space.complete(space.blank());
    let mut rows = vec![declared.clone()];
    for (feature, declared) in declared.iter().enumerate() {
        for value in (0..space.size(feature)).filter(|value| value != declared) {
            let mut row = space.blank();
            if space.choose(&mut row, feature, value) {
                let row = space.complete(row);
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
    }
    rows
}

/// All combinations, but no more than so many.
pub(super) fn all(space: &Space, most: usize) -> Vec<Vec<usize>> {
    let mut rows = Vec::new();
    extend(space, space.blank(), space.order(), most, &mut rows);
    rows.sort_unstable();
    rows
}

fn extend(
    space: &Space,
    row: Vec<Option<usize>>,
    open: &[usize],
    most: usize,
    rows: &mut Vec<Vec<usize>>,
) {
    let Some((feature, open)) = open.split_first() else {
        rows.push(row.into_iter().flatten().collect());
        return;
    };
    for value in 0..space.size(*feature) {
        let mut row = row.clone();
        if rows.len() < most && space.choose(&mut row, *feature, value) {
            extend(space, row, open, most, rows);
        }
    }
}
