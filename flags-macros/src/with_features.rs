//! `#[with_features(ENABLE_CRAZY_FEATURE = true)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Error;

use crate::arguments;
use crate::assignments::{Assignments, converted};
use crate::function::Function;

/// What the attribute makes of a function; after a mistake, the function as it is, so that nothing
/// else fails for it.
pub(crate) fn tokens(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(arguments, item.clone()).unwrap_or_else(|error| {
        let error = error.to_compile_error();
        quote!(#error #item)
    })
}

fn expand(arguments: TokenStream, item: TokenStream) -> Result<TokenStream, Error> {
    let Assignments {
        features,
        options,
        facade,
    } = syn::parse2(arguments)?;
    if let Some((name, _)) = options.first() {
        let message = format!(
            "unknown argument `{name}`: `with_features` takes features with their values, and `crate = path`"
        );
        return Err(Error::new(name.span(), message));
    }
    if features.is_empty() {
        return Err(Error::new(
            Span::call_site(),
            "name at least one feature with its value, such as `ENABLE_CRAZY_FEATURE = true`",
        ));
    }
    let mut overrides = quote!(#facade::Overrides::new());
    for (index, feature) in features.iter().enumerate() {
        let path = &feature.path;
        let name = arguments::text(path.clone());
        if features[..index]
            .iter()
            .any(|other| arguments::text(other.path.clone()) == name)
        {
            return Err(Error::new(feature.span, format!("`{name}` is named twice")));
        }
        let Some(value) = &feature.value else {
            return Err(Error::new(
                feature.span,
                format!("`{name}` has no value: write `{name} = …`"),
            ));
        };
        let value = converted(value, &facade);
        overrides.extend(quote!(.with(#path, #value)));
    }
    let function = Function::parse(item, "with_features")?;
    let (inner_attributes, block) = function.inner();
    let body = if function.is_async {
        quote!(#overrides.run_async(async move #block).await)
    } else {
        let guard = Ident::new("_overrides", Span::mixed_site());
        quote!(let #guard = #overrides.apply(); #block)
    };
    let Function {
        attributes,
        head,
        name,
        generics,
        parameters,
        returns,
        ..
    } = &function;
    Ok(quote! {
        #(#attributes)*
        #head #name #generics #parameters #returns { #inner_attributes #body }
    })
}
