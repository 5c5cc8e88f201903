//! Finds and reads the manifests of a workspace's packages.

use std::fs;
use std::path::Path;

use flags_manifest::encoding::decode;

use crate::finding::{Finding, Level, Place};
use crate::project::{Manifest, Project, show};

/// Fills in the manifests of the project's packages.
pub(super) fn discover(project: &mut Project) {
    for index in 0..project.packages.len() {
        let file = project.packages[index].root.join("features.toml");
        if fs::symlink_metadata(&file).is_err() {
            continue;
        }
        match read(&file) {
            Err(finding) => project.unreadable.push(*finding),
            Ok(text) => project.manifests.push(Manifest {
                parsed: flags_manifest::parse(&text),
                text: text.into(),
                file,
                packages: vec![index],
            }),
        }
    }
}

fn read(file: &Path) -> Result<String, Box<Finding>> {
    let finding = |message, place, help| {
        Box::new(Finding {
            level: Level::Error,
            code: "manifest",
            message,
            place,
            help,
            feature: None,
        })
    };
    let bytes = fs::read(file).map_err(|error| {
        let place = Place {
            file: file.to_path_buf(),
            text: "".into(),
            span: None,
        };
        let message = format!("cannot read `{}`: {error}", show(file));
        finding(message, Some(place), None)
    })?;
    decode(bytes).map_err(|error| {
        let place = Place {
            file: file.to_path_buf(),
            text: error.text.into(),
            span: error.finding.span,
        };
        finding(error.finding.message, Some(place), error.finding.help)
    })
}
