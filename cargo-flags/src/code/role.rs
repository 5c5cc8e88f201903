//! Where a feature is used, and in what role.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A place that names a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Index into [`Project::manifests`](crate::project::Project::manifests).
    pub manifest: usize,
    /// Index into the features of that manifest.
    pub feature: usize,
    /// Absolute path of the file.
    pub file: PathBuf,
    /// The file's text.
    pub text: Arc<str>,
    /// Bytes of the whole path that names it, such as `features::CRAZY` or `CheckoutButton::Red`. In a
    /// `use` with braces only what is written at the leaf; of a field of `Values` its name.
    pub range: Range<usize>,
    /// Bytes of its last segment.
    pub name: Range<usize>,
    /// What of the feature is named.
    pub item: Item,
    /// What it is named for.
    pub role: Role,
}

/// What of a feature is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// Its constant: `CRAZY`.
    Constant,
    /// The enum or struct that was generated for its values: `CheckoutButton`.
    Type,
    /// A variant of that enum: `CheckoutButton::Red`; index into the variants of the feature.
    Variant(usize),
    /// Its variant of the enum of all features: `Key::Crazy`.
    Key,
    /// Its field of the struct of all values: `Values { crazy: true, .. }`.
    Field,
    /// Its flag key, in a minijinja template: `feature.crazy`.
    FlagKey,
}

/// What a feature is named for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Its constant, in code.
    Expression,
    /// Anything of it, in the tokens of a macro's call or definition, or of an attribute, where what
    /// they become is up to the macro: `assert!(CRAZY.is_enabled())`.
    MacroArgument,
    /// It, or its value, in `#[with_features(…)]` or `#[feature_matrix(…)]`.
    TestAttribute,
    /// A leaf of a `use` for the module itself.
    Import {
        /// The name after `as`.
        alias: Option<String>,
    },
    /// A leaf of a `pub use`, also of a `pub(crate) use`.
    ReExport {
        /// The name after `as`.
        alias: Option<String>,
    },
    /// The generated enum or struct, or a variant, in code.
    Type,
    /// Its variant of `Key`, in code.
    Key,
    /// Its field of `Values`: in a literal, in a pattern, or read where the value's type is told
    /// nearby.
    Values,
    /// Anything of it, in a template of askama or minijinja.
    Template,
}

impl Use {
    /// Whether something depends on the feature here: neither only brings its name into scope, nor
    /// only lists it among all features, as a `match` on `Key` and a literal of `Values` have to.
    #[must_use]
    pub fn depends_on_it(&self) -> bool {
        match self.role {
            Role::Import { .. } | Role::ReExport { .. } | Role::Key | Role::Values => false,
            Role::MacroArgument => !matches!(self.item, Item::Key | Item::Field),
            Role::Expression | Role::TestAttribute | Role::Type | Role::Template => true,
        }
    }
}

impl Role {
    /// Its name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Expression => "expression",
            Self::MacroArgument => "macro-argument",
            Self::TestAttribute => "test-attribute",
            Self::Import { .. } => "import",
            Self::ReExport { .. } => "re-export",
            Self::Type => "type",
            Self::Key => "key",
            Self::Values => "values",
            Self::Template => "template",
        }
    }
}
