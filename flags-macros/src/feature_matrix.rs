//! `#[feature_matrix(ENABLE_CRAZY_FEATURE, CHECKOUT_BUTTON)]`.

use flags_build::{Location, Matrix, MatrixRequest, Mode, Source, Varied, matrix};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Error;

use crate::arguments;
use crate::assignments::{Assignment, Assignments, converted, list};
use crate::function::{Attribute, Function};

/// What the attribute makes of a test; after a mistake, the test as it is, so that nothing else
/// fails for it.
pub(crate) fn tokens(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(arguments, item.clone()).unwrap_or_else(|error| {
        let error = error.to_compile_error();
        quote!(#error #item)
    })
}

fn expand(arguments: TokenStream, item: TokenStream) -> Result<TokenStream, Error> {
    let asked = Asked::read(arguments)?;
    let function = Function::parse(item, "feature_matrix")?;
    let source = asked.source()?;
    let matrix = matrix(&asked.request, source.as_ref()).map_err(|errors| asked.errors(&errors))?;
    Output {
        asked: &asked,
        function: &function,
        source: source.as_ref(),
        matrix: &matrix,
    }
    .tokens()
}

/// The arguments of the attribute.
struct Asked {
    request: MatrixRequest,
    /// Where `manifest` is given.
    manifest: Option<Span>,
    features: Vec<Assignment>,
    /// For each feature, its values, where they are written.
    values: Vec<Option<Vec<TokenStream>>>,
    facade: TokenStream,
}

impl Asked {
    fn read(arguments: TokenStream) -> Result<Self, Error> {
        let Assignments {
            features,
            options,
            facade,
        } = syn::parse2(arguments)?;
        let mut request = MatrixRequest {
            path: "features.toml".to_owned(),
            mode: Mode::default(),
            features: Vec::new(),
        };
        let mut manifest = None;
        for (name, value) in options {
            if name == "mode" {
                let mode = value.value().parse();
                request.mode = mode.map_err(|message| Error::new(value.span(), message))?;
            } else {
                request.path = value.value();
                manifest = Some(value.span());
            }
        }
        let mut values = Vec::new();
        for feature in &features {
            let written = match &feature.value {
                None => None,
                Some(value) => Some(list(value)?.ok_or_else(|| not_a_list(feature, value))?),
            };
            let texts = written.as_ref().map(|values| {
                let texts = values.iter().map(|value| arguments::text(value.clone()));
                texts.collect()
            });
            request.features.push(Varied {
                path: arguments::text(feature.path.clone()),
                values: texts,
            });
            values.push(written);
        }
        Ok(Self {
            request,
            manifest,
            features,
            values,
            facade,
        })
    }

    /// The manifest, if the values of a feature are to be found there.
    fn source(&self) -> Result<Option<Source>, Error> {
        let bare = self.features.iter().find(|feature| feature.value.is_none());
        let Some(bare) = bare else {
            return Ok(None);
        };
        let place = self.manifest.unwrap_or(bare.span);
        Source::read(&self.request.path)
            .map(Some)
            .map_err(|message| Error::new(place, message))
    }

    fn errors(&self, errors: &[flags_build::MatrixError]) -> Error {
        let errors = errors.iter().map(|error| {
            let place = error.feature.map(|feature| self.features[feature].span);
            Error::new(place.unwrap_or_else(Span::call_site), error)
        });
        let combined = errors.reduce(|mut one, two| {
            one.combine(two);
            one
        });
        combined.expect("what failed says why")
    }
}

fn not_a_list(feature: &Assignment, value: &TokenStream) -> Error {
    let place = value.clone().into_iter().next();
    let name = arguments::text(feature.path.clone());
    Error::new(
        place.map_or(feature.span, |tree| tree.span()),
        format!(
            "write the values to try in brackets: `{name} = [{}, …]`",
            arguments::text(value.clone())
        ),
    )
}

struct Output<'a> {
    asked: &'a Asked,
    function: &'a Function,
    source: Option<&'a Source>,
    matrix: &'a Matrix,
}

