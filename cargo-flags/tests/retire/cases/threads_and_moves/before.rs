// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::sync::{Arc, Mutex};
use std::thread;

use features::NEW_CHECKOUT;

fn main() {
    let list = Arc::new(Mutex::new(Vec::new()));
    let worker = thread::spawn({
        let list = Arc::clone(&list);
        move || {
            let new = NEW_CHECKOUT.is_enabled();
            if new {
                list.lock().unwrap().push("new");
            } else {
                list.lock().unwrap().push("old");
            }
        }
    });
    worker.join().unwrap();
    println!("{:?}", list.lock().unwrap());
}
