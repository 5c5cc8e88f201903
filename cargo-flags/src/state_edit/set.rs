//! One value for everyone.

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::model::{Rule, Value};
use flags_manifest::state::Opinion;

use super::{Objections, StateEdit, serves_only};
use crate::datum::Datum;
use crate::failure::Failure;
use crate::standing::shown;
use crate::toml_text::Step;

/// A value that the feature is to have for everyone.
#[derive(Clone, Debug)]
pub struct Set {
    /// The value.
    pub value: Value,
    /// Indices of the environments that are meant; all, if there are none.
    pub environments: Vec<usize>,
    /// What is done to whatever else the entry says.
    pub others: Others,
}

/// What is done to rules and values of an entry that would answer otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// They are a reason not to write anything.
    Refuse,
    /// Rules and values stay, and go first where they do.
    Keep,
    /// Rules go; values of environments are a reason not to write anything.
    DropRules,
    /// They go.
    DropAll,
}

impl StateEdit<'_> {
    /// Gives the feature a value, for everyone. Without objections, it then has it.
    ///
    /// # Errors
    ///
    /// When the text cannot be changed so.
    pub fn set(&mut self, set: &Set) -> Result<Option<Objections>, Failure> {
        let opinion = self.told(&self.old).opinion;
        let value = Datum::of_value(&set.value, &self.feature.ty);
        let names = &self.manifest.environments;
        let meant: Vec<&str> = set
            .environments
            .iter()
            .map(|it| names[*it].as_str())
            .collect();
        if meant.is_empty() {
            self.put(&[Step::Key("default")], &value)?;
        }
        for environment in &meant {
            self.put_in(environment, &value)?;
        }
        match set.others {
            Others::Keep | Others::Refuse => {}
            Others::DropRules => self.drop_rules(&opinion, &meant)?,
            Others::DropAll => {
                self.drop_rules(&opinion, &meant)?;
                if meant.is_empty() {
                    self.remove(&[Step::Key("environments")])?;
                }
            }
        }
        self.check_others(&set.environments)?;
        if set.others == Others::Keep {
            return Ok(None);
        }
        let after = self.told(self.text.text()).opinion;
        Ok(self.objections(set, &opinion, &after))
    }

    fn drop_rules(&mut self, opinion: &Opinion, meant: &[&str]) -> Result<(), Failure> {
        let environments = Step::Key("environments");
        let rules = Step::Key("rules");
        let names = &self.manifest.environments;
        let own = opinion
            .environments
            .iter()
            .filter(|own| own.rules.is_some());
        let own: Vec<&str> = own.map(|own| names[own.environment].as_str()).collect();
        if meant.is_empty() {
            self.remove(&[rules])?;
            for environment in own {
                let path = [environments, Step::Key(environment)];
                let is_all = matches!(self.get(&path), Some(Datum::Table(it)) if it.len() == 1);
                match is_all {
                    // An empty table there is refused.
                    true => self.remove(&path)?,
                    false => self.remove(&[path[0], path[1], rules])?,
                }
            }
        }
        for environment in meant {
            let path = [environments, Step::Key(environment), rules];
            if opinion.rules.iter().any(|rules| !rules.is_empty()) {
                // An empty list stands in for the rules of all environments.
                let none = ("rules".to_owned(), Datum::List(Vec::new()));
                match self.get(&path[..2]) {
                    Some(Datum::Table(_)) => self.put(&path, &none.1)?,
                    Some(value) => {
                        let long = vec![("default".to_owned(), value), none];
                        self.put(&path[..2], &Datum::Table(long))?;
                    }
                    None => {}
                }
            } else {
                self.remove(&path)?;
            }
        }
        Ok(())
    }

    /// Whatever still answers otherwise, with its place in the text before.
    fn objections(&self, set: &Set, before: &Opinion, after: &Opinion) -> Option<Objections> {
        let names = &self.manifest.environments;
        let is_meant = |it: usize| set.environments.is_empty() || set.environments.contains(&it);
        let mut objections = Objections::default();
        let (mut any_rule, mut any_value) = (false, false);
        let own_rules = |index: usize| {
            let mut stages = after.environments.iter();
            stages.any(|it| it.environment == index && it.rules.is_some())
        };
        let for_all = (0..names.len()).any(|index| is_meant(index) && !own_rules(index));
        let same = |kept: &Option<Vec<Rule>>| kept.as_ref().is_some_and(|it| !it.is_empty());
        if for_all && same(&after.rules) {
            let rules = before.rules.as_deref().unwrap_or_default();
            any_rule |= self.rules_against(rules, None, set, &mut objections);
        }
        for stage in &after.environments {
            if !is_meant(stage.environment) {
                continue;
            }
            let name = &names[stage.environment];
            let was = before
                .environments
                .iter()
                .find(|it| it.environment == stage.environment);
            if let (true, Some(was)) = (same(&stage.rules), was) {
                let rules = was.rules.as_deref().unwrap_or_default();
                any_rule |= self.rules_against(rules, Some(name), set, &mut objections);
            }
            if let Some(value) = stage.default.as_ref().filter(|it| **it != set.value) {
                any_value = true;
                objections.places.push(Diagnostic {
                    message: format!(
                        "`{}` would still be `{}` in {name}",
                        self.feature.key,
                        shown(value, &self.feature.ty)
                    ),
                    span: self.span(&["environments", name]),
                    help: None,
                });
            }
        }
        objections.help = match (any_rule, any_value) {
            (true, false) => {
                "`--drop-rules` takes the rules out, `--keep-rules` leaves them in force"
            }
            _ => {
                "`--force` takes out whatever answers otherwise, `--keep-rules` leaves it in force"
            }
        }
        .to_owned();
        (!objections.places.is_empty()).then_some(objections)
    }

    fn rules_against(
        &self,
        rules: &[Rule],
        environment: Option<&str>,
        set: &Set,
        objections: &mut Objections,
    ) -> bool {
        let mut any = false;
        for (index, rule) in rules.iter().enumerate() {
            if serves_only(rule, &set.value) {
                continue;
            }
            any = true;
            let values = crate::standing::served(rule).into_iter();
            let values: Vec<String> = values
                .filter(|value| **value != set.value)
                .map(|value| format!("`{}`", shown(value, &self.feature.ty)))
                .collect();
            let place = environment.map_or_else(String::new, |name| format!(" in {name}"));
            objections.places.push(Diagnostic {
                message: format!(
                    "`{}` would still be {} for some{place}: rule {} of the entry goes first",
                    self.feature.key,
                    values.join(" or "),
                    index + 1
                ),
                span: Some(rule.span.clone()),
                help: None,
            });
        }
        any
    }
}
