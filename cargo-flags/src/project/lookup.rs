//! Finds a feature by what a person calls it.

use flags_manifest::diagnostic::suggest;
use flags_manifest::model::Feature;

use crate::failure::Failure;
use crate::project::{Manifest, Project, show};

/// A feature of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureAt {
    /// Index into [`Project::manifests`].
    pub manifest: usize,
    /// Index into the features of that manifest.
    pub feature: usize,
}

impl Project {
    /// The feature of this name: a flag key, a constant's name, or either behind `registry/`.
    ///
    /// # Errors
    ///
    /// When there is none, or there are several.
    pub fn feature(&self, name: &str) -> Result<FeatureAt, Failure> {
        let unqualified = self.find_all(None, name);
        let found = match name.split_once('/') {
            Some((registry, key)) if unqualified.is_empty() => self.find_all(Some(registry), key),
            _ => unqualified,
        };
        match &found[..] {
            [one] => Ok(*one),
            [] => Err(self.no_feature(name)),
            several => Err(self.ambiguous(name, several)),
        }
    }

    /// What a manifest declares of this feature.
    #[must_use]
    pub fn get(&self, at: FeatureAt) -> &Feature {
        &self.manifests[at.manifest].parsed.manifest.features[at.feature]
    }

    /// Every feature, in the order of the manifests.
    pub fn features(&self) -> impl Iterator<Item = FeatureAt> {
        let of_manifest = |manifest: usize| {
            let features = self.manifests[manifest].parsed.manifest.features.len();
            (0..features).map(move |feature| FeatureAt { manifest, feature })
        };
        (0..self.manifests.len()).flat_map(of_manifest)
    }

    /// Name of the registry of this manifest: its own, or that of the package that it is in.
    #[must_use]
    pub fn registry_name(&self, manifest: usize) -> &str {
        let Manifest {
            parsed, packages, ..
        } = &self.manifests[manifest];
        let package = packages
            .first()
            .map(|package| &self.packages[*package].name);
        match (&parsed.manifest.name, package) {
            (Some(name), _) | (None, Some(name)) => name,
            (None, None) => "",
        }
    }

    /// The shortest name that [`Project::feature`] finds this feature by: its key, with the registry
    /// before it where others have that key too.
    #[must_use]
    pub fn name(&self, at: FeatureAt) -> String {
        let key = &self.get(at).key;
        match &self.find_all(None, key)[..] {
            [_] => key.clone(),
            _ => format!("{}/{key}", self.registry_name(at.manifest)),
        }
    }

    fn find_all(&self, registry: Option<&str>, name: &str) -> Vec<FeatureAt> {
        (0..self.manifests.len())
            .filter(|manifest| registry.is_none_or(|name| self.registry_name(*manifest) == name))
            .flat_map(|manifest| {
                let features = &self.manifests[manifest].parsed.manifest.features;
                (features.iter().enumerate())
                    .filter(|(_, feature)| feature.key == name || feature.constant == name)
                    .map(move |(feature, _)| FeatureAt { manifest, feature })
            })
            .collect()
    }

    fn ambiguous(&self, name: &str, several: &[FeatureAt]) -> Failure {
        let mut names: Vec<(String, &Manifest)> = several
            .iter()
            .map(|at| {
                let registry = self.registry_name(at.manifest);
                let qualified = format!("`{registry}/{}`", self.get(*at).key);
                (qualified, &self.manifests[at.manifest])
            })
            .collect();
        names.sort_unstable_by(|a, b| (&a.0, &a.1.file).cmp(&(&b.0, &b.1.file)));
        if !names.windows(2).any(|two| two[0].0 == two[1].0) {
            let names: Vec<_> = names.into_iter().map(|(name, _)| name).collect();
            return Failure::new(format!(
                "several registries have a feature `{name}`: name one of {}, or its package with `-p`",
                names.join(", ")
            ));
        }
        let listed: Vec<_> = (names.iter())
            .map(|(name, manifest)| format!("{name} in `{}`", show(&manifest.file)))
            .collect();
        let failure = Failure::new(format!(
            "several manifests have a feature `{name}`: {}",
            listed.join(", ")
        ));
        let mut packages: Vec<_> = (names.iter())
            .flat_map(|(_, manifest)| &manifest.packages)
            .map(|package| self.packages[*package].name.as_str())
            .collect();
        packages.sort_unstable();
        let number = packages.len();
        packages.dedup();
        // One that reads several of them does not tell them apart.
        failure.with_help(if packages.len() == number {
            let options: Vec<_> = (packages.iter())
                .map(|package| format!("`-p {package}`"))
                .collect();
            format!("choose the package: {}", options.join(" or "))
        } else {
            "give each of these manifests a `name` of its own under `[registry]`".to_owned()
        })
    }

    fn no_feature(&self, name: &str) -> Failure {
        let manifests = self
            .manifests
            .iter()
            .map(|manifest| &manifest.parsed.manifest);
        for (manifest, at) in manifests.clone().zip(&self.manifests) {
            let mut retired = manifest.retired.iter();
            if let Some(gone) = retired.find(|it| it.key == name || it.constant == name) {
                return Failure::new(format!(
                    "feature `{name}` is retired since {} (`{}`, line {})",
                    gone.on,
                    show(&at.file),
                    gone.line
                ));
            }
        }
        let failure = Failure::new(format!("no feature is called `{name}`"));
        let features = manifests.flat_map(|manifest| &manifest.features);
        let names = features.flat_map(|feature| [feature.key.as_str(), &feature.constant]);
        match suggest(name, names) {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None => failure.with_help("`cargo flags list` shows all of them"),
        }
    }
}
