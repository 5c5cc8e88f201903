// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn limit() -> u32 {
    if cfg!(test) {
        1
    } else {
        2
    }
}

#[cfg(not(test))]
fn greet() {
    println!("welcome");
}

fn main() {
    println!("{}", limit());
    #[cfg(not(test))]
    greet();
}

#[cfg(test)]
fn only_in_tests() -> bool {
    false
}

#[test]
fn tests_see_the_same() {
    assert_eq!(limit(), 1);
    assert!(only_in_tests() || !only_in_tests());
}
