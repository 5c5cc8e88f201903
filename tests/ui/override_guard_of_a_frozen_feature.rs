// says: a frozen feature cannot be overridden: it was decided at build
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::NEW_KERNEL;
use typed_flags::Overrides;

fn main() {
    let _off = NEW_KERNEL.override_with(false);
    NEW_KERNEL.overridden(false, || {});
    let _ = NEW_KERNEL.overridden_async(false, async {});
    let _off = Overrides::new().with(NEW_KERNEL, false).apply();
}
