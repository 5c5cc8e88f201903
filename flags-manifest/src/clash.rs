//! Names that would be the same in Rust.
//!
//! rustc would report such a clash at the macro call and name neither line of the file.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use crate::attribute::Attributes;
use crate::diagnostic::Quoted;
use crate::feature;
use crate::findings::Findings;
use crate::lines::Lines;
use crate::model::{AttributeType, FieldType, TableType, Type};
use crate::names;
use crate::retired;
use crate::tree::Span;

/// Names that `features!` gives to items of its own.
const RESERVED: &[&str] = &["Key", "Values", "Context", "FEATURES", "REGISTRY"];

/// Reports clashes, each at the later of the two. A feature or retired feature that clashes in
/// anything but a type is left out; a type gets another name, so that its feature stays usable.
pub(crate) fn check<'t>(
    findings: &mut Findings,
    lines: &Lines,
    features: Vec<feature::Draft<'t>>,
    retired: Vec<retired::Draft>,
    attributes: &mut Attributes,
) -> (Vec<feature::Draft<'t>>, Vec<retired::Draft>) {
    let mut owners: Vec<Owner<'t>> = Vec::with_capacity(features.len() + retired.len());
    owners.extend(
        features
            .into_iter()
            .map(|draft| Owner::Feature(Box::new(draft))),
    );
    owners.extend(
        retired
            .into_iter()
            .map(|draft| Owner::Retired(Box::new(draft))),
    );
    owners.extend((0..attributes.attributes.len()).map(Owner::Attribute));
    owners.sort_by_key(|owner| owner.place(attributes).start);

    let mut names = Names {
        lines,
        taken: HashMap::new(),
        described: Vec::with_capacity(owners.len()),
    };
    let (mut features, mut retired) = (Vec::new(), Vec::new());
    for mut owner in owners {
        names.claim_types(findings, &mut owner, attributes);
        let kept = names.claim(findings, &owner, attributes);
        match owner {
            Owner::Feature(draft) if kept => features.push(*draft),
            Owner::Retired(draft) if kept => retired.push(*draft),
            _ => {}
        }
    }
    (features, retired)
}

enum Owner<'t> {
    Feature(Box<feature::Draft<'t>>),
    Retired(Box<retired::Draft>),
    Attribute(usize),
}

impl Owner<'_> {
    fn place<'s>(&'s self, attributes: &'s Attributes) -> &'s Span {
        match self {
            Self::Feature(draft) => &draft.feature.key_span,
            Self::Retired(draft) => &draft.key_span,
            Self::Attribute(index) => &attributes.spans[*index],
        }
    }

    fn describe(&self, attributes: &Attributes) -> Described {
        let (noun, name) = match self {
            Self::Feature(draft) => ("feature", &draft.feature.key),
            Self::Retired(draft) => ("retired feature", &draft.retired.key),
            Self::Attribute(index) => ("attribute", &attributes.attributes[*index].name),
        };
        Described {
            noun,
            name: name.clone(),
        }
    }
}

/// An owner in a message.
#[derive(PartialEq)]
struct Described {
    noun: &'static str,
    name: String,
}

impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.noun, Quoted(&self.name))
    }
}

/// What kind of name clashes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Space {
    Constant,
    Variable,
    /// Alike wherever the fields of `Values` are, which are made of the same words.
    KeyVariant,
    Type,
}

struct Names<'l> {
    lines: &'l Lines,
    taken: HashMap<(Space, String), usize>,
    /// Owners, with the line of each.
    described: Vec<(Described, u32)>,
}

