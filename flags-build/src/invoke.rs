//! What `features!` does with its request.

use std::env;
use std::path::Path;

use crate::stamp::FileCheck;
use crate::{Expansion, Options, Request, Source, check_generated, expand, generated_file, today};

/// What `features!` becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invocation {
    /// The generated code.
    Inline(Expansion),
    /// The file of this name in `OUT_DIR`, and the manifest's findings.
    Include {
        /// Name of the file.
        file: String,
        /// All findings, rendered.
        error: Option<String>,
    },
    /// Nothing but this message.
    Refused(String),
}

/// Reads the manifest and decides.
#[must_use]
pub fn invoke(request: Request) -> Invocation {
    let source = match Source::read(&request.path) {
        Ok(source) => source,
        Err(message) => return Invocation::Refused(message),
    };
    let check = match env::var_os("OUT_DIR") {
        Some(out_dir) => check_generated(Path::new(&out_dir), &request, &source),
        None => FileCheck::Absent,
    };
    let expand = |request| {
        let options = Options {
            package: env::var("CARGO_PKG_NAME").unwrap_or_else(|_| "registry".to_owned()),
            today: today()?,
            location: source.location.clone(),
            request,
        };
        Ok(expand(&source, &options))
    };
    match check {
        FileCheck::Stale(message) => Invocation::Refused(message),
        FileCheck::Absent => expand(request).map_or_else(Invocation::Refused, Invocation::Inline),
        FileCheck::Fresh {
            has_findings: false,
        } => Invocation::Include {
            file: generated_file(&request.path),
            error: None,
        },
        FileCheck::Fresh { has_findings: true } => {
            let file = generated_file(&request.path);
            match expand(request) {
                // The build script lacks a Cargo feature that the macro has.
                Ok(expansion) if expansion.error.is_none() => Invocation::Inline(expansion),
                Ok(Expansion { error, .. }) => Invocation::Include { file, error },
                Err(message) => Invocation::Refused(message),
            }
        }
    }
}
