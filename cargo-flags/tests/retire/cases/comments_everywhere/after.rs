// retire new_checkout --keep true
#![deny(warnings)]

mod features;

// Above main.
fn main() {
    // Above the condition.
    // First in the branch.
    println!("one"); // behind a statement

    /* a block comment */
    println!("two");
    // Last in the branch.
    // Below the condition.

    // Why the total is computed.
    let total = { 1 /* new */ };
    println!("{total}"); // NEW_CHECKOUT in a comment stays
}
// At the end of the file.
