// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("new: {}", true);
    println!("{}", "new");
    let list = vec![
        1,
        2,
        u32::from(true),
    ];
    println!("{list:?}");
    let text = format!("{:>5}|{new}", "a", new = false);
    print!("{text}\n");
    assert!(list.len() == 3, "it is {list:?}");
    assert_eq!(list.len(), 3);
    eprintln!("{}", true);
}
