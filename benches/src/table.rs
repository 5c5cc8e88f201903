//! The rows of the table in `README.md`: who raced, and what holds.

use crate::{Contender, race};

/// What a contender is in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the work costs at least.
    Floor,
    /// This library.
    Ours,
    /// Another library.
    Peer,
}

/// One row, before it is measured.
#[derive(Debug)]
pub struct Line {
    /// Its number.
    pub row: &'static str,
    /// What is done.
    pub work: &'static str,
    /// So many floors may it take.
    pub floors: f64,
    /// So many times faster than the fastest peer is it to be.
    pub peers: Option<f64>,
    /// The floor first.
    pub contenders: Vec<(Role, Contender)>,
}

/// One row, measured.
#[derive(Debug)]
pub struct Record {
    /// Its number.
    pub row: &'static str,
    /// What is done.
    pub work: &'static str,
    /// Where the rules are.
    pub place: &'static str,
    /// Nanoseconds.
    pub floor: f64,
    /// Nanoseconds.
    pub ours: f64,
    /// The fastest, in nanoseconds.
    pub peer: Option<(&'static str, f64)>,
    /// As in [`Line`].
    pub floors: f64,
    /// As in [`Line`].
    pub peers: Option<f64>,
    /// What else has to hold: what it is, and whether it does.
    pub besides: Option<(String, bool)>,
    /// How often a call allocates.
    pub allocations: usize,
}

/// The rows that have been measured.
#[derive(Debug, Default)]
pub struct Table {
    records: Vec<Record>,
}

impl Table {
    /// Races a row; `allocations` says how often a contender's work allocates.
    pub fn measure(
        &mut self,
        place: &'static str,
        line: Line,
        allocations: impl Fn(&Contender) -> usize,
    ) {
        let (roles, contenders): (Vec<_>, Vec<_>) = line.contenders.into_iter().unzip();
        // Short rounds, so that some are left alone by whatever else the machine does; where a call
        // takes less than a clock's tick, longer ones.
        let calls = if line.row == "1" { 20_000 } else { 2_000 };
        let contenders = race(
            &format!("row {}, {place}: {}", line.row, line.work),
            calls,
            contenders,
        );
        let of = |role| {
            let all = roles.iter().zip(&contenders);
            all.filter(move |(its, _)| **its == role)
                .map(|(_, contender)| contender)
        };
        let time = |role| of(role).map(Contender::time).fold(f64::NAN, f64::min);
        self.push(Record {
            row: line.row,
            work: line.work,
            place,
            floor: time(Role::Floor),
            ours: time(Role::Ours),
            peer: of(Role::Peer)
                .min_by(|one, two| one.time().total_cmp(&two.time()))
                .map(|peer| (peer.name(), peer.time())),
            floors: line.floors,
            peers: line.peers,
            besides: None,
            allocations: of(Role::Ours).map(allocations).max().unwrap_or(0),
        });
    }

    /// Adds a row that was measured otherwise.
    pub fn push(&mut self, record: Record) {
        self.records.push(record);
    }

    /// The table, as Markdown.
    #[expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]
    pub fn print(&self) {
        println!();
        println!(
            "| row | work | rules | ours | floor | ours / floor | fastest peer | peer / ours | \
             allocations | holds |"
        );
        println!("|---|---|---|--:|--:|--:|--:|--:|--:|---|");
        let mut records: Vec<_> = self.records.iter().collect();
        records.sort_by_key(|record| record.row);
        for record in records {
            let (floors, limit) = (record.ours / record.floor, record.floors);
            let of_floors = if limit.is_finite() {
                format!("{floors:.2} (at most {limit})")
            } else {
                format!("{floors:.1}")
            };
            let mut holds = record.allocations == 0 && floors <= limit;
            let (peer, times) = match record.peer {
                None => ("–".to_owned(), "–".to_owned()),
                Some((name, time)) => {
                    let times = time / record.ours;
                    let wanted = match record.peers {
                        None => String::new(),
                        Some(wanted) => {
                            holds &= times >= wanted;
                            format!(" (at least {wanted})")
                        }
                    };
                    (
                        format!("{time:.1} ns, {name}"),
                        format!("{times:.1}{wanted}"),
                    )
                }
            };
            let mut word = String::new();
            if let Some((what, does)) = &record.besides {
                holds &= does;
                word = format!("; {what}");
            }
            println!(
                "| {} | {} | {} | {:.2} ns | {:.2} ns | {of_floors} | {peer} | {times} | {} | {}{word} |",
                record.row,
                record.work,
                record.place,
                record.ours,
                record.floor,
                record.allocations,
                if holds { "yes" } else { "no" },
            );
        }
    }
}