impl Names<'_> {
    /// Takes the names of an owner, unless one of them is taken.
    fn claim(
        &mut self,
        findings: &mut Findings,
        owner: &Owner<'_>,
        attributes: &Attributes,
    ) -> bool {
        let (claims, constant_span) = match owner {
            Owner::Attribute(_) => return true,
            Owner::Feature(draft) => {
                let feature = &draft.feature;
                let claims = vec![
                    (Space::Constant, feature.constant.clone()),
                    (Space::Variable, names::variable(&feature.key)),
                    (Space::KeyVariant, feature.key_variant.clone()),
                ];
                (claims, &draft.constant_span)
            }
            Owner::Retired(draft) => {
                let claims = vec![(Space::Constant, draft.retired.constant.clone())];
                (claims, &draft.constant_span)
            }
        };
        let place = owner.place(attributes);
        let constant_span = constant_span.as_ref().unwrap_or(place);
        let what = || owner.describe(attributes);
        if let Some((_, constant)) = claims.first()
            && RESERVED.contains(&constant.as_str())
        {
            findings.report_with_help(
                constant_span,
                format!(
                    "{} would be the constant `{constant}`, a name that `features!` uses itself",
                    what()
                ),
                "choose another name with `constant`",
            );
            return false;
        }
        let variable_taken = claims
            .iter()
            .any(|claim| claim.0 == Space::Variable && self.taken.contains_key(claim));
        for claim in &claims {
            let Some(&first) = self.taken.get(claim) else {
                continue;
            };
            let (first, line) = &self.described[first];
            let (space, name) = claim;
            let both = format!("{} and {first} on line {line} would both be", what());
            match space {
                Space::Variable => findings.report_with_help(
                    place,
                    format!("{both} set by the environment variable `{name}`"),
                    "rename one of them; `provider-key` keeps the name that a provider knows",
                ),
                _ => findings.report_with_help(
                    constant_span,
                    match space {
                        Space::KeyVariant => format!("{both} the variant `{name}` of `Key`"),
                        _ => format!("{both} the constant `{name}`"),
                    },
                    if variable_taken {
                        "rename one of them; `provider-key` keeps the name that a provider knows"
                    } else {
                        "give one of them another name with `constant`"
                    },
                ),
            }
            return false;
        }
        let index = self.describe(owner, attributes);
        self.taken
            .extend(claims.into_iter().map(|claim| (claim, index)));
        true
    }

    /// Takes the types of an owner; one that is taken is reported and renamed.
    fn claim_types(
        &mut self,
        findings: &mut Findings,
        owner: &mut Owner<'_>,
        attributes: &mut Attributes,
    ) {
        let mut types: Vec<String> = Vec::new();
        each_type(owner, attributes, &mut |name| types.push(name.clone()));
        if types.is_empty() {
            return;
        }
        let place = match &*owner {
            Owner::Feature(draft) => draft.type_name_span.as_ref(),
            Owner::Retired(draft) => draft.type_name_span.as_ref(),
            Owner::Attribute(_) => None,
        };
        let place = place.unwrap_or_else(|| owner.place(attributes)).clone();
        let what = owner.describe(attributes);
        let index = self.describe(owner, attributes);
        let help = match owner {
            Owner::Attribute(_) => "rename the attribute",
            _ => "choose another name with `type-name`",
        };
        let mut renamed = Vec::with_capacity(types.len());
        for mut name in types {
            if RESERVED.contains(&name.as_str()) || names::is_keyword(&name) {
                let whose = if names::is_keyword(&name) {
                    "a keyword of Rust"
                } else {
                    "a name that `features!` uses itself"
                };
                findings.report_with_help(
                    &place,
                    format!("{what} would be the type `{name}`, {whose}"),
                    help,
                );
                self.rename(&mut name);
            }
            match self.taken.entry((Space::Type, name.clone())) {
                Entry::Vacant(free) => {
                    free.insert(index);
                }
                Entry::Occupied(first) => {
                    let (first, line) = &self.described[*first.get()];
                    let message = if *first == what {
                        format!("two types of {what} would both be `{name}`")
                    } else {
                        format!("{what} and {first} on line {line} would both be the type `{name}`")
                    };
                    findings.report_with_help(&place, message, help);
                    self.rename(&mut name);
                    self.taken.insert((Space::Type, name.clone()), index);
                }
            }
            renamed.push(name);
        }
        let mut renamed = renamed.into_iter();
        each_type(owner, attributes, &mut |name| {
            if let Some(new) = renamed.next() {
                *name = new;
            }
        });
    }

    /// Makes a type's name one that nothing else has.
    fn rename(&self, name: &mut String) {
        name.push('_');
        while self.taken.contains_key(&(Space::Type, name.clone())) {
            name.push('_');
        }
    }

    fn describe(&mut self, owner: &Owner<'_>, attributes: &Attributes) -> usize {
        let line = self.lines.line(owner.place(attributes).start);
        self.described.push((owner.describe(attributes), line));
        self.described.len() - 1
    }
}

/// Visits the Rust names of the types that an owner generates.
fn each_type(
    owner: &mut Owner<'_>,
    attributes: &mut Attributes,
    visit: &mut dyn FnMut(&mut String),
) {
    match owner {
        Owner::Feature(draft) => match &mut draft.feature.ty {
            Type::Variants(set) => visit(&mut set.type_name),
            Type::Table(table) => each_table(table, visit),
            Type::Boolean | Type::Integer | Type::Float | Type::String => {}
        },
        Owner::Retired(draft) => {
            if let Some(set) = &mut draft.retired.variants {
                visit(&mut set.type_name);
            }
        }
        Owner::Attribute(index) => {
            if let AttributeType::Variants(set) = &mut attributes.attributes[*index].ty {
                visit(&mut set.type_name);
            }
        }
    }
}

fn each_table(table: &mut TableType, visit: &mut dyn FnMut(&mut String)) {
    visit(&mut table.type_name);
    for field in &mut table.fields {
        if let FieldType::Table(table) = &mut field.ty {
            each_table(table, visit);
        }
    }
}
