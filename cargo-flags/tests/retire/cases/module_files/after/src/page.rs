pub(crate) mod footer;

pub(crate) fn show(new: bool) {
    if new {
        println!("new page");
    }
}
