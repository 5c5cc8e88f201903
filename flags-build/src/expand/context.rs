//! The struct `Context`, and what it knows as data.

use std::fmt::Write;

use flags_manifest::model::{Attribute, AttributeType, Manifest};

use super::{ALLOW_IMPORTS, ALLOW_UNUSED, Writer};
use crate::text::{self, Literal};

/// What attributes are written with. Functions only.
const WORDS: &str = "boolean_attribute, datetime_attribute, float_attribute, integer_attribute, \
                     semver_attribute, strings_attribute, text_attribute, variants_attribute";

impl Writer<'_> {
    pub(super) fn context(&mut self, manifest: &Manifest) {
        let attributes = &manifest.attributes;
        self.line("/// What is known about the subject of an evaluation.");
        self.line(ALLOW_UNUSED);
        if attributes.is_empty() {
            self.derive(&[
                "clone::Clone",
                "fmt::Debug",
                "default::Default",
                "cmp::PartialEq",
                "cmp::Eq",
            ]);
        } else {
            self.derive(&["clone::Clone", "fmt::Debug", "cmp::PartialEq"]);
        }
        let (visibility, private) = (self.visibility, &self.private);
        let out = &mut self.out;
        if attributes.is_empty() {
            let _ = writeln!(
                out,
                "{visibility} struct Context<'a>({private}::ContextData<'a>);\n\
                 {private}::implement_context! {{ {visibility} Context }}\n"
            );
            return;
        }
        let _ = writeln!(
            out,
            "{visibility} struct Context<'a>({private}::ContextData<'a, {}>);\n\
             {private}::implement_context! {{\n    {visibility} Context of REGISTRY {{",
            attributes.len()
        );
        for (index, attribute) in attributes.iter().enumerate() {
            documentation(out, &self.options.request.path, attribute);
            let name = &attribute.name;
            let _ = writeln!(out, "        {index} {name}: {},", kind(&attribute.ty));
        }
        out.push_str("    }\n}\n\n");
    }

    /// What `[context]` declares, as data.
    pub(super) fn attributes(&mut self, manifest: &Manifest) {
        let (facade, private) = (self.facade, &self.private);
        let out = &mut self.out;
        if !manifest.attributes.is_empty() {
            let _ = writeln!(
                out,
                "{ALLOW_IMPORTS}\nstatic __ATTRIBUTES: [{facade}::AttributeInfo; {}] = {{\n    \
                 use {private}::generated::rules::{{{WORDS}}};\n    [",
                manifest.attributes.len()
            );
            for attribute in &manifest.attributes {
                let _ = writeln!(out, "        {},", declaration(attribute));
            }
            out.push_str("    ]\n};\n\n");
        }
    }
}

/// What the setter's doc comment says.
fn documentation(out: &mut String, path: &str, attribute: &Attribute) {
    let value = match &attribute.ty {
        AttributeType::Boolean => "a boolean".to_owned(),
        AttributeType::Integer => "an integer".to_owned(),
        AttributeType::Float => "a float".to_owned(),
        AttributeType::String => "a string".to_owned(),
        AttributeType::Semver => "a version by semver.org, such as `2.1.0`".to_owned(),
        AttributeType::Datetime => "a moment in time".to_owned(),
        AttributeType::Strings => "a list of strings".to_owned(),
        AttributeType::Variants(set) => {
            let names: Vec<_> = set.variants.iter().map(|each| each.name.as_str()).collect();
            format!("one of `{}`", names.join("`, `"))
        }
    };
    let private = if attribute.private {
        "Private: it never reaches a log, a hook or an explanation.\n\n"
    } else {
        ""
    };
    text::doc(
        out,
        "        ",
        &format!(
            "Sets the attribute `{}`: {value}.\n\n{private}- {path}, line {}",
            attribute.name, attribute.line
        ),
    );
}

/// The word that the setter is made from.
fn kind(ty: &AttributeType) -> String {
    match ty {
        AttributeType::Boolean => "boolean".to_owned(),
        AttributeType::Integer => "integer".to_owned(),
        AttributeType::Float => "float".to_owned(),
        AttributeType::String => "text".to_owned(),
        AttributeType::Semver => "semver".to_owned(),
        AttributeType::Datetime => "datetime".to_owned(),
        AttributeType::Strings => "strings".to_owned(),
        AttributeType::Variants(set) => format!("variant({})", set.type_name),
    }
}

fn declaration(attribute: &Attribute) -> String {
    let function = match &attribute.ty {
        AttributeType::Boolean => "boolean_attribute".to_owned(),
        AttributeType::Integer => "integer_attribute".to_owned(),
        AttributeType::Float => "float_attribute".to_owned(),
        AttributeType::String => "text_attribute".to_owned(),
        AttributeType::Semver => "semver_attribute".to_owned(),
        AttributeType::Datetime => "datetime_attribute".to_owned(),
        AttributeType::Strings => "strings_attribute".to_owned(),
        AttributeType::Variants(set) => format!("variants_attribute::<{}>", set.type_name),
    };
    format!(
        "{function}({}, {})",
        Literal(&attribute.name),
        attribute.private
    )
}
