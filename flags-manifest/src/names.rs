//! What a key is called in Rust.

/// `ENABLE_CRAZY_FEATURE` of `enable-crazy-feature`, `enable.crazy.feature` or
/// `enableCrazyFeature`.
///
/// ```
/// assert_eq!(flags_manifest::names::screaming("enableCrazy-feature"), "ENABLE_CRAZY_FEATURE");
/// ```
#[must_use]
pub fn screaming(name: &str) -> String {
    let mut screaming = snake(name);
    screaming.make_ascii_uppercase();
    screaming
}

/// `enable_crazy_feature` of `enable-crazy-feature`.
///
/// ```
/// assert_eq!(flags_manifest::names::snake("enable-crazyFeature"), "enable_crazy_feature");
/// ```
#[must_use]
pub fn snake(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut snake = String::with_capacity(name.len() + 4);
    // Whether the next letter begins another word.
    let mut between = false;
    for (index, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            between = !snake.is_empty();
            continue;
        }
        // `newHTTPServer2` is `new http server2`.
        let capital_begins = byte.is_ascii_uppercase()
            && index > 0
            && bytes[index - 1].is_ascii_alphanumeric()
            && (!bytes[index - 1].is_ascii_uppercase()
                || bytes.get(index + 1).is_some_and(u8::is_ascii_lowercase));
        if between || capital_begins {
            snake.push('_');
        }
        snake.push(char::from(byte.to_ascii_lowercase()));
        between = false;
    }
    snake
}

/// `EnableCrazyFeature` of `enable-crazy-feature`.
///
/// ```
/// assert_eq!(flags_manifest::names::camel("ENABLE_crazy-feature"), "EnableCrazyFeature");
/// ```
#[must_use]
pub fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut begins = true;
    for byte in snake(name).bytes() {
        match (byte, begins) {
            (b'_', _) => begins = true,
            (byte, true) => {
                camel.push(char::from(byte.to_ascii_uppercase()));
                begins = false;
            }
            (byte, false) => camel.push(char::from(byte)),
        }
    }
    camel
}

/// The environment variable that overrides the feature: `FLAGS_` and its key in
/// SCREAMING_SNAKE_CASE, whatever its `constant` is.
///
/// ```
/// assert_eq!(flags_manifest::names::variable("new-checkout"), "FLAGS_NEW_CHECKOUT");
/// ```
#[must_use]
pub fn variable(key: &str) -> String {
    format!("FLAGS_{}", screaming(key))
}

/// Whether `name` is an identifier (of ASCII) or a keyword.
pub(crate) fn is_word(name: &str) -> bool {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts_well && name != "_" && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

pub(crate) fn is_identifier(name: &str) -> bool {
    is_word(name) && !is_keyword(name)
}

/// Whether a constant may have the name without rustc's `non_upper_case_globals`.
pub(crate) fn is_screaming(name: &str) -> bool {
    !name.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether a type may have the name without rustc's `non_camel_case_types`.
pub(crate) fn is_camel(name: &str) -> bool {
    let name = name.trim_matches('_').as_bytes();
    let divided = |pair: &[u8]| {
        let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        (pair[0] == b'_' && letter(pair[1])) || (letter(pair[0]) && pair[1] == b'_')
    };
    !name.first().is_some_and(u8::is_ascii_lowercase) && !name.windows(2).any(divided)
}

pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

/// The identifier for a field: itself, or `r#type`. `self`, `super`, `crate` and what is no
/// identifier have none.
pub(crate) fn field(name: &str) -> Option<String> {
    match name {
        "self" | "Self" | "super" | "crate" => None,
        _ if !is_word(name) => None,
        _ if is_keyword(name) => Some(format!("r#{name}")),
        _ => Some(name.to_owned()),
    }
}

/// Why `key` cannot be a key, if so: a key begins with a letter and goes on in letters, digits,
/// `-`, `_` and `.`, as vendors have them. `/` is kept for `registry/key` in state files.
pub(crate) fn key_problem(key: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if key.is_empty() {
        Some("is empty")
    } else if !key.starts_with(|first: char| first.is_ascii_alphabetic()) {
        Some("does not begin with a letter from `a` to `z`")
    } else if !key.chars().all(allowed) {
        Some("has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`")
    } else {
        None
    }
}

/// Strict and reserved keywords of all editions, sorted.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
