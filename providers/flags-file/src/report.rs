//! Findings as people read them.

use flags_manifest::diagnostic::Diagnostic;

/// As many findings are shown; the rest are counted.
const SHOWN: usize = 20;

/// All findings with their places.
pub(crate) fn render(findings: &[Diagnostic], name: &str, text: &str) -> String {
    let mut shown: Vec<String> = findings
        .iter()
        .take(SHOWN)
        .map(|finding| finding.render(name, text))
        .collect();
    if findings.len() > SHOWN {
        shown.push(format!("… and {} more findings", findings.len() - SHOWN));
    }
    shown.join("\n\n")
}

/// The first finding on one line, and how many more there are.
pub(crate) fn brief(findings: &[Diagnostic], name: &str, text: &str) -> String {
    match findings {
        [] => String::new(),
        [only] => only.one_line(name, text),
        [first, others @ ..] => {
            format!("{} (and {} more)", first.one_line(name, text), others.len())
        }
    }
}
