//! The combinations of features that `feature_matrix` tests.

mod binary;
mod cases;
mod name;
mod needs;
mod pairs;
mod space;

use std::fmt;
use std::str::FromStr;

use flags_manifest::diagnostic::suggest;
use flags_manifest::model::{Feature, Manifest, Type, Value};

use self::space::Space;
use crate::Source;
use crate::text;

/// More cases than this do not compile.
pub const MAX_CASES: usize = 1024;

/// What `feature_matrix` was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRequest {
    /// Path of the manifest as written, relative to the package's folder.
    pub path: String,
    /// Which combinations are wanted.
    pub mode: Mode,
    /// What is varied.
    pub features: Vec<Varied>,
}

/// One feature that is varied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Varied {
    /// Path of its constant as written: `my_features::CHECKOUT_BUTTON`.
    pub path: String,
    /// Its values as written, where they are; else the manifest's.
    pub values: Option<Vec<String>>,
}

/// Which combinations of values are tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// So many that every two values of two features meet in one of them.
    #[default]
    Pairwise,
    /// What is declared, and each other value by itself, with everything else as declared.
    Each,
    /// All.
    All,
}

/// The combinations that are to be tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The features, in the order in which they were named.
    pub features: Vec<Axis>,
    /// The combinations. Where each feature has its first value, that is the first.
    pub cases: Vec<Case>,
}

/// The values of one feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The values: the declared one first, or in the order in which they were written.
    pub values: Vec<AxisValue>,
}

/// One value of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisValue {
    /// As it would be written in Rust.
    pub shown: String,
    /// Its place: among `false` and `true`, among the variants of the manifest, or among the values
    /// that were written.
    pub index: usize,
}

/// One combination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Name of its test.
    pub name: String,
    /// For each feature, an index into [`Axis::values`].
    pub values: Vec<usize>,
    /// As `with_features` would be told it.
    pub shown: String,
}

/// Something that cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixError {
    /// Which of the features it is about; `None` if it is about all.
    pub feature: Option<usize>,
    /// What is wrong, and how it is mended.
    pub message: String,
}

impl MatrixRequest {
    /// Whether the values of a feature are the manifest's.
    #[must_use]
    pub fn needs_manifest(&self) -> bool {
        self.features.iter().any(|varied| varied.values.is_none())
    }
}

impl Varied {
    /// Name of its constant.
    #[must_use]
    pub fn constant(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or_default()
    }
}

