//! One value for a part of the subjects.

use flags_manifest::diagnostic::{Diagnostic, suggest};
use flags_manifest::model::{Rule, Serve, Type, Value};
use flags_manifest::state::Opinion;

use super::{Objections, StateEdit};
use crate::datum::Datum;
use crate::failure::Failure;
use crate::standing::{Layer, is_for_everyone, percent, shown};
use crate::toml_text::Step;

/// A share of the subjects that is to have a value.
#[derive(Clone, Debug)]
pub struct Rollout {
    /// Thousandths of a per cent.
    pub percent: u32,
    /// The value; `None` for what the rule serves already, or `true`.
    pub value: Option<Value>,
    /// What everybody else gets, if that is to change.
    pub otherwise: Option<Value>,
    /// Attribute that decides who is inside, if not the targeting key.
    pub by: Option<String>,
    /// Indices of the environments that are meant; all, if there are none.
    pub environments: Vec<usize>,
}

impl Rollout {
    /// A percentage as people write it, in thousandths.
    ///
    /// # Errors
    ///
    /// When it is none from 0 to 100 with three decimals at most.
    pub fn percent(written: &str) -> Result<u32, Failure> {
        let number = written.trim_end_matches('%').trim_end();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        let thousandths = (is_number(whole) && is_number(decimals) && decimals.len() <= 3)
            .then(|| format!("{whole}{decimals:0<3}").parse().ok())
            .flatten();
        thousandths.filter(|it| *it <= 100_000).ok_or_else(|| {
            Failure::new(format!(
                "the share must be a percentage from 0 to 100 with at most three decimals, found `{written}`"
            ))
        })
    }
}

