// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let list = Arc::new(Mutex::new(Vec::new()));
    let worker = thread::spawn({
        let list = Arc::clone(&list);
        move || {
            list.lock().unwrap().push("new");
        }
    });
    worker.join().unwrap();
    println!("{:?}", list.lock().unwrap());
}
