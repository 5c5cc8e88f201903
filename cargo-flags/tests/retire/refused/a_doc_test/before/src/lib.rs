//! A shop.

pub mod features;

/// The total.
///
/// ```
/// use shop::features::NEW_CHECKOUT;
///
/// assert_eq!(shop::total(), if NEW_CHECKOUT.is_enabled() { 1 } else { 2 });
/// ```
pub fn total() -> u32 {
    if features::NEW_CHECKOUT.is_enabled() { 1 } else { 2 }
}
