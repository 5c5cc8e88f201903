//! The `features!` macro of `typed-flags`. Use it through the façade: `typed_flags::features!`.
//!
//! A shell: the arguments are read here, and spans are given to what `flags-build` generates.
#![forbid(unsafe_code)]

mod arguments;
mod output;

use proc_macro::TokenStream;

use crate::arguments::Arguments;

/// Turns `features.toml` into documented, typed constants.
///
/// ```text
/// mod my_features {
///     typed_flags::features!("features.toml");
/// }
/// ```
///
/// The path is relative to the folder of the package. `features!(pub "features.toml")` makes
/// everything public, where it would be `pub(crate)`; `crate = path` says where the façade is if it
/// is not `::typed_flags`. Without a path it reads `features.toml` too, but then the compiler cannot
/// warn of features that are never used.
#[proc_macro]
pub fn features(input: TokenStream) -> TokenStream {
    syn::parse::<Arguments>(input)
        .map_or_else(|error| error.to_compile_error(), output::tokens)
        .into()
}
