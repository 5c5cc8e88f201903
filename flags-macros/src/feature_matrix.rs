//! `#[feature_matrix(ENABLE_CRAZY_FEATURE, CHECKOUT_BUTTON)]`.

mod output;

use flags_build::{MatrixError, MatrixRequest, Mode, Source, Varied, matrix};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Error;

use self::output::Output;
use crate::arguments;
use crate::assignments::{Assignment, Assignments, list};
use crate::function::Function;

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

    fn errors(&self, errors: &[MatrixError]) -> Error {
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
    // A constant has capital letters: it is an option that was misspelled.
    if !name.contains(|character: char| character.is_uppercase() || character == ':') {
        return Error::new(
            feature.span,
            format!(
                "unknown argument `{name}`: `feature_matrix` takes features, `mode = \"…\"`, \
                 `manifest = \"…\"` and `crate = path`"
            ),
        );
    }
    Error::new(
        place.map_or(feature.span, |tree| tree.span()),
        format!(
            "write the values to try in brackets: `{name} = [{}, …]`",
            arguments::text(value.clone())
        ),
    )
}