/// Chooses the combinations. A pure function; the manifest is needed if
/// [`MatrixRequest::needs_manifest`] says so.
///
/// A combination that `needs` rule out is left out.
///
/// # Errors
///
/// When a feature is not in the manifest or cannot be varied, or when there are more than
/// [`MAX_CASES`] combinations.
///
/// # Panics
///
/// If two values that should meet do not, which would be a bug.
pub fn matrix(
    request: &MatrixRequest,
    source: Option<&Source>,
) -> Result<Matrix, Vec<MatrixError>> {
    let manifest = source.map_or_else(Manifest::default, |source| {
        flags_manifest::parse(&source.text).manifest
    });
    let mut errors = Vec::new();
    if request.features.is_empty() {
        errors.push(about_all("name at least one feature to vary"));
    }
    let mut axes = Vec::new();
    for (index, varied) in request.features.iter().enumerate() {
        let twice = request.features[..index]
            .iter()
            .any(|other| other.path == varied.path);
        let axis = if twice {
            Err(format!("`{}` is named twice", varied.path))
        } else {
            axis(varied, &manifest, &request.path)
        };
        match axis {
            Ok(axis) => axes.push(axis),
            Err(message) => errors.push(MatrixError {
                feature: Some(index),
                message,
            }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let sizes = axes.iter().map(|axis| axis.values.len()).collect();
    let space = Space::new(sizes, needs::of(request, &axes, &manifest));
    let rows = rows(&space, request.mode).map_err(|message| vec![about_all(&message)])?;
    let names = name::of_cases(request, &axes, &rows);
    let cases = rows.into_iter().zip(names);
    let cases = cases.map(|(values, name)| Case {
        shown: shown(request, &axes, &values),
        name,
        values,
    });
    let cases = cases.collect();
    Ok(Matrix {
        features: axes,
        cases,
    })
}

fn rows(space: &Space, mode: Mode) -> Result<Vec<Vec<usize>>, String> {
    let rows = match mode {
        Mode::Pairwise => pairs::covering(space),
        Mode::Each => cases::each(space),
        Mode::All => cases::all(space, MAX_CASES + 1),
    };
    if rows.len() <= MAX_CASES {
        return Ok(rows);
    }
    let more = match mode {
        Mode::All => match space.product() {
            Some(product) if !space.is_constrained() => grouped(product),
            _ => format!("more than {}", grouped(MAX_CASES)),
        },
        Mode::Pairwise | Mode::Each => grouped(rows.len()),
    };
    let otherwise = match mode {
        Mode::All => {
            let pairwise = pairs::covering(space).len();
            format!(", or leave `mode` out, for {pairwise} cases in which all pairs meet")
        }
        Mode::Pairwise | Mode::Each => String::new(),
    };
    Err(format!(
        "these features make {more} cases, and {} are allowed: leave some out{otherwise}",
        grouped(MAX_CASES)
    ))
}

/// The values of one feature, or what is wrong.
fn axis(varied: &Varied, manifest: &Manifest, path: &str) -> Result<Axis, String> {
    if let Some(values) = &varied.values {
        return written(varied, values);
    }
    let constant = varied.constant();
    let Some(feature) = find(manifest, constant) else {
        return Err(missing(varied, manifest, path));
    };
    if feature.frozen {
        return Err(format!(
            "feature `{}` is frozen at `{}`, decided at build, and has no other value: leave it out",
            feature.key,
            text::shown(&feature.ty, &feature.default)
        ));
    }
    let values = match (&feature.ty, &feature.default) {
        (Type::Boolean, default) => {
            let declared = usize::from(*default == Value::Boolean(true));
            let value = |index| AxisValue {
                shown: (index == 1).to_string(),
                index,
            };
            vec![value(declared), value(1 - declared)]
        }
        (Type::Variants(set), default) => {
            let declared = match default {
                Value::Variant(index) => *index,
                _ => 0,
            };
            let others = (0..set.variants.len()).filter(|index| *index != declared);
            // The type stands beside the constant.
            let module = varied.path.strip_suffix(constant).unwrap_or_default();
            let value = |index: usize| AxisValue {
                shown: format!(
                    "{module}{}::{}",
                    set.type_name, set.variants[index].rust_name
                ),
                index,
            };
            [declared].into_iter().chain(others).map(value).collect()
        }
        (ty, default) => {
            return Err(format!(
                "feature `{}` is {}, so write the values to try: `{} = [{}, …]`",
                feature.key,
                type_name(ty),
                varied.path,
                example(ty, default)
            ));
        }
    };
    Ok(Axis { values })
}

fn written(varied: &Varied, values: &[String]) -> Result<Axis, String> {
    if values.is_empty() {
        return Err(format!("`{} = []` has no value to try", varied.path));
    }
    for (index, value) in values.iter().enumerate() {
        if values[..index].contains(value) {
            return Err(format!("`{}` has the value `{value}` twice", varied.path));
        }
    }
    let values = values.iter().enumerate();
    Ok(Axis {
        values: values
            .map(|(index, shown)| AxisValue {
                shown: shown.clone(),
                index,
            })
            .collect(),
    })
}

fn missing(varied: &Varied, manifest: &Manifest, path: &str) -> String {
    let constant = varied.constant();
    if let Some(retired) = manifest
        .retired
        .iter()
        .find(|retired| retired.constant == constant)
    {
        return format!(
            "feature `{}` was retired on {} (value `{}`): leave it out",
            retired.key,
            retired.on,
            text::shown_retired(&retired.value)
        );
    }
    let known = manifest
        .features
        .iter()
        .map(|feature| feature.constant.as_str());
    let mut message = format!("`{path}` has no feature with the constant `{constant}`");
    match suggest(constant, known) {
        Some(similar) => message += &format!(": did you mean `{similar}`?"),
        None => {
            message += &format!(
                "; a feature of another crate is written with its values: `{} = [true, false]`, \
                 and another manifest is named by `manifest = \"…\"`",
                varied.path
            );
        }
    }
    message
}

fn find<'m>(manifest: &'m Manifest, constant: &str) -> Option<&'m Feature> {
    manifest
        .features
        .iter()
        .find(|feature| feature.constant == constant)
}

fn shown(request: &MatrixRequest, axes: &[Axis], row: &[usize]) -> String {
    let pairs = request.features.iter().zip(axes).zip(row);
    let pairs: Vec<_> = pairs
        .map(|((varied, axis), value)| format!("{} = {}", varied.path, axis.values[*value].shown))
        .collect();
    pairs.join(", ")
}

const fn type_name(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "a boolean",
        Type::Integer => "an integer",
        Type::Float => "a float",
        Type::String => "a string",
        Type::Variants(_) => "a variant",
        Type::Table(_) => "a table",
    }
}

fn example(ty: &Type, default: &Value) -> String {
    match ty {
        Type::Table(table) => format!("{} {{ … }}", table.type_name),
        ty => text::shown(ty, default),
    }
}

fn about_all(message: &str) -> MatrixError {
    MatrixError {
        feature: None,
        message: message.to_owned(),
    }
}

/// `2,048`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "pairwise" => Ok(Self::Pairwise),
            "each" => Ok(Self::Each),
            "all" => Ok(Self::All),
            other => {
                let known = ["pairwise", "each", "all"];
                Err(match suggest(other, known) {
                    Some(similar) => {
                        format!("unknown mode `{other}`: did you mean `{similar}`?")
                    }
                    None => {
                        format!("unknown mode `{other}`, expected `pairwise`, `each` or `all`")
                    }
                })
            }
        }
    }
}

impl fmt::Display for MatrixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
