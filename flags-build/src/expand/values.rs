//! The struct `Values`.

use std::fmt::Write;

use flags_manifest::model::{Feature, Manifest};

use super::{ALLOW_UNUSED, Writer};

/// As in the runtime: a function over all fields would take rustc time in proportion to the square
/// of their number.
const GROUP: usize = 128;

impl Writer<'_> {
    pub(super) fn values(&mut self, manifest: &Manifest) {
        let features: Vec<(usize, &Feature)> = manifest
            .features
            .iter()
            .enumerate()
            .filter(|(_, feature)| !feature.frozen)
            .collect();
        self.line("/// One value for each feature that is not frozen; a provider of them.");
        self.line(ALLOW_UNUSED);
        let visibility = self.visibility;
        let _ = writeln!(self.out, "{visibility} struct Values {{");
        for (_, feature) in &features {
            let ty = self.feature_type(&feature.ty);
            let _ = writeln!(
                self.out,
                "    /// `{}`\n    {visibility} {}: {ty},",
                feature.key, feature.field
            );
        }
        self.line("}\n");
        self.line(ALLOW_UNUSED);
        self.line("impl Values {");
        self.line("    /// The declared default of every feature.");
        self.line("    #[must_use]");
        let _ = writeln!(
            self.out,
            "    {visibility} fn declared() -> Self {{\n        Self {{"
        );
        for (_, feature) in &features {
            let value = self.rust_value(&feature.ty, &feature.default);
            let _ = writeln!(self.out, "            {}: {value},", feature.field);
        }
        self.line("        }\n    }\n}\n");
        let _ = writeln!(
            self.out,
            "{}::implement_values! {{\n    {visibility} Values {{",
            self.private
        );
        for (position, group) in manifest.features.chunks(GROUP).enumerate() {
            self.line("        [");
            for (offset, feature) in group.iter().enumerate() {
                if !feature.frozen {
                    let index = position * GROUP + offset;
                    let _ = writeln!(self.out, "            {index} {},", feature.field);
                }
            }
            self.line("        ]");
        }
        self.line("    }\n}\n");
    }
}
