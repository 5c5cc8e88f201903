//! The struct `Values`.

use std::fmt::Write;

use flags_manifest::model::{Manifest, Type};

use super::{ALLOW_UNUSED, Writer};

/// As in the runtime: a function over all fields would take rustc time in proportion to the square
/// of their number.
const GROUP: usize = 128;

impl Writer<'_> {
    pub(super) fn values(&mut self, manifest: &Manifest) {
        self.line("/// One value for each feature that is not frozen; a provider of them.");
        self.line(ALLOW_UNUSED);
        let visibility = self.visibility;
        let _ = writeln!(self.out, "{visibility} struct Values {{");
        for feature in manifest.features.iter().filter(|feature| !feature.frozen) {
            let ty = self.feature_type(&feature.ty);
            let _ = writeln!(
                self.out,
                "    /// `{}`\n    {visibility} {}: {ty},",
                feature.key, feature.field
            );
        }
        self.line("}\n");
        let _ = writeln!(
            self.out,
            "{}::implement_values! {{\n    {visibility} Values {{",
            self.private
        );
        for (position, group) in manifest.features.chunks(GROUP).enumerate() {
            self.line("        [");
            for word in WORDS {
                let mut fields = String::new();
                for (offset, feature) in group.iter().enumerate() {
                    if !feature.frozen && self::word(&feature.ty) == word {
                        let index = position * GROUP + offset;
                        let _ = write!(fields, "{index} {}, ", feature.field);
                    }
                }
                let _ = writeln!(self.out, "            {word} {{ {fields}}}");
            }
            self.line("        ]");
        }
        self.line("    }\n}\n");
    }
}

/// What makes fields, and the lists in which the runtime has them.
const WORDS: [&str; 5] = ["boolean", "integer", "float", "text", "own"];

/// What makes a field of this type.
const fn word(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Float => "float",
        Type::String => "text",
        Type::Variants(_) | Type::Table(_) => "own",
    }
}
