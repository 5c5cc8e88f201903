//! The model as Rust source.
//!
//! The text is formatted as a person would, since a build script writes it into a file.

mod constants;
mod context;
mod declarations;
mod enums_and_structs;
mod retired;
mod rules;
mod value;
mod values;
mod words;

use std::fmt::Write;

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::model::Manifest;

use crate::Options;
use crate::source::{Location, Source};
use crate::text::Literal;

/// What a manifest becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// All findings, rendered; there is something to refuse where there is one.
    pub error: Option<String>,
    /// Visibility of what is generated.
    pub visibility: String,
    /// The constants of the features: the only items that warn when they are unused.
    pub constants: Vec<Constant>,
    /// Everything else.
    pub items: String,
}

/// The constant of a feature, in parts: `features!` gives some of them spans of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constant {
    /// Documentation and attributes.
    pub attributes: String,
    /// Its name.
    pub name: String,
    /// Type and value, from the `:` on and without the `;`.
    pub definition: String,
}

impl Expansion {
    /// The code as one text.
    #[must_use]
    pub fn code(&self) -> String {
        let mut code = String::new();
        for Constant {
            attributes,
            name,
            definition,
        } in &self.constants
        {
            let visibility = &self.visibility;
            let _ = writeln!(code, "{attributes}{visibility} const {name}{definition};\n");
        }
        code.push_str(&self.items);
        code
    }
}

/// Of constants: lints that the user's crate may turn on and that generated code does not answer to. A
/// description is not written as Markdown. rustc would look for the names that only its tools know
/// among all that it knows, which costs a build more than the constant does.
const ALLOW: &str =
    "#[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]";
/// Of constants that are public: who asked for `pub` may not need it.
const ALLOW_PUBLIC: &str = "#[allow(unreachable_pub)]";
/// Of items that may be unused.
const ALLOW_UNUSED: &str = "#[allow(dead_code, unreachable_pub)]\n\
                            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]";
/// Of items that import words and may not need each.
const ALLOW_IMPORTS: &str = "#[allow(dead_code, unreachable_pub, unused_imports)]\n\
                             #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic))]";
/// Of what is left of retired features, whose names and reasons the user chose.
const ALLOW_RETIRED: &str = "#[allow(dead_code, non_camel_case_types, missing_debug_implementations, \
                             unreachable_pub)]\n\
                             #[cfg_attr(any(clippy, doc), allow(rustdoc::all, clippy::all, clippy::pedantic))]";

/// Turns a manifest's text into Rust source. A pure function.
///
/// After findings every usable feature is still there, so that code that uses them does not fail
/// as well.
#[must_use]
pub fn expand(source: &Source, options: &Options) -> Expansion {
    let mut parsed = flags_manifest::parse(&source.text);
    parsed.diagnostics.extend(byte_order_mark(&source.text));
    parsed
        .diagnostics
        .sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
    let mut expansion = expand_manifest(&parsed.manifest, source.fingerprint, options);
    expansion.error = error(&parsed.diagnostics, source, options);
    expansion
}

/// Other tools that read the file would stumble over it.
fn byte_order_mark(text: &str) -> Option<Diagnostic> {
    text.starts_with('\u{feff}').then(|| Diagnostic {
        message: "the file begins with a byte-order mark".to_owned(),
        span: Some(0..0),
        help: Some("save it as UTF-8 without one".to_owned()),
    })
}

fn error(findings: &[Diagnostic], source: &Source, options: &Options) -> Option<String> {
    let render = |finding: &Diagnostic| finding.render(&options.request.path, &source.text);
    let rendered: Vec<_> = findings.iter().map(render).collect();
    (!rendered.is_empty()).then(|| rendered.join("\n\n"))
}

fn expand_manifest(manifest: &Manifest, fingerprint: u64, options: &Options) -> Expansion {
    let mut writer = Writer::new(options);
    let constants = writer.constants(manifest);
    writer.types(manifest);
    writer.retired(manifest);
    writer.key(manifest);
    writer.values(manifest);
    writer.context(manifest);
    writer.attributes(manifest);
    writer.declarations(manifest, fingerprint);
    writer.tracking();
    Expansion {
        error: None,
        visibility: options.request.visibility.clone(),
        constants,
        items: writer.out,
    }
}

/// What is written so far, and the names that everything is written with.
struct Writer<'a> {
    out: String,
    options: &'a Options,
    visibility: &'a str,
    /// The façade.
    facade: &'a str,
    /// Its private part.
    private: String,
    /// `core`, whatever the user calls so.
    core: String,
}

impl<'a> Writer<'a> {
    fn new(options: &'a Options) -> Self {
        let facade = options.request.crate_path.as_str();
        Self {
            out: String::new(),
            options,
            visibility: &options.request.visibility,
            facade,
            private: format!("{facade}::__private"),
            core: format!("{facade}::__private::core"),
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn derive(&mut self, traits: &[&str]) {
        let core = &self.core;
        let _ = write!(self.out, "#[{core}::prelude::v1::derive(");
        for (position, name) in traits.iter().enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            let _ = write!(self.out, "{comma}{core}::{name}");
        }
        self.line(")]");
    }

    /// Makes the compiler read the manifest and the variables again when they change.
    fn tracking(&mut self) {
        let core = &self.core;
        let file = match &self.options.location {
            Location::Package => format!(
                "{core}::concat!({core}::env!(\"CARGO_MANIFEST_DIR\"), {})",
                Literal(&format!("/{}", self.options.request.path))
            ),
            Location::Variable(file) => Literal(&file.display().to_string()).to_string(),
        };
        let bytes =
            format!("const _: &[{core}::primitive::u8] = {core}::include_bytes!({file});\n");
        let variables = ["FEATURES_TODAY", "SOURCE_DATE_EPOCH", "FEATURES_TOML"].map(|name| {
            format!(
                "const _: {core}::option::Option<&{core}::primitive::str> = \
                 {core}::option_env!(\"{name}\");\n"
            )
        });
        self.out.push_str(&bytes);
        self.out.extend(variables);
    }
}