impl Output<'_> {
    /// The function as it was; one that runs it in a given case; and a module with a test for each
    /// case.
    ///
    /// What the user wrote stays where it was, so that paths in it mean what they did; only
    /// attributes and parameters of tests are repeated in the module, which imports all that is
    /// around it.
    fn tokens(&self) -> Result<TokenStream, Error> {
        let facade = &self.asked.facade;
        let core = quote!(#facade::__private::core);
        let Function {
            attributes,
            head,
            is_async,
            name,
            generics,
            returns,
            body,
            ..
        } = self.function;
        let parameters = self.function.parameters()?;
        let bare = parameters.iter().map(|parameter| &parameter.bare);
        let names: Vec<_> = parameters.iter().map(|parameter| &parameter.name).collect();
        let immutable: Vec<_> = parameters
            .iter()
            .map(|parameter| &parameter.immutable)
            .collect();
        let with_attributes = parameters.iter().map(|parameter| {
            let (attributes, immutable) = (&parameter.attributes, &parameter.immutable);
            quote!(#(#attributes)* #immutable)
        });
        let with_attributes: Vec<_> = with_attributes.collect();

        let mut of_items = Vec::new();
        let mut of_body = Vec::new();
        let mut of_tests = Vec::new();
        for attribute in attributes {
            match role(attribute) {
                Role::Item => of_items.push(attribute),
                Role::Body => of_body.push(attribute),
                Role::Test => of_tests.push(attribute),
            }
        }
        let is_test = |attribute: &&Attribute| attribute.path.contains("test");
        let test = if of_tests.iter().any(is_test) {
            None
        } else if *is_async {
            return Err(Error::new(
                name.span(),
                "an `async` test needs the attribute of a runtime below `feature_matrix`, such as \
                 `#[tokio::test]`",
            ));
        } else {
            Some(quote!(#[#core::prelude::v1::test]))
        };
        let asynchronous = is_async.then(|| quote!(async));
        let wait = is_async.then(|| quote!(.await));

        let runner = Ident::new(&format!("__{name}_in_case"), Span::mixed_site());
        let overrides = self.overrides();
        let call = quote!(#name(#(#names),*));
        let run = if *is_async {
            quote!(#overrides.run_async(#call).await)
        } else {
            quote!(#overrides.run(move || #call))
        };
        let count = Literal::usize_unsuffixed(self.matrix.features.len());
        let tests = self.matrix.cases.iter().map(|case| {
            let test_name = Ident::new(&case.name, name.span());
            let values = case.values.iter().zip(&self.matrix.features);
            let values =
                values.map(|(value, axis)| Literal::usize_unsuffixed(axis.values[*value].index));
            let shown = Literal::string(&case.shown);
            quote! {
                #test
                #(#of_tests)*
                #asynchronous fn #test_name #generics (#(#with_attributes),*) #returns {
                    super::#runner([#(#values),*], #shown, #(#names),*) #wait
                }
            }
        });
        let tracking = self.tracking(&core);
        Ok(quote! {
            #(#of_items)*
            #[cfg(test)]
            #(#of_body)*
            #head #name #generics (#(#bare),*) #returns #body

            #(#of_items)*
            #[cfg(test)]
            #[allow(non_snake_case, clippy::all, clippy::pedantic)]
            #asynchronous fn #runner #generics (
                __case: [#core::primitive::usize; #count],
                __shown: &#core::primitive::str,
                #(#immutable),*
            ) #returns {
                #facade::__private::generated::matrix_case(__shown);
                #run
            }

            #(#of_items)*
            #[cfg(test)]
            #[allow(non_snake_case, unused_imports, clippy::all, clippy::pedantic)]
            mod #name {
                use super::*;
                #(#tests)*
                #tracking
            }
        })
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
    fn tracking(&self, core: &TokenStream) -> Option<TokenStream> {
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
