//! `cargo flags import`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use flags_manifest::encoding::decode;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::import;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::show;
use crate::replace::Replacements;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// System that the file is from
    #[arg(long, value_enum)]
    from: Source,
    /// File with its flags, in JSON
    file: PathBuf,
    /// File to write, which must not be there yet, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// System that a file is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Source {
    /// The list of its API, or flag data of its SDKs
    Launchdarkly,
    /// The flag manifest of OpenFeature's command-line tool
    Openfeature,
    /// An export, or features as its client API gives them
    Unleash,
}

impl Import {
    /// Writes a manifest, and says what could not be carried over.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not what it is said to be, or the output is there.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human])?;
        let shown = show(&self.file);
        let bytes = std::fs::read(&self.file)
            .map_err(|error| Failure::new(format!("cannot read `{shown}`: {error}")))?;
        let text = decode(bytes)
            .map_err(|error| Failure::new(error.finding.one_line(&shown, &error.text)))?;
        let imported = match self.from {
            Source::Launchdarkly => import::launchdarkly(&text),
            Source::Openfeature => import::openfeature(&text),
            Source::Unleash => import::unleash(&text),
        }?;
        match &self.output {
            None => output.out().write_all(imported.text.as_bytes())?,
            Some(file) => {
                if std::fs::symlink_metadata(file).is_ok() {
                    return Err(Failure::new(format!("`{}` is there already", show(file)))
                        .with_help("leave out `--output`, and take over what you need by hand"));
                }
                let mut replacements = Replacements::default();
                replacements.add(file, &imported.text)?;
                replacements.commit()?;
            }
        }
        output.flush()?;
        for it in &imported.left_out {
            match &it.flag {
                Some(flag) => output.warning(&format!("flag `{flag}`: {}", it.what))?,
                None => output.warning(&it.what)?,
            }
        }
        let flags = if imported.features == 1 {
            "feature"
        } else {
            "features"
        };
        writeln!(
            output.err(),
            "{} {flags} imported, {} left out or changed",
            imported.features,
            imported.left_out.len()
        )?;
        Ok(Outcome::Fine)
    }
}
