/// The feature `crazy`.
///
/// - `crazy`: boolean, default `false`
/// - features.toml, line 18
#[allow(unreachable_pub, rustdoc::all, clippy::all, clippy::pedantic)]
pub(crate) const CRAZY: ::typed_flags::Feature<::typed_flags::__private::core::primitive::bool> = __feature(0);

/// The feature `button`.
///
/// - `button`: variants, default `red`
/// - features.toml, line 28
#[allow(unreachable_pub, rustdoc::all, clippy::all, clippy::pedantic)]
pub(crate) const BUTTON: ::typed_flags::Feature<Button> = __feature(1);

/// The feature `limits`.
///
/// - `limits`: table, default `{ max = 50, label = "x" }`
/// - features.toml, line 36
#[allow(unreachable_pub, rustdoc::all, clippy::all, clippy::pedantic)]
pub(crate) const LIMITS: ::typed_flags::Feature<Limits> = __feature(2);

/// Variants of the feature `button`.
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::marker::Copy, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::hash::Hash)]
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
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq)]
pub(crate) struct Limits {
    /// `max`
    pub(crate) max: ::typed_flags::__private::core::primitive::i64,
    /// `label`
    pub(crate) label: ::typed_flags::Text,
}
::typed_flags::__private::implement_table! {
    Limits {
        0 max: ::typed_flags::__private::core::primitive::i64 = "max",
        1 label: ::typed_flags::Text = "label",
    }
}

/// Values of the attribute `plan`.
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
#[::typed_flags::__private::core::prelude::v1::derive(::typed_flags::__private::core::clone::Clone, ::typed_flags::__private::core::marker::Copy, ::typed_flags::__private::core::fmt::Debug, ::typed_flags::__private::core::cmp::PartialEq, ::typed_flags::__private::core::hash::Hash)]
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
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
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
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
pub(crate) struct Values {
    /// `crazy`
    pub(crate) crazy: ::typed_flags::__private::core::primitive::bool,
    /// `button`
    pub(crate) button: Button,
    /// `limits`
    pub(crate) limits: Limits,
}

#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
impl Values {
    /// The declared default of every feature.
    #[must_use]
    pub(crate) fn declared() -> Self {
        ::typed_flags::__private::generated::values_declared(Self {
            crazy: false,
            button: Button::Red,
            limits: Limits { max: 0, label: ::typed_flags::Text::EMPTY },
        })
    }
}

::typed_flags::__private::implement_values! {
    pub(crate) Values {
        [
            0 crazy,
            1 button,
            2 limits,
        ]
    }
}

/// What is known about the subject of an evaluation.
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
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

#[allow(dead_code, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]
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

#[allow(dead_code, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]
static __SEGMENTS: [::typed_flags::SegmentInfo; 3] = {
    use ::typed_flags::__private::generated::{literal, rules::{after, all, any, any_of, before, boolean_operand, condition, contains, ends_with, exists, float_operand, gt, gte, in_segment, integer_operand, is, lt, lte, matches, moment, none, not, not_in, operators, ramp, rollout, rule, segment, semver, serve, split, starts_with, test, text_operand, variant_operand}};
    const __SEGMENT_0: &[::typed_flags::Test] = &[test(0, is(boolean_operand(true)))];
    const __SEGMENT_1: &[::typed_flags::Test] = &[any(const { &[condition(const { &[in_segment(0)] }), condition(const { &[test(1, any_of(const { &[text_operand("DE"), text_operand("AT")] })), test(2, is(variant_operand(1)))] })] })];
    const __SEGMENT_2: &[::typed_flags::Test] = &[all(const { &[condition(const { &[test(5, operators(const { &[gte(float_operand(0.5))] }))] })] }), none(const { &[condition(const { &[test(7, is(text_operand("banned")))] }), condition(const { &[test(4, operators(const { &[lt(integer_operand(-1))] }))] })] })];
    [
        segment("staff", condition(__SEGMENT_0)),
        segment("beta", condition(__SEGMENT_1)),
        segment("trusted", condition(__SEGMENT_2)),
    ]
};

