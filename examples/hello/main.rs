//! One feature, asked before and after a provider is installed: `cargo run --example hello`.
#![expect(clippy::print_stdout, reason = "it shows what it does")]

use typed_flags::MemoryProvider;

mod features {
    typed_flags::features!("examples/hello/features.toml");
}
use features::DARK_MODE;

fn main() {
    // Nobody answers yet, so it is what `features.toml` declares.
    println!("dark mode: {}", DARK_MODE.is_enabled());

    let memory = MemoryProvider::new();
    typed_flags::set_provider(memory.clone());
    memory.set(DARK_MODE, true);
    println!("dark mode: {}", DARK_MODE.is_enabled());
}
