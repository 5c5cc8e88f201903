// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

async fn price() -> u32 {
    async { 7 }.await
}

async fn note(text: &str) {
    println!("new {text}");
}

fn run<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn main() {
    let sum = async {
        let price = price().await;
        price + 1
    };
    println!("{}", run(sum));
    run(async move {
        note("a").await;
        note("b").await;
    });
}
