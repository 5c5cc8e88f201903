//! Every key of `features.toml`, explained in a file that is itself a valid `features.toml`.
//!
//! The same as text, for tools, is [`TEXT`].
//!
#![doc = concat!("```toml\n", include_str!("../reference.toml"), "```")]

/// The text of the reference.
///
/// # Examples
///
/// ```
/// assert!(flags_manifest::reference::TEXT.contains("[features.enable_awesome_text_feature]"));
/// ```
pub const TEXT: &str = include_str!("../reference.toml");
