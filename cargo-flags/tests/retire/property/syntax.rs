//! What generated functions are made of.

/// Statements, then a value where the block has one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
    pub(crate) value: Option<Box<Number>>,
}

/// A statement. Numbers in names of variables are `v0`, `v1`, …; of booleans `f0`, `f1`, ….
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Statement {
    Comment(u32),
    Blank,
    Print(u32),
    Log(u32),
    /// A value that prints when it is dropped.
    Guard(u32),
    Number(u32, Number),
    Flag {
        name: u32,
        mutable: bool,
        value: Condition,
    },
    AssignNumber(u32, Number),
    AssignFlag(u32, Condition),
    If(If),
    /// `if let Some(v1) = maybe(…) && …`
    IfLet {
        name: u32,
        of: Number,
        and: Option<Condition>,
        block: Block,
    },
    LetElse {
        name: u32,
        of: Number,
        otherwise: Block,
    },
    MatchButton(Vec<(Vec<Button>, Block)>),
    MatchCondition(Condition, Block, Block),
    MatchNumber(Number, Condition, Block, Block),
    /// `while counter < n && …`
    While {
        counter: u32,
        times: i64,
        and: Condition,
        block: Block,
    },
    /// `for _ in 0..n`, with a label if it is used.
    For(i64, Block),
    Block(Block),
    Show(Number),
    ShowFlag(Condition),
    Return(Number),
    Break,
    Continue,
}

/// `if`, its block, and what else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct If {
    pub(crate) condition: Condition,
    pub(crate) block: Block,
    pub(crate) otherwise: Else,
}

/// What follows an `if`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Else {
    Nothing,
    Block(Block),
    If(Box<If>),
}

/// A boolean expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    Constant(bool),
    Feature(Feature),
    Button(Buttons),
    Variable(u32),
    Compare(Number, &'static str, i64),
    /// A call that prints, and gives this.
    Logged(u32, bool),
    /// The same of a temporary value that prints when it is dropped.
    Temporary(u32, bool),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    /// `&`, `|`, `^`, `==` or `!=`.
    Operator(Box<Self>, &'static str, Box<Self>),
    If(Box<Self>, Box<Self>, Box<Self>),
}

/// A boolean feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Feature {
    NewCheckout,
    DarkMode,
    BetaSearch,
}

/// A question about the feature with variants.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Buttons {
    Matches(Vec<Button>),
    Equals(Button),
    Differs(Button),
}

/// A variant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Button {
    Red,
    Green,
    Blue,
}

/// An expression of type `i64`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Number {
    Literal(i64),
    Argument,
    Variable(u32),
    Logged(u32, i64),
    /// `^`, `&` or `|`.
    Operator(Box<Self>, &'static str, Box<Self>),
    /// `.wrapping_add(…)`
    Plus(Box<Self>, Box<Self>),
    If(Box<Condition>, Block, Block),
    /// `.then(|| …).unwrap_or(…)`
    Then(Box<Condition>, Box<Self>, Box<Self>),
    MatchButton(Vec<(Vec<Button>, Self)>),
    Block(Block),
    /// A closure that is called with this.
    Closure(Block, Box<Self>),
}
