use crate::features::NEW_CHECKOUT;

fn broken( {
    if NEW_CHECKOUT.is_enabled() {
}
