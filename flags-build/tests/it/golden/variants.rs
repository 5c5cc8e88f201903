/// The feature `checkout_button`.
///
/// - `checkout_button`: variants, default `dark-blue`
/// - features.toml, line 2
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const CHECKOUT_BUTTON: ::typed_flags::Feature<CheckoutButton> = __feature(0);

/// The feature `theme`.
///
/// - `theme`: variants, frozen at `dark`
/// - features.toml, line 7
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const THEME: ::typed_flags::Frozen<Theme> =
    ::typed_flags::Frozen::new(Theme::Dark, &FEATURES[1]);

/// Variants of the feature `checkout_button`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) enum CheckoutButton {
    /// `red`
    Red,
    /// `dark-blue`
    DarkBlue,
}
::typed_flags::__private::implement_variants! {
    pub(crate) CheckoutButton {
        Red = "red",
        DarkBlue = "dark-blue",
    }
}

/// Variants of the feature `theme`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) enum Theme {
    /// `light`
    Light,
    /// `dark`
    Dark,
}
::typed_flags::__private::implement_variants! {
    pub(crate) Theme {
        Light = "light",
        Dark = "dark",
    }
}

/// All features, to be matched exhaustively.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::marker::Copy, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::cmp::Eq, ::typed_flags::__private::core::hash::Hash, ::typed_flags::__private::core::cmp::PartialOrd, ::typed_flags::__private::core::cmp::Ord)]
pub(crate) enum Key {
    /// `checkout_button`
    CheckoutButton,
    /// `theme`
    Theme,
}
::typed_flags::__private::implement_key! {
    pub(crate) Key {
        CheckoutButton
        Theme
    }
}

/// One value for each feature that is not frozen; a provider of them.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) struct Values {
    /// `checkout_button`
    pub(crate) checkout_button: CheckoutButton,
}

::typed_flags::__private::implement_values! {
    pub(crate) Values {
        [
            boolean { }
            integer { }
            float { }
            text { }
            own { 0 checkout_button, }
        ]
    }
}

/// What is known about the subject of an evaluation.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::default::Default, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::cmp::Eq)]
pub(crate) struct Context<'a>(::typed_flags::__private::ContextData<'a>);
::typed_flags::__private::implement_context! { pub(crate) Context }

/// The declarations of all features, in the order of `features.toml`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) static FEATURES: [::typed_flags::FeatureInfo; 2] =
    ::typed_flags::__private::generated::declare(&REGISTRY, &[
        "checkout_button",
        "theme",
    ]);

/// The features as one set.
#[allow(dead_code, unreachable_pub, unused_imports)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) static REGISTRY: ::typed_flags::Registry = {
    use ::typed_flags::__private::generated::{boolean_value, float_value, integer_value, retired, text_value};
    ::typed_flags::Registry::new(
        "shop",
        "features.toml",
        0x0123456789abcdef,
        &["development", "testing", "staging", "production"],
        &FEATURES,
        &__SLOTS,
        const { &[] },
    )
    .declared_by(1, __DECLARED, &[])
};

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
static __SLOTS: [::typed_flags::__private::Slot; 2] = [const { ::typed_flags::__private::Slot::new() }; 2];

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
const fn __feature<T>(index: ::typed_flags::__private::core::primitive::usize) -> ::typed_flags::Feature<T> {
    ::typed_flags::Feature::new(&__SLOTS[index], &FEATURES[index])
}

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
const fn __boolean(index: ::typed_flags::__private::core::primitive::usize) -> ::typed_flags::Feature<::typed_flags::__private::bool> {
    ::typed_flags::Feature::new(&__SLOTS[index], &FEATURES[index])
}

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
const __DECLARED: &::typed_flags::__private::core::primitive::str = "\
2\n\
variants 14:CheckoutButton 2 3:red 9:dark-blue\n\
variants 5:Theme 2 5:light 4:dark\n\
0\n\
2\n\
2 15:CHECKOUT_BUTTON own 0 text 9:dark-blue 0: 0: 0: 0 0 0 in 1 text 3:red end\n\
7 5:THEME own 1 text 4:dark 0: 0: 0: 0 0 0 frozen end\n\
";

const _: &[::typed_flags::__private::core::primitive::u8] = ::typed_flags::__private::core::include_bytes!(::typed_flags::__private::core::concat!(::typed_flags::__private::core::env!("CARGO_MANIFEST_DIR"), "/features.toml"));
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TODAY");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("SOURCE_DATE_EPOCH");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TOML");
