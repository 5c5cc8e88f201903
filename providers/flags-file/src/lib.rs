//! State files for `typed-flags`: a TOML or JSON file that says what features are while the program
//! runs, and that is watched.
//!
//! ```toml
//! # flags.toml
//! [features.enable_crazy_feature]
//! default = true
//! environments.production = false
//! ```
//!
//! ```no_run
//! use flags_file::FileProvider;
//!
//! flags_runtime::set_provider(FileProvider::watch("flags.toml")?);
//! # Ok::<(), flags_file::BuildError>(())
//! ```
//!
//! # What an entry says
//!
//! `[features.KEY]` answers by itself: with the first of its `rules` that matches, else with its
//! `environments` value for the stage, else with its `default`; if none is given or matches, it has
//! no opinion, and the rules and values of the declaration follow. An environment's `rules` replace
//! the entry's own for that stage. `KEY` is the key that providers
//! know the feature by: its flag key, unless `features.toml` gives it a `provider-key`. It speaks to
//! that feature of every registry; `[features."shop/dark_mode"]` speaks to registry `shop` only, and
//! goes before an unqualified entry there.
//!
//! A segment of `[segments]` replaces the registry's of that name everywhere, in the rules of
//! `features.toml` too, for as long as the file has it. Features whose rules use a segment that is
//! wrong are set aside.
//!
//! # What happens to a file that is wrong
//!
//! - A text that cannot be read as a whole (its syntax, its encoding, its size) is refused: the
//!   answers of the last good one stay, [`status`](flags_runtime::Provider::status) is `Stale`, and
//!   a notice shows the place.
//! - So is a file without any feature after one that had some: most often it is half written.
//! - One entry that does not fit its feature, or names an environment that its registry does not
//!   have, is set aside: that feature keeps its last good value, and all others are updated.
//! - Keys and fields that nobody knows are reported and left out, unless they look like a slip of a
//!   known one, which is an error where it stands.
//!
//! # What is watched
//!
//! The path is looked at every second (see [`Builder::interval`]): time of modification, size,
//! identity, and where links lead to. So it may be written in place, replaced by a rename, swapped
//! through a link as in a mounted ConfigMap, or removed and put back. The content itself is compared
//! whenever one of these is new, for three seconds after the file's time of modification, and every
//! ten seconds in any case; so that an edit which leaves all of them alone is seen by then. A new
//! content is taken once two looks, 20 ms apart, agree on it, so that a save that is under way is not
//! mistaken for its result; a writer that pauses for longer within a save should rename.
//!
//! A state file holds no version of its own: the last content wins, also when it is an older one
//! that was put back. Evaluations name the content by the first 12 digits of its XXH3 hash.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod bound;
mod builder;
mod check;
mod declaration;
mod error;
mod notices;
mod provider;
mod report;
mod rules;
mod runtime_registry;
mod snapshot;
mod source;
mod watched;
mod watcher;

pub use builder::Builder;
pub use check::{CheckError, check, check_all};
pub use error::BuildError;
pub use flags_manifest::state::Format;
pub use provider::FileProvider;
pub use runtime_registry::{ManifestError, feature, registry_from_text, registry_of_package};
