// retire new_checkout --keep true
#![deny(warnings)]

mod features;

struct Order {
    total: u32,
    express: bool,
}

fn add(a: u32, b: u32) -> u32 {
    a + b
}

fn order(total: u32) -> Order {
    Order {
        total: total,
        express: true,
    }
}

fn early(total: u32) -> u32 {
    if total > 3 {
        return total;
    }
    total
}

fn main() {
    let placed = order(5);
    println!("{} {}", placed.total, placed.express);
    println!("{}", add(1, 3));
    println!("{}", early(9));
    let array = ['a'; 2];
    let pair = (1, "x");
    let index = array[0];
    let sum = 1 + 2 * 4;
    let product = 2 * (1 + 2);
    println!("{array:?} {pair:?} {index} {sum} {product}");
}
