//! All that a service says of a flag.

use flags_runtime::{Value, ValueType};

use crate::answer::Flag;

/// All that a service said of one flag for one context, metadata included.
#[derive(Clone, Debug)]
pub struct Details {
    pub(crate) flag: Flag,
}

impl Details {
    /// The value, as a feature of this type would have it; `None` where the service defers to the code,
    /// reports an error, or has a value of another type.
    #[must_use]
    pub fn value(&self, ty: ValueType) -> Option<Value> {
        self.flag.value(ty)
    }

    /// Name of the variant.
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        self.flag.variant.as_deref()
    }

    /// The reason, as the service spells it.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.flag.reason.as_deref()
    }

    /// What the service tells beside: booleans, numbers and texts by name.
    pub fn metadata(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.flag
            .metadata
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }
}
