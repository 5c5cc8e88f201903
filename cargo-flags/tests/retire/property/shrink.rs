//! Smaller functions, for whoever has to read one that fails.

use super::syntax::{Block, Condition, Else, If, Number, Statement};

/// Functions that are one step smaller. Not each of them compiles.
pub(crate) fn smaller(body: &Block) -> Vec<Block> {
    let mut nodes = 0;
    walk(&mut body.clone(), &mut |_| nodes += 1);
    let mut smaller = Vec::new();
    for at in 0..nodes {
        for step in 0.. {
            let mut copy = body.clone();
            let (mut index, mut done) = (0, false);
            walk(&mut copy, &mut |node| {
                if index == at {
                    done = reduce(node, step);
                }
                index += 1;
            });
            if !done {
                break;
            }
            if copy != *body {
                smaller.push(copy);
            }
        }
    }
    smaller
}

/// A place in a function.
enum Node<'a> {
    Block(&'a mut Block),
    Condition(&'a mut Condition),
    Number(&'a mut Number),
}

/// Makes the node smaller in this way; false if there are fewer ways.
fn reduce(node: Node<'_>, step: usize) -> bool {
    match node {
        Node::Block(block) => reduce_block(block, step),
        Node::Condition(condition) => {
            let inner: Vec<Condition> = match condition {
                Condition::Not(a) => vec![(**a).clone()],
                Condition::And(a, b) | Condition::Or(a, b) | Condition::Operator(a, _, b) => {
                    vec![(**a).clone(), (**b).clone()]
                }
                Condition::If(a, b, c) => vec![(**a).clone(), (**b).clone(), (**c).clone()],
                Condition::Logged(..) | Condition::Temporary(..) | Condition::Compare(..) => {
                    vec![Condition::Constant(true), Condition::Constant(false)]
                }
                _ => Vec::new(),
            };
            replace(condition, inner, step)
        }
        Node::Number(number) => {
            let mut inner: Vec<Number> = match number {
                Number::Literal(_) => return false,
                Number::Operator(a, _, b) | Number::Plus(a, b) | Number::Then(_, a, b) => {
                    vec![(**a).clone(), (**b).clone()]
                }
                Number::MatchButton(arms) => arms.iter().map(|(_, it)| it.clone()).collect(),
                Number::If(_, yes, no) => {
                    vec![Number::Block(yes.clone()), Number::Block(no.clone())]
                }
                Number::Closure(block, _) => vec![Number::Block(block.clone())],
                Number::Block(Block {
                    value: Some(value), ..
                }) => vec![(**value).clone()],
                _ => Vec::new(),
            };
            inner.insert(0, Number::Literal(0));
            replace(number, inner, step)
        }
    }
}

fn replace<T>(place: &mut T, with: Vec<T>, step: usize) -> bool {
    let with = with.into_iter().nth(step);
    with.map(|with| *place = with).is_some()
}

/// First each statement goes, then each is replaced by a block of it.
fn reduce_block(block: &mut Block, step: usize) -> bool {
    let count = block.statements.len();
    if step < count {
        block.statements.remove(step);
        return true;
    }
    let mut step = step - count;
    for index in 0..count {
        let inner = blocks(&block.statements[index]);
        if step < inner.len() {
            block.statements[index] = Statement::Block(inner[step].clone());
            return true;
        }
        step -= inner.len();
        if let Statement::Block(inner) = &block.statements[index] {
            if step == 0 {
                let inner = inner.statements.clone();
                block.statements.splice(index..=index, inner);
                return true;
            }
            step -= 1;
        }
        if let Statement::If(it) = &mut block.statements[index]
            && it.otherwise != Else::Nothing
        {
            if step == 0 {
                it.otherwise = Else::Nothing;
                return true;
            }
            step -= 1;
        }
    }
    false
}

fn blocks(statement: &Statement) -> Vec<&Block> {
    match statement {
        Statement::If(it) => {
            let mut blocks = vec![&it.block];
            if let Else::Block(block) = &it.otherwise {
                blocks.push(block);
            }
            blocks
        }
        Statement::IfLet { block, .. }
        | Statement::While { block, .. }
        | Statement::For(_, block) => vec![block],
        Statement::MatchButton(arms) => arms.iter().map(|(_, block)| block).collect(),
        Statement::MatchCondition(_, a, b) | Statement::MatchNumber(_, _, a, b) => vec![a, b],
        _ => Vec::new(),
    }
}

fn walk(block: &mut Block, visit: &mut impl FnMut(Node<'_>)) {
    visit(Node::Block(block));
    for statement in &mut block.statements {
        walk_statement(statement, visit);
    }
    if let Some(value) = &mut block.value {
        walk_number(value, visit);
    }
}

fn walk_statement(statement: &mut Statement, visit: &mut impl FnMut(Node<'_>)) {
    match statement {
        Statement::Number(_, value)
        | Statement::AssignNumber(_, value)
        | Statement::Show(value)
        | Statement::Return(value) => walk_number(value, visit),
        Statement::Flag { value, .. }
        | Statement::AssignFlag(_, value)
        | Statement::ShowFlag(value) => walk_condition(value, visit),
        Statement::If(it) => walk_if(it, visit),
        Statement::IfLet { of, and, block, .. } => {
            walk_number(of, visit);
            if let Some(and) = and {
                walk_condition(and, visit);
            }
            walk(block, visit);
        }
        Statement::LetElse { of, otherwise, .. } => {
            walk_number(of, visit);
            walk(otherwise, visit);
        }
        Statement::MatchButton(arms) => {
            for (_, block) in arms {
                walk(block, visit);
            }
        }
        Statement::MatchCondition(of, a, b) => {
            walk_condition(of, visit);
            walk(a, visit);
            walk(b, visit);
        }
        Statement::MatchNumber(of, guard, a, b) => {
            walk_number(of, visit);
            walk_condition(guard, visit);
            walk(a, visit);
            walk(b, visit);
        }
        Statement::While { and, block, .. } => {
            walk_condition(and, visit);
            walk(block, visit);
        }
        Statement::For(_, block) | Statement::Block(block) => walk(block, visit),
        Statement::Comment(_)
        | Statement::Blank
        | Statement::Print(_)
        | Statement::Log(_)
        | Statement::Guard(_)
        | Statement::Break
        | Statement::Continue => {}
    }
}

fn walk_if(it: &mut If, visit: &mut impl FnMut(Node<'_>)) {
    walk_condition(&mut it.condition, visit);
    walk(&mut it.block, visit);
    match &mut it.otherwise {
        Else::Nothing => {}
        Else::Block(block) => walk(block, visit),
        Else::If(it) => walk_if(it, visit),
    }
}

fn walk_condition(condition: &mut Condition, visit: &mut impl FnMut(Node<'_>)) {
    visit(Node::Condition(condition));
    match condition {
        Condition::Not(a) => walk_condition(a, visit),
        Condition::And(a, b) | Condition::Or(a, b) | Condition::Operator(a, _, b) => {
            walk_condition(a, visit);
            walk_condition(b, visit);
        }
        Condition::If(a, b, c) => {
            walk_condition(a, visit);
            walk_condition(b, visit);
            walk_condition(c, visit);
        }
        Condition::Compare(value, ..) => walk_number(value, visit),
        _ => {}
    }
}

fn walk_number(number: &mut Number, visit: &mut impl FnMut(Node<'_>)) {
    visit(Node::Number(number));
    match number {
        Number::Operator(a, _, b) | Number::Plus(a, b) => {
            walk_number(a, visit);
            walk_number(b, visit);
        }
        Number::Then(condition, a, b) => {
            walk_condition(condition, visit);
            walk_number(a, visit);
            walk_number(b, visit);
        }
        Number::If(condition, a, b) => {
            walk_condition(condition, visit);
            walk(a, visit);
            walk(b, visit);
        }
        Number::MatchButton(arms) => {
            for (_, value) in arms {
                walk_number(value, visit);
            }
        }
        Number::Block(block) => walk(block, visit),
        Number::Closure(block, argument) => {
            walk(block, visit);
            walk_number(argument, visit);
        }
        Number::Literal(_) | Number::Argument | Number::Variable(_) | Number::Logged(..) => {}
    }
}
