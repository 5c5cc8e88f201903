/// Shows the awesome text.
///
///   On the home page, exactly.
///
/// - `enable_awesome_text_feature`: boolean, default `false`
/// - owner: web
/// - kind: release
/// - expires: 2026-06-30
/// - issue: WEB-12
/// - features.toml, line 2
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
#[deprecated(note = "feature `enable_awesome_text_feature` expired on 2026-06-30 (owner web, features.toml:2)")]
pub(crate) const SHOW_AWESOME_TEXT_FEATURE: ::typed_flags::Feature<::typed_flags::__private::bool> = __boolean(0);

/// The feature `maintenance`.
///
/// - `maintenance`: boolean, default `false`
/// - kind: ops
/// - features.toml, line 17
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const MAINTENANCE: ::typed_flags::Feature<::typed_flags::__private::bool> = __boolean(1);

/// All features, to be matched exhaustively.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::marker::Copy, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::cmp::Eq, ::typed_flags::__private::core::hash::Hash, ::typed_flags::__private::core::cmp::PartialOrd, ::typed_flags::__private::core::cmp::Ord)]
pub(crate) enum Key {
    /// `enable_awesome_text_feature`
    ShowAwesomeTextFeature,
    /// `maintenance`
    Maintenance,
}
::typed_flags::__private::implement_key! {
    pub(crate) Key {
        ShowAwesomeTextFeature
        Maintenance
    }
}

/// One value for each feature that is not frozen; a provider of them.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) struct Values {
    /// `enable_awesome_text_feature`
    pub(crate) show_awesome_text_feature: ::typed_flags::__private::bool,
    /// `maintenance`
    pub(crate) maintenance: ::typed_flags::__private::bool,
}

::typed_flags::__private::implement_values! {
    pub(crate) Values {
        [
            boolean { 0 show_awesome_text_feature, 1 maintenance, }
            integer { }
            float { }
            text { }
            own { }
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
        "enable_awesome_text_feature",
        "maintenance",
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
0\n\
0\n\
2\n\
2 25:SHOW_AWESOME_TEXT_FEATURE boolean false 56:Shows the awesome text.\n\
\n\
\x20 On the home page, \u{202e}exactly. 3:web 6:WEB-12 1 20260101 20260630 known-as 7:awesome needs-not 1 in 0 boolean true end\n\
17 11:MAINTENANCE boolean false 0: 0: 0: 3 0 0 end\n\
";

const _: &[::typed_flags::__private::core::primitive::u8] = ::typed_flags::__private::core::include_bytes!(::typed_flags::__private::core::concat!(::typed_flags::__private::core::env!("CARGO_MANIFEST_DIR"), "/features.toml"));
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TODAY");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("SOURCE_DATE_EPOCH");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TOML");
