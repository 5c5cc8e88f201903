// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn bump(total: &mut u32) -> u32 {
    *total += 1;
    *total
}

fn last(total: &mut u32) {
    bump(total);
}

fn pushed(list: &mut Vec<u32>) -> Option<u32> {
    list.push(1);
    list.pop()
}

fn main() {
    let mut total = 1;
    bump(&mut total);
    last(&mut total);
    let block = {
        bump(&mut total)
    };
    println!("{total} {block} {:?}", pushed(&mut Vec::new()));
    match total {
        0 => (),
        _ => {
            bump(&mut total);
        }
    };
    println!("{total}");
}
