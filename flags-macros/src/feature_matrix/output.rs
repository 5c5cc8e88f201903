//! The tests that `feature_matrix` makes.

use flags_build::{Location, Matrix, Source};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Error;
use syn::ext::IdentExt;

use super::Asked;
use crate::assignments::converted;
use crate::function::{Attribute, Function, Parameter};

/// What the attribute becomes.
pub(super) struct Output<'a> {
    pub(super) asked: &'a Asked,
    pub(super) function: &'a Function,
    pub(super) source: Option<&'a Source>,
    pub(super) matrix: &'a Matrix,
}

impl Output<'_> {
    /// The function as it was; one that runs it in a given case; and a module with a test for each
    /// case.
    ///
    /// What the user wrote stays where it was, so that paths in it mean what they did; only
    /// attributes and parameters of tests are repeated in the module, which imports all that is
    /// around it.
    pub(super) fn tokens(&self) -> Result<TokenStream, Error> {
        let parameters = self.function.parameters()?;
        let roles = self.roles()?;
        let Function {
            head,
            name,
            generics,
            returns,
            body,
            ..
        } = self.function;
        let Roles { items, of_body, .. } = &roles;
        let bare = parameters.iter().map(|parameter| &parameter.bare);
        let runner = self.runner(&parameters);
        let tests = self.tests(&roles, &parameters);
        let tracking = self.tracking();
        Ok(quote! {
            #(#items)*
            #[cfg(test)]
            #(#of_body)*
            #head #name #generics (#(#bare),*) #returns #body

            #(#items)*
            #[cfg(test)]
            #[allow(non_snake_case, clippy::all, clippy::pedantic)]
            #runner

            #(#items)*
            #[cfg(test)]
            #[allow(non_snake_case, unused_imports, clippy::all, clippy::pedantic)]
            mod #name {
                use super::*;
                #(#tests)*
                #tracking
            }
        })
    }

    /// Where each attribute of the function goes.
    fn roles(&self) -> Result<Roles<'_>, Error> {
        let mut roles = Roles::default();
        for attribute in &self.function.attributes {
            match role(attribute) {
                Role::Item => roles.items.push(attribute),
                Role::Body => roles.of_body.push(attribute),
                Role::Test => roles.of_tests.push(attribute.to_token_stream()),
            }
        }
        let is_test = |attribute: &Attribute| attribute.path.contains("test");
        if self.function.attributes.iter().any(is_test) {
            return Ok(roles);
        }
        if self.function.is_async {
            return Err(Error::new(
                self.function.name.span(),
                "an `async` test needs the attribute of a runtime below `feature_matrix`, such as \
                 `#[tokio::test]`",
            ));
        }
        let core = self.core();
        roles
            .of_tests
            .insert(0, quote!(#[#core::prelude::v1::test]));
        Ok(roles)
    }

    /// Calls the function in a case that is given by one index for each feature.
    fn runner(&self, parameters: &[Parameter]) -> TokenStream {
        let facade = &self.asked.facade;
        let core = self.core();
        let Function {
            is_async,
            name,
            generics,
            returns,
            ..
        } = self.function;
        let runner = self.runner_name();
        let asynchronous = is_async.then(|| quote!(async));
        let count = Literal::usize_unsuffixed(self.matrix.features.len());
        let names = parameters.iter().map(|parameter| &parameter.name);
        let call = quote!(#name(#(#names),*));
        let overrides = self.overrides();
        let run = if *is_async {
            quote!(#overrides.run_async(#call).await)
        } else {
            quote!(#overrides.run(move || #call))
        };
        let parameters = parameters.iter().map(|parameter| &parameter.immutable);
        quote! {
            #asynchronous fn #runner #generics (
                __case: [#core::primitive::usize; #count],
                __shown: &#core::primitive::str,
                #(#parameters),*
            ) #returns {
                #facade::__private::generated::matrix_case(__shown);
                #run
            }
        }
    }

    fn tests(&self, roles: &Roles<'_>, parameters: &[Parameter]) -> Vec<TokenStream> {
        let Function {
            is_async,
            name,
            generics,
            returns,
            ..
        } = self.function;
        let runner = self.runner_name();
        let asynchronous = is_async.then(|| quote!(async));
        let wait = is_async.then(|| quote!(.await));
        let attributes = &roles.of_tests;
        let names: Vec<_> = parameters.iter().map(|parameter| &parameter.name).collect();
        let parameters = parameters.iter().map(|parameter| {
            let (attributes, immutable) = (&parameter.attributes, &parameter.immutable);
            quote!(#(#attributes)* #immutable)
        });
        let parameters: Vec<_> = parameters.collect();
        let tests = self.matrix.cases.iter().map(|case| {
            let test = Ident::new(&case.name, name.span());
            let values = case.values.iter().zip(&self.matrix.features);
            let indexes =
                values.map(|(value, axis)| Literal::usize_unsuffixed(axis.values[*value].index));
            let shown = Literal::string(&case.shown);
            quote! {
                #(#attributes)*
                #asynchronous fn #test #generics (#(#parameters),*) #returns {
                    super::#runner([#(#indexes),*], #shown, #(#names),*) #wait
                }
            }
        });
        tests.collect()
    }

    fn runner_name(&self) -> Ident {
        Ident::new(
            &format!("__{}_in_case", self.function.name.unraw()),
            Span::mixed_site(),
        )
    }

    fn core(&self) -> TokenStream {
        let facade = &self.asked.facade;
        quote!(#facade::__private::core)
    }

    /// The values of one case, which is given as one index for each feature.
    fn overrides(&self) -> TokenStream {
        let facade = &self.asked.facade;
        let mut overrides = quote!(#facade::Overrides::new());
        for (index, feature) in self.asked.features.iter().enumerate() {
            let path = &feature.path;
            let place = Literal::usize_unsuffixed(index);
            let value = match (&self.asked.values[index], self.source) {
                (Some(values), _) => {
                    let values = values.iter().map(|value| converted(value, facade));
                    let last = self.matrix.features[index].values.len() - 1;
                    let arms = values.enumerate().map(|(number, value)| {
                        let number = (number < last).then(|| Literal::usize_unsuffixed(number));
                        let pattern = number.map_or_else(|| quote!(_), Literal::into_token_stream);
                        quote!(#pattern => #value,)
                    });
                    quote!(match __case[#place] { #(#arms)* })
                }
                (None, source) => {
                    let fingerprint = source.map_or(0, |source| source.fingerprint);
                    let fingerprint = Literal::u64_unsuffixed(fingerprint);
                    let manifest = Literal::string(&self.asked.request.path);
                    quote! {
                        #facade::__private::generated::matrix_value(
                            #path, #manifest, #fingerprint, __case[#place],
                        )
                    }
                }
            };
            overrides.extend(quote!(.with(#path, #value)));
        }
        overrides
    }

    /// Makes the compiler read the manifest again when it changes.
    fn tracking(&self) -> Option<TokenStream> {
        let core = self.core();
        let file = match &self.source?.location {
            Location::Package => {
                let path = Literal::string(&format!("/{}", self.asked.request.path));
                quote!(#core::concat!(#core::env!("CARGO_MANIFEST_DIR"), #path))
            }
            Location::Variable(file) => {
                Literal::string(&file.display().to_string()).into_token_stream()
            }
        };
        Some(quote! {
            const _: &[#core::primitive::u8] = #core::include_bytes!(#file);
            const _: #core::option::Option<&#core::primitive::str> =
                #core::option_env!("FEATURES_TOML");
        })
    }
}

/// The attributes of the function by what they are for.
#[derive(Default)]
struct Roles<'a> {
    items: Vec<&'a Attribute>,
    of_body: Vec<&'a Attribute>,
    of_tests: Vec<TokenStream>,
}

/// What an attribute of the function is for.
enum Role {
    /// For whatever is made of it.
    Item,
    /// For the code in it.
    Body,
    /// For the tests.
    Test,
}

fn role(attribute: &Attribute) -> Role {
    const OF_BODY: [&str; 10] = [
        "allow",
        "warn",
        "deny",
        "forbid",
        "expect",
        "doc",
        "inline",
        "cold",
        "must_use",
        "track_caller",
    ];
    match attribute.path.as_str() {
        "cfg" => Role::Item,
        path if OF_BODY.contains(&path) || path.starts_with("rustfmt::") => Role::Body,
        _ => Role::Test,
    }
}
