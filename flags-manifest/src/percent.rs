//! Percentages in thousandths of a per cent, so that no share depends on how floats add up.

use crate::findings::Findings;
use crate::reader::What;
use crate::tree::{Kind, Node};

/// All of it.
pub(crate) const WHOLE: u32 = 100_000;

/// Thousandths of a per cent, 0 to [`WHOLE`].
pub(crate) fn percent(findings: &mut Findings, node: &Node<'_>, what: What<'_>) -> Option<u32> {
    let thousandths = match node.kind {
        Kind::Integer(value) => match u32::try_from(value) {
            Ok(value @ 0..=100) => Ok(value * 1000),
            _ => Err(format!("{value}")),
        },
        Kind::Float(value) if (0.0..=100.0).contains(&value) => {
            thousandths(value).ok_or_else(|| format!("{value}"))
        }
        Kind::Float(value) if value.is_finite() => Err(format!("{value}")),
        _ => Err(node.describe().to_owned()),
    };
    match thousandths {
        Ok(thousandths) => Some(thousandths),
        Err(found) => {
            findings.report(
                &node.span,
                format!(
                    "{what} must be a percentage from 0 to 100 with at most three decimals, found {found}"
                ),
            );
            None
        }
    }
}

/// Works on the shortest decimal form of the number, which is what was written.
fn thousandths(value: f64) -> Option<u32> {
    let written = value.abs().to_string();
    let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
    if decimals.len() > 3 {
        return None;
    }
    format!("{whole}{decimals:0<3}").parse().ok()
}

/// 12500 as `12.5`.
pub(crate) fn show(thousandths: u64) -> String {
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    if rest == 0 {
        return whole.to_string();
    }
    let rest = format!("{rest:03}");
    format!("{whole}.{}", rest.trim_end_matches('0'))
}
