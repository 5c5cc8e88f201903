//! Features with rules, written by hand as `features!` would generate them, and what a program would
//! write instead of them.

use flags_runtime::__private::generated::VariantSet as _;
use flags_runtime::__private::generated::rules::{
    condition, list, operators, rule_for_all, rule_when, text_operand, variants_attribute,
};
use flags_runtime::__private::{ContextData, Slot, implement_context, implement_variants};
use flags_runtime::{
    AttributeInfo, AttributeType, Feature, FeatureInfo, Matcher, Operand, Operator, Registry, Rule,
    Serve, Test, Text, Value, ValueType,
};

static SLOTS: [Slot; 3] = [const { Slot::new() }; 3];

/// The features.
pub static REGISTRY: Registry = Registry::new(
    "ruled",
    "ruled.toml",
    7,
    &["production"],
    &FEATURES,
    &SLOTS,
    &[],
)
.with_attributes(&ATTRIBUTES);

/// What rules may ask for.
pub static ATTRIBUTES: [AttributeInfo; 6] = [
    AttributeInfo::new("is_staff", AttributeType::Boolean, false),
    AttributeInfo::new("country", AttributeType::Text, false),
    variants_attribute::<Plan>("plan", false),
    AttributeInfo::new("app_version", AttributeType::Semver, false),
    AttributeInfo::new("seats", AttributeType::Integer, false),
    AttributeInfo::new("email", AttributeType::Text, true),
];

/// `{ when = { is_staff = true }, serve = true }`.
pub const STAFF_RULES: &[Rule] = const {
    &[rule_when(
        condition(const { &[Test::Attribute(0, Matcher::Is(Operand::Boolean(true)))] }),
        Serve::Value(Value::Boolean(true)),
        None,
        None,
        0,
    )]
};

static FEATURES: [FeatureInfo; 3] = [
    FeatureInfo::new(
        &REGISTRY,
        0,
        1,
        "staff_only",
        "STAFF_ONLY",
        ValueType::Boolean,
        Value::Boolean(false),
    )
    .with_rules(STAFF_RULES),
    FeatureInfo::new(
        &REGISTRY,
        1,
        2,
        "half",
        "HALF",
        ValueType::Boolean,
        Value::Boolean(false),
    )
    .with_rules(
        const {
            &[rule_for_all(
                Serve::Rollout(50_000, Value::Boolean(true)),
                None,
                None,
                0,
            )]
        },
    ),
    FeatureInfo::new(
        &REGISTRY,
        2,
        3,
        "button",
        "BUTTON",
        ValueType::Variants(Color::TYPE),
        Value::Text(Text::literal("red")),
    )
    .with_rules(
        const {
            &[
                rule_when(
                    condition(const { &[Test::Attribute(0, Matcher::Is(Operand::Boolean(true)))] }),
                    Serve::Value(Value::Text(Text::literal("blue"))),
                    None,
                    None,
                    0,
                ),
                rule_when(
                    condition(
                        const {
                            &[Test::Attribute(
                                1,
                                Matcher::AnyOf(list(
                                    const { &[text_operand("DE"), text_operand("AT")] },
                                )),
                            )]
                        },
                    ),
                    Serve::Value(Value::Text(Text::literal("blue"))),
                    None,
                    None,
                    0,
                ),
                rule_when(
                    condition(const { &[Test::Attribute(2, Matcher::Is(Operand::Variant(2)))] }),
                    Serve::Value(Value::Text(Text::literal("blue"))),
                    None,
                    None,
                    0,
                ),
                rule_when(
                    condition(
                        const {
                            &[Test::Attribute(
                                4,
                                operators(const { &[Operator::Gte(Operand::Integer(100))] }),
                            )]
                        },
                    ),
                    Serve::Value(Value::Text(Text::literal("blue"))),
                    None,
                    None,
                    0,
                ),
                rule_when(
                    condition(
                        const {
                            &[Test::Attribute(
                                5,
                                operators(
                                    const {
                                        &[Operator::EndsWith(list(
                                            const { &[Text::literal("@example.org")] },
                                        ))]
                                    },
                                ),
                            )]
                        },
                    ),
                    Serve::Value(Value::Text(Text::literal("blue"))),
                    None,
                    None,
                    0,
                ),
                rule_for_all(
                    Serve::Split(list(
                        const {
                            &[
                                (Value::Text(Text::literal("red")), 50_000),
                                (Value::Text(Text::literal("green")), 25_000),
                                (Value::Text(Text::literal("blue")), 25_000),
                            ]
                        },
                    )),
                    None,
                    None,
                    0,
                ),
            ]
        },
    ),
];

