//! Audiences, and what refers to them.

use serde_json::Value;
use serde_json::value::RawValue;

use super::{Builder, name_of, short, shortened};
use crate::datafile::condition::{self, Leaf, Read, Tree};
use crate::datafile::{Audience, Condition, limit, raw};

impl Builder {
    pub(super) fn audiences(&mut self, parts: Option<&[&RawValue]>, typed: bool) {
        for part in parts.unwrap_or_default() {
            let read = serde_json::from_str::<raw::Audience>(part.get());
            let audience = match read {
                Ok(audience) => audience,
                Err(error) => {
                    if let Some(id) = name_of(part).0 {
                        self.audience_ids.insert(id, Err(raw::problem(&error)));
                    }
                    continue;
                }
            };
            // Those that are not typed hold JSON in a string.
            let conditions = match audience.conditions {
                Value::String(text) if !typed => {
                    serde_json::from_str(&text).map_err(|error| raw::problem(&error))
                }
                conditions => Ok(conditions),
            };
            let name = audience.name.as_deref().filter(|name| !name.is_empty());
            let name = name.unwrap_or(&audience.id);
            let index = conditions.and_then(|conditions| self.audience(name, &conditions));
            self.audience_ids.insert(audience.id, index);
        }
    }

    fn audience(&mut self, name: &str, conditions: &Value) -> Result<usize, String> {
        let mut qualified = false;
        let mut not_understood = Vec::new();
        let attributes = &mut self.attributes;
        let conditions = Tree::read(conditions, &mut |value| {
            Ok(match condition::read(value)? {
                Read::Test(attribute, test) => Tree::Leaf(Leaf {
                    attribute: attributes.index(short(attribute)?),
                    test,
                }),
                Read::Unknown(why) => {
                    not_understood.push(why);
                    Tree::Unknown
                }
                Read::Qualified => {
                    qualified = true;
                    Tree::Unknown
                }
            })
        })?;
        let mut size = 0;
        conditions.each_leaf(&mut |_| size += 1);
        self.audiences.push(Audience {
            name: shortened(name).into(),
            conditions,
        });
        self.sizes.push(size);
        self.qualified.push(qualified);
        self.not_understood.push(not_understood);
        Ok(self.audiences.len() - 1)
    }

    /// What an experiment, rule or holdout asks of audiences.
    pub(super) fn condition(
        &self,
        conditions: Option<&Value>,
        ids: &[String],
        notes: &mut Vec<String>,
    ) -> Result<Condition, String> {
        let from_ids;
        let conditions = match conditions {
            Some(conditions) => conditions,
            None => {
                from_ids = Value::Array(ids.iter().cloned().map(Value::String).collect());
                &from_ids
            }
        };
        if conditions.as_array().is_some_and(Vec::is_empty) {
            return Ok(None);
        }
        let tree = Tree::read(conditions, &mut |value| {
            let Value::String(id) = value else {
                return Err(format!(
                    "an audience is {}, not an id",
                    condition::kind(value)
                ));
            };
            match self.audience_ids.get(id) {
                Some(Ok(index)) if self.qualified[*index] => Err(format!(
                    "audience `{}` asks for a segment of Optimizely's data platform (ODP), which is \
                     not supported",
                    shortened(id)
                )),
                Some(Ok(index)) => Ok(Tree::Leaf(*index)),
                Some(Err(problem)) => Err(format!("audience `{}`: {problem}", shortened(id))),
                None => {
                    notes.push(format!(
                        "there is no audience `{}`; whether one is in it is unknown",
                        shortened(id)
                    ));
                    Ok(Tree::Unknown)
                }
            }
        })?;
        let mut size = 0;
        tree.each_leaf(&mut |index: &usize| size += 1 + self.sizes[*index]);
        if size > limit::CONDITIONS {
            return Err(format!(
                "it asks for {size} conditions, and {} are allowed",
                limit::CONDITIONS
            ));
        }
        tree.each_leaf(&mut |index: &usize| {
            let name = &self.audiences[*index].name;
            let all = self.not_understood[*index].iter();
            notes.extend(
                all.map(|why| format!("audience `{name}`: {why}; whether it holds is unknown")),
            );
        });
        Ok(Some(tree))
    }
}
