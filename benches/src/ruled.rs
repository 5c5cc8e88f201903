//! Features with rules, and what a program would write instead of them.

typed_flags::features!(pub "ruled.toml");

/// Key of 36 characters.
pub const KEY: &str = "3f2a9c1e-7b4d-4e8f-9a6b-0c1d2e3f4a5b";

/// The subject of all measurements, with all attributes.
#[must_use]
pub fn visitor() -> Context<'static> {
    Context::new(KEY)
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
    is_staff: bool,
    country: &'static str,
    plan: Plan,
    seats: i64,
    email: &'static str,
    key: &'static str,
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
            key: KEY,
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
