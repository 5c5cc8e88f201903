//! What a check asks for, in words.

use super::check::{Check, Order};
use crate::{AttributeType, Timestamp};

/// What a check asks for, with operators as in `features.toml`.
pub(super) fn describe(check: &Check, ty: AttributeType) -> String {
    let variant = |index: u32| match ty {
        AttributeType::Variants(set) => set.names().get(index as usize).copied().unwrap_or(""),
        _ => "",
    };
    let moment = |milliseconds: i64| Timestamp::from_milliseconds(milliseconds).to_string();
    let texts = |all: &[Box<str>]| list(all.iter().map(|text| format!("{text:?}")));
    match check {
        Check::Exists(wanted) => format!("exists = {wanted}"),
        Check::Boolean(wanted) => format!("= {wanted}"),
        Check::AnyBoolean => "= [false, true]".to_owned(),
        Check::Integer(order, wanted) => format!("{} {wanted}", sign(*order)),
        Check::IntegerIn(all) => format!("= {}", list(all.iter().map(i64::to_string))),
        Check::Float(order, wanted) => format!("{} {wanted:?}", sign(*order)),
        Check::FloatIn(all) => format!("= {}", list(all.iter().map(|value| format!("{value:?}")))),
        Check::Text(wanted) | Check::Has(wanted) => format!("= {wanted:?}"),
        Check::TextIn(all) | Check::HasAny(all) => {
            format!("= {}", list(all.iter().map(|text| format!("{text:?}"))))
        }
        Check::StartsWith(all) => format!("starts-with {}", texts(all)),
        Check::EndsWith(all) => format!("ends-with {}", texts(all)),
        Check::Contains(all) => format!("contains {}", texts(all)),
        #[cfg(feature = "matches")]
        Check::Matches(pattern) => format!("matches {:?}", pattern.text()),
        Check::Version(wanted) => format!("= \"{wanted}\""),
        Check::VersionIn(all) => {
            format!("= {}", list(all.iter().map(|value| format!("\"{value}\""))))
        }
        Check::Semver(requirement) => format!("semver {:?}", requirement.text()),
        Check::Datetime(Order::Below, wanted) => format!("before {}", moment(*wanted)),
        Check::Datetime(Order::Above, wanted) => format!("after {}", moment(*wanted)),
        Check::Datetime(order, wanted) => format!("{} {}", sign(*order), moment(*wanted)),
        Check::DatetimeIn(all) => format!("= {}", list(all.iter().map(|value| moment(*value)))),
        Check::Variant(index) => format!("= {:?}", variant(*index)),
        Check::VariantIn(all) => {
            let names = all.iter().map(|index| format!("{:?}", variant(*index)));
            format!("= {}", list(names))
        }
    }
}

/// A long list is cut, so that an explanation stays one.
fn list(items: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 10;
    let mut items: Vec<String> = items.collect();
    let more = items.len().saturating_sub(SHOWN);
    items.truncate(SHOWN);
    let rest = match more {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("[{}{rest}]", items.join(", "))
}

const fn sign(order: Order) -> &'static str {
    match order {
        Order::Is => "=",
        Order::Above => "gt",
        Order::NotBelow => "gte",
        Order::Below => "lt",
        Order::NotAbove => "lte",
    }
}