impl StateEdit<'_> {
    /// Gives a share of the subjects a value: through the last rule that is a rollout for everyone,
    /// or through a new one behind all rules.
    ///
    /// # Errors
    ///
    /// When the feature, the attribute or the text does not allow it.
    pub fn roll_out(&mut self, rollout: &Rollout) -> Result<Option<Objections>, Failure> {
        if let Some(by) = &rollout.by {
            self.attribute(by)?;
        }
        let opinion = self.told(&self.old).opinion;
        let names = &self.manifest.environments;
        let meant: Vec<&str> = (rollout.environments.iter())
            .map(|it| names[*it].as_str())
            .collect();
        if meant.is_empty() {
            let rules = opinion.rules.as_deref().unwrap_or_default();
            self.roll_out_at(&[Step::Key("rules")], rules, rollout)?;
        }
        for (environment, index) in meant.iter().zip(&rollout.environments) {
            self.begin_rules(environment, *index, &opinion)?;
            let layer = Layer::of_state(&opinion, *index);
            let path = [
                Step::Key("environments"),
                Step::Key(environment),
                Step::Key("rules"),
            ];
            self.roll_out_at(&path, layer.rules, rollout)?;
        }
        if let Some(value) = &rollout.otherwise {
            let value = Datum::of_value(value, &self.feature.ty);
            if meant.is_empty() {
                self.put(&[Step::Key("default")], &value)?;
            }
            for environment in &meant {
                self.put_in(environment, &value)?;
            }
        }
        self.check_others(&rollout.environments)?;
        Ok(self.without_effect(rollout))
    }

    fn attribute(&self, name: &str) -> Result<(), Failure> {
        let known = || self.manifest.attributes.iter().map(|it| it.name.as_str());
        if known().any(|it| it == name) {
            return Ok(());
        }
        let names: Vec<String> = known().map(|it| format!("`{it}`")).collect();
        let failure = Failure::new(match names.is_empty() {
            true => format!("there is no attribute `{name}`: `[context]` declares none"),
            false => format!("there is no attribute `{name}`, only {}", names.join(", ")),
        });
        Err(match suggest(name, known()) {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None => failure,
        })
    }

    /// An environment's own rules replace the entry's, so they begin as a copy of these.
    fn begin_rules(
        &mut self,
        environment: &str,
        index: usize,
        opinion: &Opinion,
    ) -> Result<(), Failure> {
        let mut stages = opinion.environments.iter();
        let has_own = stages.any(|it| it.environment == index && it.rules.is_some());
        let path = [Step::Key("environments"), Step::Key(environment)];
        let own = self.get(&path);
        let rules = self.get(&[Step::Key("rules")]).filter(|_| !has_own);
        let mut long = match own {
            Some(Datum::Table(_)) => {
                return match rules {
                    Some(rules) => self.put(&[path[0], path[1], Step::Key("rules")], &rules),
                    None => Ok(()),
                };
            }
            Some(value) => vec![("default".to_owned(), value)],
            None => Vec::new(),
        };
        long.extend(rules.map(|rules| ("rules".to_owned(), rules)));
        match long.is_empty() {
            true => Ok(()),
            false => self.put(&path, &Datum::Table(long)),
        }
    }

    fn roll_out_at(
        &mut self,
        path: &[Step<'_>],
        rules: &[Rule],
        rollout: &Rollout,
    ) -> Result<(), Failure> {
        let ty = &self.feature.ty;
        let share = Datum::percent(rollout.percent);
        let value = rollout
            .value
            .as_ref()
            .map(|value| Datum::of_value(value, ty));
        let by = rollout.by.clone().map(Datum::Text);
        let Some(index) = rules.iter().rposition(is_rollout) else {
            let mut entries = vec![("rollout".to_owned(), share)];
            match value {
                Some(Datum::Boolean(true)) => {}
                Some(value) => entries.push(("value".to_owned(), value)),
                None if *ty == Type::Boolean => {}
                None => {
                    return Err(Failure::new(format!(
                        "feature `{}` is no boolean, so somebody has to say what {} get",
                        self.feature.key,
                        percent(rollout.percent)
                    ))
                    .with_help("`--value VALUE` says it"));
                }
            }
            entries.extend(by.map(|by| ("by".to_owned(), by)));
            // Without rules yet, an environment may not even be there.
            if path.len() > 1 && self.get(&path[..2]).is_none() {
                let rules = Datum::List(vec![Datum::Table(entries)]);
                return self.put(&path[..2], &Datum::Table(vec![("rules".to_owned(), rules)]));
            }
            return self.push(path, &Datum::Table(entries));
        };
        let at = |name| {
            let rule = path.iter().copied().chain([Step::Item(index)]);
            rule.chain([Step::Key(name)]).collect::<Vec<_>>()
        };
        let mut share_at = at("rollout");
        // The long form, `rollout = { percent = …, by = … }`.
        let is_long = matches!(self.get(&share_at), Some(Datum::Table(_)));
        let by_at = if is_long {
            let by_at = share_at.iter().copied().chain([Step::Key("by")]).collect();
            share_at.push(Step::Key("percent"));
            by_at
        } else {
            at("by")
        };
        self.put(&share_at, &share)?;
        if let Some(value) = value {
            let value_at = at("value");
            match value {
                Datum::Boolean(true) if self.get(&value_at).is_none() => {}
                value => self.put(&value_at, &value)?,
            }
        }
        match by {
            Some(by) => self.put(&by_at, &by),
            None => Ok(()),
        }
    }

    /// Why the share would make no difference.
    fn without_effect(&self, rollout: &Rollout) -> Option<Objections> {
        let told = self.told(self.text.text());
        let meant = match rollout.environments.is_empty() {
            true => (0..self.manifest.environments.len()).collect(),
            false => rollout.environments.clone(),
        };
        let mut reasons: Vec<(Reason, Vec<&str>)> = Vec::new();
        for index in meant {
            let layer = Layer::of_state(&told.opinion, index);
            let declared = Layer::declared(self.feature, index);
            if let Some(reason) = self.reason(&layer, &declared) {
                let name = self.manifest.environments[index].as_str();
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, names)) => names.push(name),
                    None => reasons.push((reason, vec![name])),
                }
            }
        }
        // Whoever names no environment thinks of production; that developers have it is no mistake.
        let is_there = |names: &[&str]| names.contains(&"production");
        if rollout.environments.is_empty() && !reasons.iter().any(|(_, names)| is_there(names)) {
            return None;
        }
        let reaches_nobody = reasons.iter().any(|(reason, _)| reason.reaches_nobody);
        let places: Vec<Diagnostic> = reasons
            .into_iter()
            .map(|(reason, names)| Diagnostic {
                message: format!("{} (in {})", reason.said, names.join(", ")),
                span: None,
                help: None,
            })
            .collect();
        (!places.is_empty()).then(|| Objections {
            places,
            help: match reaches_nobody {
                true => "`cargo flags set` with `--drop-rules` takes the rules out, `--force` writes it anyway",
                false => "`--otherwise VALUE` says what the others get, `--force` writes it anyway",
            }
            .to_owned(),
        })
    }

    fn reason(&self, layer: &Layer<'_>, declared: &Layer<'_>) -> Option<Reason> {
        let (key, ty) = (&self.feature.key, &self.feature.ty);
        let place = layer.rules.iter().rposition(is_rollout)?;
        let Serve::Rollout(share, value) = &layer.rules[place].serve else {
            return None;
        };
        if let Some(before) = layer.rules[..place].iter().position(is_for_everyone) {
            return Some(Reason {
                reaches_nobody: true,
                said: format!(
                    "the rollout of `{key}` would reach nobody: rule {} of the entry is for everyone and goes first",
                    before + 1
                ),
            });
        }
        if place + 1 < layer.rules.len() || *share == 100_000 {
            return None;
        }
        let (rest, said) = match layer.value {
            Some(rest) => (rest, "as the entry says"),
            None if declared.rules.is_empty() => (declared.value?, "as `features.toml` says"),
            None => return None,
        };
        (rest == value).then(|| Reason {
            reaches_nobody: false,
            said: format!(
                "`{key}` would be `{0}` for everyone: for {1} by the rollout, and for all others {said}",
                shown(value, ty),
                percent(*share)
            ),
        })
    }
}

/// Why a share would make no difference.
#[derive(PartialEq)]
struct Reason {
    said: String,
    /// Or everybody has the value already.
    reaches_nobody: bool,
}

/// Whether a rule is a rollout for everyone.
fn is_rollout(rule: &Rule) -> bool {
    rule.when.is_none() && matches!(rule.serve, Serve::Rollout(..))
}
