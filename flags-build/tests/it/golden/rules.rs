/// The feature `crazy`.
///
/// - `crazy`: boolean, default `false`
/// - features.toml, line 18
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const CRAZY: ::typed_flags::Feature<::typed_flags::__private::bool> = __boolean(0);

/// The feature `button`.
///
/// - `button`: variants, default `red`
/// - features.toml, line 28
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const BUTTON: ::typed_flags::Feature<Button> = __feature(1);

/// The feature `limits`.
///
/// - `limits`: table, default `{ max = 50, label = "x" }`
/// - features.toml, line 36
#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]
pub(crate) const LIMITS: ::typed_flags::Feature<Limits> = __feature(2);

/// Variants of the feature `button`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) enum Button {
    /// `red`
    Red,
    /// `green`
    Green,
    /// `blue`
    Blue,
}
::typed_flags::__private::implement_variants! {
    pub(crate) Button {
        Red = "red",
        Green = "green",
        Blue = "blue",
    }
}

/// Value of the feature `limits`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) struct Limits {
    /// `max`
    pub(crate) max: ::typed_flags::__private::i64,
    /// `label`
    pub(crate) label: ::typed_flags::Text,
}
::typed_flags::__private::implement_table! {
    Limits {
        0 max integer "max",
        1 label text "label",
    }
}

/// Values of the attribute `plan`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) enum Plan {
    /// `free`
    Free,
    /// `pro`
    Pro,
    /// `big-enterprise`
    BigEnterprise,
}
::typed_flags::__private::implement_variants! {
    pub(crate) Plan {
        Free = "free",
        Pro = "pro",
        BigEnterprise = "big-enterprise",
    }
}

/// All features, to be matched exhaustively.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::marker::Copy, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::cmp::Eq, ::typed_flags::__private::core::hash::Hash, ::typed_flags::__private::core::cmp::PartialOrd, ::typed_flags::__private::core::cmp::Ord)]
pub(crate) enum Key {
    /// `crazy`
    Crazy,
    /// `button`
    Button,
    /// `limits`
    Limits,
}
::typed_flags::__private::implement_key! {
    pub(crate) Key {
        Crazy
        Button
        Limits
    }
}

/// One value for each feature that is not frozen; a provider of them.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) struct Values {
    /// `crazy`
    pub(crate) crazy: ::typed_flags::__private::bool,
    /// `button`
    pub(crate) button: Button,
    /// `limits`
    pub(crate) limits: Limits,
}

::typed_flags::__private::implement_values! {
    pub(crate) Values {
        [
            boolean { 0 crazy, }
            integer { }
            float { }
            text { }
            own { 1 button, 2 limits, }
        ]
    }
}

/// What is known about the subject of an evaluation.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) struct Context<'a>(::typed_flags::__private::ContextData<'a, 9>);
::typed_flags::__private::implement_context! {
    pub(crate) Context of REGISTRY {
        /// Sets the attribute `is_staff`: a boolean.
        ///
        /// - features.toml, line 3
        0 is_staff: boolean,
        /// Sets the attribute `country`: a string.
        ///
        /// - features.toml, line 4
        1 country: text,
        /// Sets the attribute `plan`: one of `free`, `pro`, `big-enterprise`.
        ///
        /// - features.toml, line 5
        2 plan: variant(Plan),
        /// Sets the attribute `app_version`: a version by semver.org, such as `2.1.0`.
        ///
        /// - features.toml, line 6
        3 app_version: semver,
        /// Sets the attribute `seats`: an integer.
        ///
        /// - features.toml, line 7
        4 seats: integer,
        /// Sets the attribute `score`: a float.
        ///
        /// - features.toml, line 8
        5 score: float,
        /// Sets the attribute `joined`: a moment in time.
        ///
        /// - features.toml, line 9
        6 joined: datetime,
        /// Sets the attribute `tags`: a list of strings.
        ///
        /// - features.toml, line 10
        7 tags: strings,
        /// Sets the attribute `email`: a string.
        ///
        /// Private: it never reaches a log, a hook or an explanation.
        ///
        /// - features.toml, line 11
        8 email: text,
    }
}

#[allow(dead_code, unreachable_pub, unused_imports)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
static __ATTRIBUTES: [::typed_flags::AttributeInfo; 9] = {
    use ::typed_flags::__private::generated::rules::{boolean_attribute, datetime_attribute, float_attribute, integer_attribute, semver_attribute, strings_attribute, text_attribute, variants_attribute};
    [
        boolean_attribute("is_staff", false),
        text_attribute("country", false),
        variants_attribute::<Plan>("plan", false),
        semver_attribute("app_version", false),
        integer_attribute("seats", false),
        float_attribute("score", false),
        datetime_attribute("joined", false),
        strings_attribute("tags", false),
        text_attribute("email", true),
    ]
};

/// The declarations of all features, in the order of `features.toml`.
#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
pub(crate) static FEATURES: [::typed_flags::FeatureInfo; 3] =
    ::typed_flags::__private::generated::declare(&REGISTRY, &[
        "crazy",
        "button",
        "limits",
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
    .with_attributes(&__ATTRIBUTES)
    .declared_by(1, __DECLARED, &[::typed_flags::__private::build_table::<Limits>])
};

#[allow(dead_code, unreachable_pub)]
#[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]
static __SLOTS: [::typed_flags::__private::Slot; 3] = [const { ::typed_flags::__private::Slot::new() }; 3];

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
variants 6:Button 3 3:red 5:green 4:blue\n\
table 6:Limits 2 3:max integer 5:label text\n\
3 5:staff 1 attribute 0 is boolean true\n\
4:beta 1 any 2 1 segment 0 2 attribute 1 any-of 2 text 2:DE text 2:AT attribute 2 is variant 1\n\
7:trusted 2 all 1 1 attribute 5 operators 1 gte float 0.5 none 2 1 attribute 7 is text 6:banned 1 attribute 4 operators 1 lt integer -1\n\
3\n\
18 5:CRAZY boolean false 0: 0: 0: 0 0 0 rules 4 20 serve boolean true when 1 segment 0 end 21 rollout 25000 boolean true when 2 attribute 1 any-of 1 text 2:DE attribute 3 operators 1 semver 5:>=2.1 end 22 rollout 12500 boolean true by 1 salt 6:autumn end 23 ramp 1796115600000 1796716800000 0 100000 boolean true end rules-in 1 1 25 serve boolean true end in 2 boolean true rules-in 2 0 end\n\
28 6:BUTTON own 0 text 3:red 0: 0: 0: 0 0 0 rules 2 32 split 3 text 3:red 50000 text 5:green 25000 text 4:blue 25000 when 1 attribute 2 operators 1 not is variant 2 end 33 rollout 125 text 4:blue end end\n\
36 6:LIMITS own 1 table 2 3:max integer 50 5:label text 1:x 0: 0: 0: 0 0 0 rules 2 39 serve table 2 3:max integer 1 5:label text 1:y when 1 attribute 6 operators 2 before moment 1796115600000 exists true end 40 serve table 2 3:max integer 2 5:label text 1:z when 1 attribute 8 operators 3 starts-with 1 3:qa- ends-with 2 10:@a.example 10:@b.example contains 1 1:+ end end\n\
";

const _: &[::typed_flags::__private::core::primitive::u8] = ::typed_flags::__private::core::include_bytes!(::typed_flags::__private::core::concat!(::typed_flags::__private::core::env!("CARGO_MANIFEST_DIR"), "/features.toml"));
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TODAY");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("SOURCE_DATE_EPOCH");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TOML");
