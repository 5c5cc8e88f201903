//! Random functions.

use fastrand::Rng;

use super::syntax::{Block, Button, Buttons, Condition, Else, Feature, If, Number, Statement};

const BUTTONS: [Button; 3] = [Button::Red, Button::Green, Button::Blue];

/// The body of a function `fn(n: i64) -> i64`.
pub(crate) fn function(rng: &mut Rng) -> Block {
    let mut here = Generator {
        rng,
        scopes: vec![Scope::default()],
        in_loop: false,
        budget: 40,
    };
    here.block(4, true)
}

struct Generator<'a> {
    rng: &'a mut Rng,
    /// What is declared, the innermost block last.
    scopes: Vec<Scope>,
    in_loop: bool,
    /// How much may still be made.
    budget: i32,
}

#[derive(Default)]
struct Scope {
    numbers: Vec<u32>,
    /// With whether they may be assigned to; the last of a name counts.
    flags: Vec<(u32, bool)>,
}

impl Generator<'_> {
    fn block(&mut self, depth: u32, with_value: bool) -> Block {
        self.scopes.push(Scope::default());
        let count = self.rng.usize(0..if depth > 3 { 8 } else { 4 });
        let mut statements = Vec::new();
        for _ in 0..count {
            if self.budget > 0 {
                let statement = self.statement(depth);
                let ends = diverges(&statement);
                statements.push(statement);
                if ends {
                    break;
                }
            }
        }
        // A value behind a `return` is no error, and unusual.
        let value = with_value.then(|| Box::new(self.number(depth.min(2))));
        self.scopes.pop();
        Block { statements, value }
    }

    fn statement(&mut self, depth: u32) -> Statement {
        self.budget -= 1;
        let tag = self.rng.u32(0..1000);
        let deeper = depth.saturating_sub(1);
        if depth == 0 {
            return Statement::Print(tag);
        }
        match self.rng.u32(0..34) {
            0 => Statement::Comment(tag),
            1 => Statement::Blank,
            2..=3 => Statement::Print(tag),
            4 => Statement::Log(tag),
            5 => Statement::Guard(tag),
            6..=7 => {
                let value = self.number(deeper);
                Statement::Number(self.new_number(), value)
            }
            8..=10 => {
                let value = if self.rng.bool() {
                    self.feature()
                } else {
                    self.condition(deeper)
                };
                let (name, mutable) = (self.rng.u32(0..3), self.rng.u32(0..4) == 0);
                self.scope().flags.push((name, mutable));
                Statement::Flag {
                    name,
                    mutable,
                    value,
                }
            }
            11..=12 => match self.any_number() {
                Some(name) => Statement::AssignNumber(name, self.number(deeper)),
                None => Statement::Print(tag),
            },
            13 => match self.any_flag(true) {
                Some(name) => Statement::AssignFlag(name, self.condition(deeper)),
                None => Statement::Print(tag),
            },
            14..=19 => Statement::If(self.an_if(deeper)),
            20 => {
                let of = self.number(deeper);
                self.scopes.push(Scope::default());
                let name = self.new_number();
                let and = self.rng.bool().then(|| self.condition(deeper));
                let block = self.block(deeper, false);
                self.scopes.pop();
                Statement::IfLet {
                    name,
                    of,
                    and,
                    block,
                }
            }
            21 => {
                let of = self.number(deeper);
                let mut otherwise = self.block(deeper.min(1), false);
                if !otherwise.statements.last().is_some_and(diverges) {
                    otherwise
                        .statements
                        .push(Statement::Return(Number::Literal(-1)));
                }
                let name = self.new_number();
                Statement::LetElse {
                    name,
                    of,
                    otherwise,
                }
            }
            22..=23 => {
                let arms = self.patterns();
                let arms = arms.into_iter().map(|it| (it, self.block(deeper, false)));
                Statement::MatchButton(arms.collect())
            }
            24 => Statement::MatchCondition(
                self.condition(deeper),
                self.block(deeper, false),
                self.block(deeper, false),
            ),
            25 => Statement::MatchNumber(
                self.number(deeper),
                self.condition(deeper),
                self.block(deeper, false),
                self.block(deeper, false),
            ),
            26 => {
                let and = self.condition(deeper);
                let block = self.looped(deeper);
                Statement::While {
                    counter: tag,
                    times: self.rng.i64(1..4),
                    and,
                    block,
                }
            }
            27 => Statement::For(self.rng.i64(1..4), self.looped(deeper)),
            28 => Statement::Block(self.block(deeper, false)),
            29 => Statement::Show(self.number(deeper)),
            30 => Statement::ShowFlag(self.condition(deeper)),
            31 => Statement::Return(self.number(deeper)),
            32 if self.in_loop => Statement::Break,
            33 if self.in_loop => Statement::Continue,
            _ => Statement::Print(tag),
        }
    }

    fn an_if(&mut self, depth: u32) -> If {
        let condition = self.condition(depth);
        let block = self.block(depth, false);
        let otherwise = match self.rng.u32(0..6) {
            0..=1 => Else::Nothing,
            2..=4 => Else::Block(self.block(depth, false)),
            _ if depth > 0 => Else::If(Box::new(self.an_if(depth - 1))),
            _ => Else::Nothing,
        };
        If {
            condition,
            block,
            otherwise,
        }
    }

    fn looped(&mut self, depth: u32) -> Block {
        let outer = std::mem::replace(&mut self.in_loop, true);
        let block = self.block(depth.min(2), false);
        self.in_loop = outer;
        block
    }

    fn feature(&mut self) -> Condition {
        match self.rng.u32(0..8) {
            0..=3 => Condition::Feature(Feature::NewCheckout),
            4 => Condition::Feature(Feature::DarkMode),
            5 => Condition::Feature(Feature::BetaSearch),
            6 => {
                let some = self.some_buttons();
                Condition::Button(Buttons::Matches(some))
            }
            _ => {
                let button = BUTTONS[self.rng.usize(0..3)];
                Condition::Button(if self.rng.bool() {
                    Buttons::Equals(button)
                } else {
                    Buttons::Differs(button)
                })
            }
        }
    }

    fn condition(&mut self, depth: u32) -> Condition {
        self.budget -= 1;
        let tag = self.rng.u32(0..1000);
        if depth == 0 || self.budget < 0 {
            return self.feature();
        }
        let deeper = depth - 1;
        let mut inner = || Box::new(self.condition(deeper));
        match inner_choice(tag) {
            0 => Condition::Not(inner()),
            1 => Condition::And(inner(), inner()),
            2 => Condition::Or(inner(), inner()),
            3 => {
                let (a, b) = (inner(), inner());
                let operator = ["&", "|", "^", "==", "!="][self.rng.usize(0..5)];
                Condition::Operator(a, operator, b)
            }
            4 => Condition::If(inner(), inner(), inner()),
            5 => Condition::Logged(tag, self.rng.bool()),
            6 => Condition::Temporary(tag, self.rng.bool()),
            7 => {
                let operator = ["<", ">", "==", "!=", "<=", ">="][self.rng.usize(0..6)];
                Condition::Compare(self.number(deeper), operator, self.rng.i64(-3..8))
            }
            8 => Condition::Constant(self.rng.bool()),
            9..=10 => match self.any_flag(false) {
                Some(name) => Condition::Variable(name),
                None => self.feature(),
            },
            _ => self.feature(),
        }
    }

    fn number(&mut self, depth: u32) -> Number {
        self.budget -= 1;
        let tag = self.rng.u32(0..1000);
        if depth == 0 || self.budget < 0 {
            return Number::Literal(self.rng.i64(-3..8));
        }
        let deeper = depth - 1;
        match self.rng.u32(0..16) {
            0..=1 => Number::Literal(self.rng.i64(-3..8)),
            2 => Number::Argument,
            3..=5 => match self.any_number() {
                Some(name) => Number::Variable(name),
                None => Number::Argument,
            },
            6 => Number::Logged(tag, self.rng.i64(0..8)),
            7 => {
                let operator = ["^", "&", "|"][self.rng.usize(0..3)];
                let (a, b) = (self.number(deeper), self.number(deeper));
                Number::Operator(Box::new(a), operator, Box::new(b))
            }
            8 => {
                let (a, b) = (self.number(deeper), self.number(deeper));
                Number::Plus(Box::new(a), Box::new(b))
            }
            9..=11 => Number::If(
                Box::new(self.condition(deeper)),
                self.block(deeper.min(1), true),
                self.block(deeper.min(1), true),
            ),
            12 => {
                let condition = Box::new(self.condition(deeper));
                // In a closure there is no loop, and `return` would be another.
                let outer = std::mem::replace(&mut self.in_loop, false);
                let value = Box::new(self.number(0));
                self.in_loop = outer;
                Number::Then(condition, value, Box::new(self.number(deeper)))
            }
            13 => {
                let arms = self.patterns();
                let arms = arms.into_iter().map(|it| (it, self.number(deeper)));
                Number::MatchButton(arms.collect())
            }
            14 => Number::Block(self.block(deeper.min(1), true)),
            _ => {
                // No variable: the closure may borrow it for a change.
                let argument = Box::new(self.number(0));
                let outer = std::mem::replace(&mut self.in_loop, false);
                let block = self.block(deeper.min(1), true);
                self.in_loop = outer;
                Number::Closure(block, argument)
            }
        }
    }

    /// Patterns of a `match` on the variants; nothing is the wildcard.
    fn patterns(&mut self) -> Vec<Vec<Button>> {
        let mut order = BUTTONS;
        self.rng.shuffle(&mut order);
        let [a, b, c] = order;
        match self.rng.u32(0..4) {
            0 => vec![vec![a], vec![b], vec![c]],
            1 => vec![vec![a, b], vec![c]],
            2 => vec![vec![a], vec![]],
            _ => vec![vec![a, b], vec![]],
        }
    }

    fn some_buttons(&mut self) -> Vec<Button> {
        let mut order = BUTTONS;
        self.rng.shuffle(&mut order);
        order[..self.rng.usize(1..3)].to_vec()
    }

    fn new_number(&mut self) -> u32 {
        let name = self.rng.u32(0..4);
        self.scope().numbers.push(name);
        name
    }

    fn any_number(&mut self) -> Option<u32> {
        let all: Vec<u32> = self
            .scopes
            .iter()
            .flat_map(|it| it.numbers.clone())
            .collect();
        (!all.is_empty()).then(|| all[self.rng.usize(0..all.len())])
    }

    /// A flag in scope; one that may be assigned to.
    fn any_flag(&mut self, mutable: bool) -> Option<u32> {
        let all = self.scopes.iter().flat_map(|scope| scope.flags.clone());
        let mut latest = [None; 3];
        for (name, mutable) in all {
            latest[name as usize] = Some(mutable);
        }
        let fitting: Vec<u32> = (0..3)
            .filter(|name| latest[*name as usize].is_some_and(|it| it || !mutable))
            .collect();
        (!fitting.is_empty()).then(|| fitting[self.rng.usize(0..fitting.len())])
    }

    fn scope(&mut self) -> &mut Scope {
        self.scopes.last_mut().expect("a function has a scope")
    }
}

/// Whether nothing behind it is reached.
pub(crate) fn diverges(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Return(_) | Statement::Break | Statement::Continue
    )
}

/// One of the 16 ways to make a condition.
fn inner_choice(tag: u32) -> u32 {
    tag % 16
}
