//! What the `needs` of features rule out.
//!
//! A test override of a feature goes before its `needs`, so without this a test would run with
//! combinations that a program never sees.

use flags_manifest::model::{Manifest, Value};

use super::space::Implied;
use super::{Axis, MatrixRequest, Varied};

/// What each value demands of the other features that are varied. A value that was written is taken
/// as it is; a need that is not varied is taken to hold.
pub(super) fn of(request: &MatrixRequest, axes: &[Axis], manifest: &Manifest) -> Vec<Vec<Implied>> {
    let needs = Needs {
        request,
        axes,
        manifest,
    };
    let features = request.features.iter().zip(axes);
    features
        .map(|(varied, axis)| {
            let values = axis.values.iter();
            values.map(|value| needs.of(varied, value.index)).collect()
        })
        .collect()
}

struct Needs<'a> {
    request: &'a MatrixRequest,
    axes: &'a [Axis],
    manifest: &'a Manifest,
}

impl Needs<'_> {
    fn of(&self, varied: &Varied, index: usize) -> Implied {
        let mut demanded = Vec::new();
        let Some(feature) = self.in_manifest(varied) else {
            return Some(demanded);
        };
        // With an unmet need a boolean is off, and any other feature is as declared.
        let at_rest = match &self.manifest.features[feature].default {
            Value::Boolean(_) => index == 0,
            Value::Variant(declared) => index == *declared,
            _ => true,
        };
        let possible = at_rest || self.demand(feature, &mut demanded);
        possible.then_some(demanded)
    }

    /// What the needs of a feature demand, and theirs in turn. Returns whether that is possible.
    fn demand(&self, feature: usize, demanded: &mut Vec<(usize, usize)>) -> bool {
        self.manifest.features[feature].needs.iter().all(|need| {
            let needed = &self.manifest.features[need.feature];
            let on = usize::from(!need.negated);
            if needed.frozen {
                return (needed.default == Value::Boolean(true)) != need.negated;
            }
            if let Some(varied) = self.varied(need.feature) {
                let values = &self.axes[varied].values;
                let value = values.iter().position(|value| value.index == on);
                let demand = (varied, value.expect("a boolean has both values"));
                let against = (varied, 1 - demand.1);
                if demanded.contains(&against) {
                    return false;
                }
                if !demanded.contains(&demand) {
                    demanded.push(demand);
                }
            } else if self.is_written(need.feature) {
                return true;
            }
            need.negated || self.demand(need.feature, demanded)
        })
    }

    /// The feature of the manifest whose values are varied.
    fn in_manifest(&self, varied: &Varied) -> Option<usize> {
        let mut features = self.manifest.features.iter();
        let constant = varied.constant();
        let position = features.position(|feature| feature.constant == constant);
        position.filter(|_| varied.values.is_none())
    }

    /// Where a feature of the manifest is varied, with the manifest's values.
    fn varied(&self, feature: usize) -> Option<usize> {
        let mut features = self.request.features.iter();
        features.position(|varied| self.in_manifest(varied) == Some(feature))
    }

    /// Whether somebody wrote the values of a feature that is called like this one.
    fn is_written(&self, feature: usize) -> bool {
        let constant = &self.manifest.features[feature].constant;
        let mut features = self.request.features.iter();
        features.any(|varied| varied.values.is_some() && varied.constant() == constant)
    }
}
