//! Features in [minijinja] templates: `{% if feature.enable_crazy_feature %}`, and values.
//!
//! ```
//! # mod my_features { typed_flags::features!("tests/features.toml"); }
//! use flags_minijinja::Features;
//! use minijinja::{Environment, context};
//!
//! let mut environment = Environment::new();
//! environment.add_template(
//!     "home.html",
//!     r#"<button class="{{ feature.checkout_button }}">Buy</button>
//!        {%- if feature.enable_crazy_feature %}<h1>And this is just crazy!</h1>{% endif %}"#,
//! )?;
//!
//! let features = Features::of([&my_features::REGISTRY]);
//! features.register(&mut environment);
//! features.check(&environment)?; // at the start, or in a test
//!
//! let page = environment.get_template("home.html")?.render(context! {})?;
//! assert_eq!(page, r#"<button class="red">Buy</button>"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Whose answer
//!
//! The features of [`Features::register`] are evaluated with the ambient context: render inside of
//! the request's scope, and the page agrees with the handler and with itself, whatever the provider
//! does meanwhile. Where there is no scope, hand one subject's features to the template instead:
//!
//! ```
//! # mod my_features { typed_flags::features!("tests/features.toml"); }
//! # use flags_minijinja::Features;
//! # use minijinja::{Environment, Value, context};
//! # let environment = Environment::new();
//! let visitor = my_features::Context::new("user-42").is_staff(true);
//! let features = Features::of([&my_features::REGISTRY]).for_context(visitor);
//! let page = environment.render_str(
//!     "{% if feature.staff_menu %}<nav>staff</nav>{% endif %}",
//!     context! { feature => Value::from_object(features) },
//! )?;
//! assert_eq!(page, "<nav>staff</nav>");
//! # Ok::<(), minijinja::Error>(())
//! ```
//!
//! # Names
//!
//! A feature is known by its flag key. Where the key is not a name in a template, as with
//! `new-checkout`, it is also known with `_` in the place of `-` and `.`. An unknown name is an
//! error, in rendering as in [`Features::check`], and not silently off. Only minijinja's own filter `attr`
//! swallows it: write `feature["name"]`, not `feature|attr("name")`. And `"name" in feature` is true of
//! every name, because the object answers for each, with that error.
//!
//! rustc does not see what templates use: it calls the constant of such a feature unused, until the
//! code names it.
//!
//! ```
//! # #![deny(dead_code)]
//! mod my_features {
//! #   #![allow(dead_code)]
//!     typed_flags::features!("tests/features.toml");
//! }
//! const _: typed_flags::Feature<bool> = my_features::STAFF_MENU; // in templates/menu.html
//! ```
//!
//! # Values
//!
//! A boolean is `true` or `false`, a variant its name, a number and a string themselves, a table an
//! object with its fields: `{{ feature.search_limits.max_results }}`. A field that it does not declare is
//! an error as an unknown name is.
//!
//! [minijinja]: https://docs.rs/minijinja
#![forbid(unsafe_code)]

mod check;
mod convert;
mod features;
mod fields;
mod names;

pub use check::{Finding, Findings};
pub use features::Features;
