//! The footer of each page.

/// Shows it.
pub(crate) fn show() {
    println!("new footer");
}
