/// Variants of the retired feature `old_colour`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[my_facade::__private::core::prelude::v1::derive(my_facade::__private::core::fmt::Debug, my_facade::__private::core::cmp::PartialEq)]
pub enum OldColour {
    /// `a`
    A,
    /// `b`
    B,
}
my_facade::__private::implement_variants! {
    pub OldColour {
        A = "a",
        B = "b",
    }
}

/// The feature `power_peg` was retired on 2026-03-01 (value `true`, rolled {out}): delete the check.
#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub const POWER_PEG: my_facade::Retired<__RETIRED_POWER_PEG<()>, my_facade::__private::core::primitive::bool> =
    my_facade::Retired::new();

#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "feature `power_peg` was retired on 2026-03-01 (value `true`, rolled {{out}}): delete the check, and keep the branch for `true`",
    label = "this feature was retired",
    note = "retired in features.toml:6"
)]
pub trait __STILL_DECLARED_POWER_PEG {
    /// Nothing implements it.
    fn never() -> my_facade::__private::core::convert::Infallible;
}
#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
#[doc(hidden)]
pub struct __RETIRED_POWER_PEG<T>(my_facade::__private::core::marker::PhantomData<T>);
#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
impl<T: __STILL_DECLARED_POWER_PEG> my_facade::__private::generated::StillDeclared
    for __RETIRED_POWER_PEG<T>
{
    fn never() -> my_facade::__private::core::convert::Infallible {
        <T as __STILL_DECLARED_POWER_PEG>::never()
    }
}

/// The feature `old_colour` was retired on 2026-03-01 (value `b`): delete the check.
#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub const OLD_COLOUR: my_facade::Retired<__RETIRED_OLD_COLOUR<()>, OldColour> =
    my_facade::Retired::new();

#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "feature `old_colour` was retired on 2026-03-01 (value `b`): delete the check, and keep the branch for `b`",
    label = "this feature was retired",
    note = "retired in features.toml:7"
)]
pub trait __STILL_DECLARED_OLD_COLOUR {
    /// Nothing implements it.
    fn never() -> my_facade::__private::core::convert::Infallible;
}
#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
#[doc(hidden)]
pub struct __RETIRED_OLD_COLOUR<T>(my_facade::__private::core::marker::PhantomData<T>);
#[allow(dead_code, non_camel_case_types, missing_debug_implementations, unreachable_pub)]
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
impl<T: __STILL_DECLARED_OLD_COLOUR> my_facade::__private::generated::StillDeclared
    for __RETIRED_OLD_COLOUR<T>
{
    fn never() -> my_facade::__private::core::convert::Infallible {
        <T as __STILL_DECLARED_OLD_COLOUR>::never()
    }
}

/// All features, to be matched exhaustively.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[my_facade::__private::core::prelude::v1::derive(my_facade::__private::core::clone::Clone, my_facade::__private::core::marker::Copy, my_facade::__private::core::cmp::PartialEq, my_facade::__private::core::cmp::Eq, my_facade::__private::core::hash::Hash, my_facade::__private::core::cmp::PartialOrd, my_facade::__private::core::cmp::Ord)]
pub enum Key {
}
my_facade::__private::implement_key! {
    pub Key {
    }
}

/// One value for each feature that is not frozen; a provider of them.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub struct Values {
}

my_facade::__private::implement_values! {
    pub Values {
    }
}

/// What is known about the subject of an evaluation.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[my_facade::__private::core::prelude::v1::derive(my_facade::__private::core::clone::Clone, my_facade::__private::core::fmt::Debug, my_facade::__private::core::default::Default, my_facade::__private::core::cmp::PartialEq, my_facade::__private::core::cmp::Eq)]
pub struct Context<'a>(my_facade::__private::ContextData<'a>);
my_facade::__private::implement_context! { pub Context }

/// The declarations of all features, in the order of `features.toml`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub static FEATURES: [my_facade::FeatureInfo; 0] =
    my_facade::__private::generated::declare(&REGISTRY, &[
    ]);

/// The features as one set.
#[allow(dead_code, unreachable_pub, unused_imports)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub static REGISTRY: my_facade::Registry = {
    use my_facade::__private::generated::{boolean_value, float_value, integer_value, retired, text_value};
    my_facade::Registry::new(
        "cellar",
        "features.toml",
        0x0123456789abcdef,
        &["development", "testing", "staging", "production"],
        &FEATURES,
        &__SLOTS,
        const { &[retired("power_peg", 2026, 3, 1, boolean_value(true), "rolled {out}"), retired("old_colour", 2026, 3, 1, text_value("b"), "")] },
    )
    .declared_by(1, __DECLARED, &[])
};

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
static __SLOTS: [my_facade::__private::Slot; 0] = [const { my_facade::__private::Slot::new() }; 0];

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
const fn __feature<T>(index: my_facade::__private::core::primitive::usize) -> my_facade::Feature<T> {
    my_facade::Feature::new(&__SLOTS[index], &FEATURES[index])
}

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
const fn __boolean(index: my_facade::__private::core::primitive::usize) -> my_facade::Feature<my_facade::__private::bool> {
    my_facade::Feature::new(&__SLOTS[index], &FEATURES[index])
}

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
const __DECLARED: &my_facade::__private::core::primitive::str = "\
0\n\
0\n\
0\n\
";

const _: &[my_facade::__private::core::primitive::u8] = my_facade::__private::core::include_bytes!(my_facade::__private::core::concat!(my_facade::__private::core::env!("CARGO_MANIFEST_DIR"), "/features.toml"));
const _: my_facade::__private::core::option::Option<&my_facade::__private::core::primitive::str> = my_facade::__private::core::option_env!("FEATURES_TODAY");
const _: my_facade::__private::core::option::Option<&my_facade::__private::core::primitive::str> = my_facade::__private::core::option_env!("SOURCE_DATE_EPOCH");
const _: my_facade::__private::core::option::Option<&my_facade::__private::core::primitive::str> = my_facade::__private::core::option_env!("FEATURES_TOML");
