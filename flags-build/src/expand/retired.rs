//! Constants of retired features.

use std::fmt::Write;

use flags_manifest::model::{Manifest, Retired, RetiredValue};

use super::{ALLOW_RETIRED, Writer};
use crate::text::{self, Literal};

impl Writer<'_> {
    pub(super) fn retired(&mut self, manifest: &Manifest) {
        for retired in &manifest.retired {
            self.tombstone(retired);
        }
    }

    /// rustc shows `on_unimplemented` only for a bound on the method that was called, and one message
    /// for each trait: so the bound is the runtime's, and depends on a trait of the feature's own.
    fn tombstone(&mut self, retired: &Retired) {
        let Retired {
            key,
            constant,
            on,
            line,
            ..
        } = retired;
        let value = text::shown_retired(&retired.value);
        let reason = retired.reason.as_ref();
        let because = reason.map_or_else(String::new, |reason| format!(", {reason}"));
        let what = format!("retired on {on} (value `{value}`{because}): delete the check");
        text::doc(
            &mut self.out,
            "",
            &format!("The feature `{key}` was {what}."),
        );
        let ty = match (&retired.variants, &retired.value) {
            (Some(set), _) => set.type_name.clone(),
            (None, RetiredValue::Boolean(_)) => format!("{}::primitive::bool", self.core),
            (None, RetiredValue::Integer(_)) => format!("{}::primitive::i64", self.core),
            (None, RetiredValue::Float(_)) => format!("{}::primitive::f64", self.core),
            (None, RetiredValue::String(_)) => format!("{}::Text", self.facade),
        };
        let message = Literal(&format!(
            "feature `{key}` was {what}, and keep the branch for `{value}`"
        ))
        .to_string()
        .replace('{', "{{")
        .replace('}', "}}");
        let path = &self.options.request.path;
        let note = Literal(&format!("retired in {path}:{line}")).to_string();
        let Self {
            visibility,
            facade,
            private,
            core,
            ..
        } = self;
        let _ = write!(
            self.out,
            "{ALLOW_RETIRED}
{visibility} const {constant}: {facade}::Retired<__RETIRED_{constant}<()>, {ty}> =
    {facade}::Retired::new();

{ALLOW_RETIRED}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = {message},
    label = \"this feature was retired\",
    note = {note}
)]
{visibility} trait __STILL_DECLARED_{constant} {{
    /// Nothing implements it.
    fn never() -> {core}::convert::Infallible;
}}
{ALLOW_RETIRED}
#[doc(hidden)]
{visibility} struct __RETIRED_{constant}<T>({core}::marker::PhantomData<T>);
{ALLOW_RETIRED}
impl<T: __STILL_DECLARED_{constant}> {private}::generated::StillDeclared
    for __RETIRED_{constant}<T>
{{
    fn never() -> {core}::convert::Infallible {{
        <T as __STILL_DECLARED_{constant}>::never()
    }}
}}

"
        );
    }
}
