//! A tree as instructions.

use super::tree::{At, Fold, Greed, Node, One, Tree};

/// What is done at one step.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// Takes one character.
    One(One),
    /// Takes as many characters as the next instruction allows, then goes on
    /// after it.
    Many { least: u32, most: u32, greed: Greed },
    /// Goes on at one place, later perhaps at the other.
    Split { first: usize, second: usize },
    /// Goes on elsewhere.
    Jump(usize),
    /// Notes where a group begins (even) or ends (odd).
    Save(usize),
    /// Holds at some places only.
    At(At),
    /// Takes what a group captured.
    Reference { group: usize, fold: Option<Fold> },
    /// Tries what follows up to `Done`, once; goes on at `after`. With `back`,
    /// from so many characters before.
    Try {
        after: usize,
        back: usize,
        negative: bool,
        consumes: bool,
    },
    /// Goes on elsewhere unless a group matched.
    Unless { group: usize, other: usize },
    /// Begins to count repetitions.
    LoopStart(usize),
    /// Repeats what follows, or goes on at `after`.
    Loop {
        slot: usize,
        least: u32,
        most: u32,
        lazy: bool,
        after: usize,
    },
    /// The end of what is tried, or of all.
    Done,
}

/// The instructions of a pattern.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) groups: usize,
    pub(super) loops: usize,
    /// The character that every match begins with, if there is one.
    pub(super) first: Option<char>,
}

impl Program {
    /// The instructions for a tree.
    pub fn new(tree: &Tree) -> Program {
        let mut program = Program {
            ops: Vec::new(),
            groups: tree.groups,
            loops: 0,
            first: first(&tree.root),
        };
        program.add(&tree.root);
        program.ops.push(Op::Done);
        program
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::One(one) => self.ops.push(Op::One(one.clone())),
            Node::At(at) => self.ops.push(Op::At(*at)),
            Node::Sequence(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Node::Choice(nodes) => self.choice(nodes),
            Node::Group(group, node) => {
                self.ops.push(Op::Save(group * 2));
                self.add(node);
                self.ops.push(Op::Save(group * 2 + 1));
            }
            Node::Atomic(node) => self.attempt(node, 0, false, true),
            Node::Look {
                behind,
                negative,
                node,
            } => {
                // The parser let only look-behinds of one width pass; a
                // reference in one has the width that its group has.
                let back = if *behind {
                    node.width(&[]).0 as usize
                } else {
                    0
                };
                self.attempt(node, back, *negative, false);
            }
            Node::Reference { group, fold } => {
                self.ops.push(Op::Reference {
                    group: *group,
                    fold: *fold,
                });
            }
            Node::Conditional(group, yes, no) => self.conditional(*group, yes, no),
            Node::Repeat {
                node,
                least,
                most,
                greed,
            } => {
                self.repeat(node, *least, *most, *greed);
            }
        }
    }

    fn choice(&mut self, nodes: &[Node]) {
        let mut ends = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.add(node);
                break;
            }
            let split = self.ops.len();
            self.ops.push(Op::Split {
                first: split + 1,
                second: 0,
            });
            self.add(node);
            ends.push(self.ops.len());
            self.ops.push(Op::Jump(0));
            let second = self.ops.len();
            self.ops[split] = Op::Split {
                first: split + 1,
                second,
            };
        }
        let end = self.ops.len();
        for at in ends {
            self.ops[at] = Op::Jump(end);
        }
    }

    fn attempt(&mut self, node: &Node, back: usize, negative: bool, consumes: bool) {
        let at = self.ops.len();
        self.ops.push(Op::Done);
        self.add(node);
        self.ops.push(Op::Done);
        let after = self.ops.len();
        self.ops[at] = Op::Try {
            after,
            back,
            negative,
            consumes,
        };
    }

    fn conditional(&mut self, group: usize, yes: &Node, no: &Node) {
        let at = self.ops.len();
        self.ops.push(Op::Done);
        self.add(yes);
        let jump = self.ops.len();
        self.ops.push(Op::Done);
        let other = self.ops.len();
        self.add(no);
        self.ops[at] = Op::Unless { group, other };
        self.ops[jump] = Op::Jump(self.ops.len());
    }

    fn repeat(&mut self, node: &Node, least: u32, most: u32, greed: Greed) {
        if let Node::One(one) = node {
            self.ops.push(Op::Many { least, most, greed });
            self.ops.push(Op::One(one.clone()));
            return;
        }
        if greed == Greed::Possessive {
            let node = Box::new(node.clone());
            let greedy = Node::Repeat {
                node,
                least,
                most,
                greed: Greed::Greedy,
            };
            self.attempt(&greedy, 0, false, true);
            return;
        }
        let slot = self.loops;
        self.loops += 1;
        self.ops.push(Op::LoopStart(slot));
        let at = self.ops.len();
        self.ops.push(Op::Done);
        self.add(node);
        self.ops.push(Op::Jump(at));
        let after = self.ops.len();
        let lazy = greed == Greed::Lazy;
        self.ops[at] = Op::Loop {
            slot,
            least,
            most,
            lazy,
            after,
        };
    }
}

/// The character that everything that matches begins with.
fn first(node: &Node) -> Option<char> {
    match node {
        Node::One(One::Char(c)) => Some(*c),
        Node::Sequence(nodes) => first(nodes.first()?),
        Node::Group(_, node) | Node::Atomic(node) => first(node),
        Node::Repeat { node, least, .. } if *least > 0 => first(node),
        _ => None,
    }
}