/// Row 2: `is_staff == true`.
pub const STAFF_ONLY: Feature<bool> = Feature::new(&SLOTS[0], &FEATURES[0]);
/// Row 3: half of everybody by key.
pub const HALF: Feature<bool> = Feature::new(&SLOTS[1], &FEATURES[1]);
/// Row 4: five conditions that fail, and then three variants by key.
pub const BUTTON: Feature<Color> = Feature::new(&SLOTS[2], &FEATURES[2]);

/// Attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plan {
    /// Free.
    Free,
    /// Pro.
    Pro,
    /// Enterprise.
    Enterprise,
}
implement_variants! { pub Plan { Free = "free", Pro = "pro", Enterprise = "enterprise", } }

/// Variants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Color {
    /// Red.
    Red,
    /// Green.
    Green,
    /// Blue.
    Blue,
}
implement_variants! { pub Color { Red = "red", Green = "green", Blue = "blue", } }

/// Who it is for.
#[derive(Clone, Debug)]
pub struct Context<'a>(ContextData<'a, 6>);
implement_context! {
    pub Context of REGISTRY {
        /// `is_staff`.
        0 is_staff: boolean,
        /// `country`.
        1 country: text,
        /// `plan`.
        2 plan: variant(Plan),
        /// `app_version`.
        3 app_version: semver,
        /// `seats`.
        4 seats: integer,
        /// `email`.
        5 email: text,
    }
}

/// The subject of all measurements: a key of 36 characters, and all attributes.
pub fn visitor() -> Context<'static> {
    Context::new("3f2a9c1e-7b4d-4e8f-9a6b-0c1d2e3f4a5b")
        .is_staff(false)
        .country("FR")
        .plan(Plan::Pro)
        .app_version("2.1.0")
        .seats(12)
        .email("ada@example.com")
}

/// What a program would write by hand.
#[derive(Debug)]
pub struct ByHand {
    /// Attribute.
    pub is_staff: bool,
    /// Attribute.
    pub country: &'static str,
    /// Attribute.
    pub plan: Plan,
    /// Attribute.
    pub seats: i64,
    /// Attribute.
    pub email: &'static str,
    /// Targeting key.
    pub key: &'static str,
}

impl ByHand {
    /// The same subject.
    #[must_use]
    pub fn visitor() -> Self {
        Self {
            is_staff: false,
            country: "FR",
            plan: Plan::Pro,
            seats: 12,
            email: "ada@example.com",
            key: "3f2a9c1e-7b4d-4e8f-9a6b-0c1d2e3f4a5b",
        }
    }

    /// Row 2.
    #[inline(never)]
    #[must_use]
    pub fn staff_only(&self) -> bool {
        self.is_staff
    }

    /// Row 3: hash and compare.
    #[inline(never)]
    #[must_use]
    pub fn half(&self) -> bool {
        xxhash_rust::xxh3::xxh3_64_with_seed(self.key.as_bytes(), 0x68_61_6c_66) < u64::MAX / 2
    }

    /// Row 4.
    #[inline(never)]
    #[must_use]
    pub fn button(&self) -> Color {
        if self.is_staff
            || matches!(self.country, "DE" | "AT")
            || self.plan == Plan::Enterprise
            || self.seats >= 100
            || self.email.ends_with("@example.org")
        {
            return Color::Blue;
        }
        match xxhash_rust::xxh3::xxh3_64_with_seed(self.key.as_bytes(), 0x62_74_6e) >> 62 {
            0 | 1 => Color::Red,
            2 => Color::Green,
            _ => Color::Blue,
        }
    }
}