/// The declarations of all features, in the order of `features.toml`.
#[allow(dead_code, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]
pub(crate) static FEATURES: [::typed_flags::FeatureInfo; 3] = {
    use ::typed_flags::__private::generated::{boolean, boolean_value, declare, float, float_value, integer, integer_value, list_value, literal, needs, needs_not, retired, table, table_value, text, text_value, variants};
    use ::typed_flags::__private::generated::rules::{after, all, any, any_of, before, boolean_operand, condition, contains, ends_with, exists, float_operand, gt, gte, in_segment, integer_operand, is, lt, lte, matches, moment, none, not, not_in, operators, ramp, rollout, rule, segment, semver, serve, split, starts_with, test, text_operand, variant_operand};
    const __RULES_0: &[::typed_flags::Rule] = &[
        rule(20, const { &[in_segment(0)] }, serve(boolean_value(true)), 0, ""),
        rule(21, const { &[test(1, any_of(const { &[text_operand("DE")] })), test(3, operators(const { &[semver(">=2.1")] }))] }, rollout(25000, boolean_value(true)), 0, ""),
        rule(22, &[], rollout(12500, boolean_value(true)), 2, "autumn"),
        rule(23, &[], ramp(1796115600000, 1796716800000, 0, 100000, boolean_value(true)), 0, ""),
    ];
    const __RULES_IN_0: &[(::typed_flags::__private::core::primitive::u32, &[::typed_flags::Rule])] = &[(1, &[
        rule(25, &[], serve(boolean_value(true)), 0, ""),
    ]), (2, &[])];
    const __RULES_1: &[::typed_flags::Rule] = &[
        rule(32, const { &[test(2, operators(const { &[not(const { &[is(variant_operand(2))] })] }))] }, split(const { &[(text_value("red"), 50000), (text_value("green"), 25000), (text_value("blue"), 25000)] }), 0, ""),
        rule(33, &[], rollout(125, text_value("blue")), 0, ""),
    ];
    const __RULES_2: &[::typed_flags::Rule] = &[
        rule(39, const { &[test(6, operators(const { &[before(moment(1796115600000)), exists(true)] }))] }, serve(table_value(const { &[(literal("max"), integer_value(1)), (literal("label"), text_value("y"))] })), 0, ""),
        rule(40, const { &[test(8, operators(const { &[starts_with(const { &[literal("qa-")] }), ends_with(const { &[literal("@a.example"), literal("@b.example")] }), contains(const { &[literal("+")] })] }))] }, serve(table_value(const { &[(literal("max"), integer_value(2)), (literal("label"), text_value("z"))] })), 0, ""),
    ];
    declare(&REGISTRY, &[
        {
            const __GROUP: &[::typed_flags::__private::generated::Declaration] = &[
                boolean(18, "crazy", "CRAZY", false, ["", "", ""], [0, 0, 0]).in_environments(const { &[(2, boolean_value(true))] }).with_rules(__RULES_0).with_rules_in(__RULES_IN_0),
                variants::<Button>(28, "button", "BUTTON", "red", ["", "", ""], [0, 0, 0]).with_rules(__RULES_1),
                table::<Limits>(36, "limits", "LIMITS", const { &[(literal("max"), integer_value(50)), (literal("label"), text_value("x"))] }, ["", "", ""], [0, 0, 0]).with_rules(__RULES_2),
            ];
            __GROUP
        },
    ])
};

/// The features as one set.
#[allow(dead_code, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]
pub(crate) static REGISTRY: ::typed_flags::Registry = {
    use ::typed_flags::__private::generated::{boolean, boolean_value, declare, float, float_value, integer, integer_value, list_value, literal, needs, needs_not, retired, table, table_value, text, text_value, variants};
    ::typed_flags::Registry::new(
        "shop",
        "features.toml",
        0x0123456789abcdef,
        &["development", "testing", "staging", "production"],
        &FEATURES,
        &__SLOTS,
        const { &[] },
    ).with_attributes(&__ATTRIBUTES).with_segments(&__SEGMENTS)
};

#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
static __SLOTS: [::typed_flags::__private::Slot; 3] = [const { ::typed_flags::__private::Slot::new() }; 3];

#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]
const fn __feature<T>(index: ::typed_flags::__private::core::primitive::usize) -> ::typed_flags::Feature<T> {
    ::typed_flags::Feature::new(&__SLOTS[index], &FEATURES[index])
}

const _: &[::typed_flags::__private::core::primitive::u8] = ::typed_flags::__private::core::include_bytes!(::typed_flags::__private::core::concat!(::typed_flags::__private::core::env!("CARGO_MANIFEST_DIR"), "/features.toml"));
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TODAY");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("SOURCE_DATE_EPOCH");
const _: ::typed_flags::__private::core::option::Option<&::typed_flags::__private::core::primitive::str> = ::typed_flags::__private::core::option_env!("FEATURES_TOML");
