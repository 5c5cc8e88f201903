// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use features::NEW_CHECKOUT;

async fn price() -> u32 {
    if NEW_CHECKOUT.is_enabled() {
        async { 7 }.await
    } else {
        std::future::ready(8).await
    }
}

async fn note(text: &str) {
    if !NEW_CHECKOUT.is_enabled() {
        println!("old {text}");
        return;
    }
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
        if NEW_CHECKOUT.is_enabled() { price + 1 } else { price }
    };
    println!("{}", run(sum));
    run(async move {
        if NEW_CHECKOUT.is_enabled() {
            note("a").await;
            note("b").await;
        }
    });
}
