//! A quick look at a text, to see whether a closer one is worth it.

/// Every word of a text with where it begins: names, keywords and numbers, also those in comments
/// and literals.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_word(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        (at > start).then(|| (start, &text[start..at]))
    })
}

/// Whether something in the text may reach another file (`mod name;`, `include!`), or expand
/// `features!`. It may say yes in error, never no.
pub(super) fn reaches_further(text: &str) -> bool {
    words(text).any(|(start, word)| {
        let after = &text[start + word.len()..];
        match word {
            "mod" => !begins_inline_module(after),
            "include" => after.trim_start().starts_with('!'),
            "features" => {
                let after = after.trim_start();
                after.starts_with('!') || after.starts_with("as ")
            }
            _ => false,
        }
    })
}

/// `name {`.
fn begins_inline_module(after: &str) -> bool {
    let after = after.trim_start();
    let name = after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '#');
    name.len() < after.len() && name.trim_start().starts_with('{')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::{reaches_further, words};

    #[test]
    fn words_are_names_and_numbers() {
        let found: Vec<_> = words("if a::B1.c() // d_e").collect();
        assert_eq!(
            found,
            [(0, "if"), (3, "a"), (6, "B1"), (9, "c"), (16, "d_e")]
        );
    }

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(reaches_further(text), expected, "{text}");
    }

    #[test]
    fn a_file_that_declares_a_module_reaches_further() {
        check("mod a;", true);
        check("pub mod\n  r#type /* why */ ;", true);
        check("mod a { mod b; }", true);
        check("typed_flags::features! {}", true);
        check("use typed_flags::features as declare;", true);
        check("include!(\"a.rs\");", true);
    }

    #[test]
    fn a_file_with_modules_of_its_own_only_does_not() {
        check("mod tests { use super::*; }", false);
        check("fn modest() { features::CRAZY; }", false);
    }
}
