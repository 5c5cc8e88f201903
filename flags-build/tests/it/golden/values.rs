/// The feature `max_upload_mb`.
///
/// - `max_upload_mb`: integer, default `25`
/// - features.toml, line 2
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const MAX_UPLOAD_MB: ::typed_flags::Feature<::typed_flags::__private::i64> = __feature(0);

/// The feature `ratio`.
///
/// - `ratio`: float, default `0.5`
/// - features.toml, line 6
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const RATIO: ::typed_flags::Feature<::typed_flags::__private::f64> = __feature(1);

/// The feature `greeting`.
///
/// - `greeting`: string, default `"say \"hello\""`
/// - features.toml, line 10
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const GREETING: ::typed_flags::Feature<::typed_flags::Text> = __feature(2);

/// The feature `search_limits`.
///
/// - `search_limits`: table, default `{ max_results = 50, type = "x", tags = ["a", "b"], inner = { … } }`
/// - features.toml, line 13
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const SEARCH_LIMITS: ::typed_flags::Feature<SearchLimits> = __feature(3);

/// Field `inner` of `SearchLimits`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) struct SearchLimitsInner {
    /// `ratio`
    pub(crate) ratio: ::typed_flags::__private::f64,
    /// `on`
    pub(crate) on: ::typed_flags::__private::bool,
}
::typed_flags::__private::implement_table! {
    SearchLimitsInner {
        0 ratio float "ratio",
        1 on boolean "on",
    }
}

/// Value of the feature `search_limits`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) struct SearchLimits {
    /// `max_results`
    pub(crate) max_results: ::typed_flags::__private::i64,
    /// `type`
    pub(crate) r#type: ::typed_flags::Text,
    /// `tags`
    pub(crate) tags: ::typed_flags::List<::typed_flags::Text>,
    /// `inner`
    pub(crate) inner: SearchLimitsInner,
}
::typed_flags::__private::implement_table! {
    SearchLimits {
        0 max_results integer "max_results",
        1 r#type text "type",
        2 tags texts "tags",
        3 inner own(SearchLimitsInner) "inner",
    }
}

/// All features, to be matched exhaustively.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::marker::Copy, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::cmp::Eq, ::typed_flags::__private::core::hash::Hash, ::typed_flags::__private::core::cmp::PartialOrd, ::typed_flags::__private::core::cmp::Ord)]
pub(crate) enum Key {
    /// `max_upload_mb`
    MaxUploadMb,
    /// `ratio`
    Ratio,
    /// `greeting`
    Greeting,
    /// `search_limits`
    SearchLimits,
}
::typed_flags::__private::implement_key! {
    pub(crate) Key {
        MaxUploadMb
        Ratio
        Greeting
        SearchLimits
    }
}

/// One value for each feature that is not frozen; a provider of them.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) struct Values {
    /// `max_upload_mb`
    pub(crate) max_upload_mb: ::typed_flags::__private::i64,
    /// `ratio`
    pub(crate) ratio: ::typed_flags::__private::f64,
    /// `greeting`
    pub(crate) greeting: ::typed_flags::Text,
    /// `search_limits`
    pub(crate) search_limits: SearchLimits,
}

::typed_flags::__private::implement_values! {
    pub(crate) Values {
        [
            boolean { }
            integer { 0 max_upload_mb, }
            float { 1 ratio, }
            text { 2 greeting, }
            own { 3 search_limits, }
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
pub(crate) static FEATURES: [::typed_flags::FeatureInfo; 4] =
    ::typed_flags::__private::generated::declare(&REGISTRY, &[
        "max_upload_mb",
        "ratio",
        "greeting",
        "search_limits",
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
    .declared_by(1, __DECLARED, &[::typed_flags::__private::build_table::<SearchLimitsInner>, ::typed_flags::__private::build_table::<SearchLimits>])
};

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
static __SLOTS: [::typed_flags::__private::Slot; 4] = [const { ::typed_flags::__private::Slot::new() }; 4];

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
table 17:SearchLimitsInner 2 5:ratio float 2:on boolean\n\
table 12:SearchLimits 4 11:max_results integer 4:type text 4:tags list text 5:inner table 0\n\
0\n\
4\n\
2 13:MAX_UPLOAD_MB integer 25 0: 0: 0: 0 0 0 range integer 1 integer 500 end\n\
6 5:RATIO float 0.5 0: 0: 0: 0 0 0 range float 0.0 float 1.0 end\n\
10 8:GREETING text 11:say \"hello\" 0: 0: 0: 0 0 0 end\n\
13 13:SEARCH_LIMITS own 1 table 4 11:max_results integer 50 4:type text 1:x 4:tags list 2 text 1:a text 1:b 5:inner table 2 5:ratio float 0.5 2:on boolean true 0: 0: 0: 0 0 0 end\n\
";

const _: &[::typed_flags::__private::core::primitive::u8] = ::typed_flags::__private::core::include_bytes!(::typed_flags::__private::core::concat!(::typed_flags::__private::core::env!("CARGO_MANIFEST_DIR"), "/features.toml"));
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TODAY");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("SOURCE_DATE_EPOCH");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TOML");
