// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

// Above main.
fn main() {
    // Above the condition.
    if NEW_CHECKOUT.is_enabled() {
        // First in the branch.
        println!("one"); // behind a statement

        /* a block comment */
        println!("two");
        // Last in the branch.
    } else {
        // In the branch that goes.
        println!("three");
    }
    // Below the condition.

    // Why the total is computed.
    let total = if NEW_CHECKOUT.is_enabled() { 1 /* new */ } else { 2 /* old */ };
    println!("{total}"); // NEW_CHECKOUT in a comment stays
}
// At the end of the file.
