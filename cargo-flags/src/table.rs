//! Tables in a terminal.

use std::io::{self, IsTerminal as _, Write};

use anstyle::Style;

use crate::output::STRONG;

/// A table whose columns are as wide as they need to be, and as there is room for.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug)]
struct Column {
    head: String,
    /// Characters that it keeps where there is too little room; `None` if it is never cut.
    least: Option<usize>,
    /// Whether it is cut before others are.
    gives_first: bool,
}

/// What stands in a row and a column.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    style: Style,
}

/// Characters between two columns.
const GAP: usize = 2;

impl Table {
    /// Adds a column that is never cut.
    pub fn column(&mut self, head: &str) {
        self.add(head, None, false);
    }

    /// Adds a column that is cut where there is too little room, down to as many characters.
    pub fn column_of_at_least(&mut self, head: &str, least: usize) {
        self.add(head, Some(least), true);
    }

    /// Adds a column that is cut where cutting others is not enough.
    pub fn column_of_names(&mut self, head: &str, least: usize) {
        self.add(head, Some(least), false);
    }

    fn add(&mut self, head: &str, least: Option<usize>, gives_first: bool) {
        self.columns.push(Column {
            head: head.to_owned(),
            least,
            gives_first,
        });
    }

    /// Adds a row: a cell for each column.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Writes it, in as many characters for each line if it can be.
    ///
    /// # Errors
    ///
    /// When the output cannot be written.
    pub fn write(&self, out: &mut impl Write, room: Option<usize>) -> io::Result<()> {
        let widths = self.widths(room);
        let heads = self.columns.iter().map(|column| Cell {
            text: column.head.clone(),
            style: STRONG,
        });
        write_row(out, heads, &widths)?;
        for row in &self.rows {
            write_row(out, row.iter().cloned(), &widths)?;
        }
        Ok(())
    }

    fn widths(&self, room: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = (self.columns.iter().enumerate())
            .map(|(index, column)| {
                let cells = self.rows.iter().filter_map(|row| row.get(index));
                let widest = cells.map(|cell| cell.text.chars().count()).max();
                widest.unwrap_or(0).max(column.head.chars().count())
            })
            .collect();
        let Some(room) = room else {
            return widths;
        };
        let gaps = GAP * widths.len().saturating_sub(1);
        let mut over = (widths.iter().sum::<usize>() + gaps).saturating_sub(room);
        // The widest gives first.
        while over > 0 {
            let cuttable = (self.columns.iter().zip(&mut widths))
                .filter(|(column, width)| column.least.is_some_and(|least| **width > least))
                .max_by_key(|(column, width)| (column.gives_first, **width));
            let Some((_, width)) = cuttable else {
                break;
            };
            *width -= 1;
            over -= 1;
        }
        widths
    }
}

impl Cell {
    /// This text, on one line.
    pub fn new(text: impl Into<String>) -> Self {
        let text: String = text.into();
        Self {
            text: text
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect(),
            style: Style::new(),
        }
    }

    /// In this style.
    #[must_use]
    pub fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

fn write_row(
    out: &mut impl Write,
    cells: impl Iterator<Item = Cell>,
    widths: &[usize],
) -> io::Result<()> {
    let mut blanks = 0;
    for (cell, width) in cells.zip(widths) {
        let length = cell.text.chars().count();
        let text = if length > *width {
            let kept: String = cell.text.chars().take(width.saturating_sub(1)).collect();
            format!("{kept}…")
        } else {
            cell.text
        };
        let style = cell.style;
        // Blanks at the end of a line are left out.
        if !text.is_empty() {
            write!(out, "{:blanks$}{style}{text}{style:#}", "")?;
            blanks = 0;
        }
        blanks += width.saturating_sub(if text.is_empty() {
            0
        } else {
            text.chars().count()
        }) + GAP;
    }
    writeln!(out)
}

/// How many characters a line on standard output has room for: as `COLUMNS` says, else as the
/// terminal does; `None` where it goes elsewhere.
#[must_use]
pub fn room() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok();
    if let Some(columns) = said.and_then(|text| text.parse().ok()) {
        return Some(columns);
    }
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(stdout).map(|(width, _)| usize::from(width.0))
}
