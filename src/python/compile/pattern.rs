//! `match`.

use ast::Pattern;
use rustpython_ruff_python_ast as ast;

use crate::python::code::{CmpOp, Op, Reg};
use crate::python::compile::unit::Label;
use crate::python::compile::{Compiler, Done};
use crate::python::parse::SyntaxError;
use crate::python::value::Value;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn match_(&mut self, m: &'a ast::StmtMatch) -> Done {
        let subject = self.operand_fresh(&m.subject)?;
        let end = self.unit().label();
        let before = self.unit().bound.clone();
        for case in &m.cases {
            let mark = self.unit().mark();
            let next = self.unit().label();
            self.unit().bound.clone_from(&before);
            let mut names = Vec::new();
            self.pattern(&case.pattern, subject, next, &mut names)?;
            for (name, r) in &names {
                self.store_name(name, *r);
            }
            if let Some(guard) = &case.guard {
                self.jump_unless(guard, next)?;
            }
            self.body(&case.body)?;
            self.unit().jump(end);
            self.unit().place(next);
            self.unit().reset(mark);
        }
        self.unit().place(end);
        self.unit().bound = before;
        self.emit(Op::Clear {
            from: subject,
            n: 1,
        });
        Ok(())
    }

    /// Jumps to `no` unless the value matches; what names are bound to stays
    /// in temporaries until the whole pattern has matched.
    fn pattern(
        &mut self,
        p: &'a Pattern,
        value: Reg,
        no: Label,
        names: &mut Vec<(String, Reg)>,
    ) -> Done {
        self.at(p);
        match p {
            Pattern::MatchValue(v) => {
                let mark = self.unit().mark();
                let b = self.operand(&v.value)?;
                self.emit(Op::JumpUnless {
                    op: CmpOp::Eq,
                    a: value,
                    b,
                    target: no,
                });
                self.unit().reset(mark);
            }
            Pattern::MatchSingleton(s) => {
                let t = self.unit().temp();
                let v = match s.value {
                    ast::Singleton::None => Value::None,
                    ast::Singleton::True => Value::Bool(true),
                    ast::Singleton::False => Value::Bool(false),
                };
                self.constant(v, t);
                self.emit(Op::JumpUnless {
                    op: CmpOp::Is,
                    a: value,
                    b: t,
                    target: no,
                });
                self.unit().reset(t);
            }
            Pattern::MatchAs(a) => {
                if let Some(inner) = &a.pattern {
                    self.pattern(inner, value, no, names)?;
                }
                if let Some(n) = &a.name {
                    self.bind_pattern(n, value, names, p)?;
                }
            }
            Pattern::MatchOr(o) => self.alternatives(o, value, no, names)?,
            Pattern::MatchSequence(s) => self.sequence_pattern(s, value, no, names)?,
            Pattern::MatchStar(_) => {
                return Err(SyntaxError::at("can't use starred name here", p));
            }
            Pattern::MatchMapping(m) => self.mapping_pattern(m, value, no, names)?,
            Pattern::MatchClass(c) => self.class_pattern(c, value, no, names)?,
        }
        Ok(())
    }

    fn bind_pattern(
        &mut self,
        name: &ast::Identifier,
        value: Reg,
        names: &mut Vec<(String, Reg)>,
        p: &Pattern,
    ) -> Done {
        let name = self.mangle(name);
        if names.iter().any(|(n, _)| *n == name) {
            let m = format!("multiple assignments to name '{name}' in pattern");
            return Err(SyntaxError::at(m, p));
        }
        names.push((name, value));
        Ok(())
    }

    /// Each alternative binds the same names: they meet in the same registers.
    fn alternatives(
        &mut self,
        o: &'a ast::PatternMatchOr,
        value: Reg,
        no: Label,
        names: &mut Vec<(String, Reg)>,
    ) -> Done {
        let done = self.unit().label();
        let mut shared: Vec<(String, Reg)> = Vec::new();
        let mut slots = 0;
        for (i, alternative) in o.patterns.iter().enumerate() {
            let next = if i + 1 == o.patterns.len() {
                no
            } else {
                self.unit().label()
            };
            let mut own = Vec::new();
            if i == 0 {
                // Reserve registers for the names, whose number is not known
                // before; the first alternative tells.
                slots = bound_names(alternative);
                let base = self.unit().temps(slots);
                self.pattern(alternative, value, next, &mut own)?;
                for (k, (name, r)) in own.iter().enumerate() {
                    let to = base + k as Reg;
                    self.emit(Op::Move { dst: to, src: *r });
                    shared.push((name.clone(), to));
                }
            } else {
                self.pattern(alternative, value, next, &mut own)?;
                if own.len() != slots || !own.iter().all(|(n, _)| shared.iter().any(|s| s.0 == *n))
                {
                    return Err(SyntaxError::at(
                        "alternative patterns bind different names",
                        alternative,
                    ));
                }
                for (name, r) in &own {
                    if let Some((_, to)) = shared.iter().find(|s| s.0 == *name) {
                        self.emit(Op::Move { dst: *to, src: *r });
                    }
                }
            }
            if i + 1 < o.patterns.len() {
                self.unit().jump(done);
                self.unit().place(next);
            }
        }
        self.unit().place(done);
        names.extend(shared);
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        s: &'a ast::PatternMatchSequence,
        value: Reg,
        no: Label,
        names: &mut Vec<(String, Reg)>,
    ) -> Done {
        let t = self.unit().temp();
        self.emit(Op::MatchSequence { dst: t, src: value });
        self.emit(Op::JumpIfNot { src: t, target: no });
        self.emit(Op::GetLen { dst: t, src: value });
        let star = s
            .patterns
            .iter()
            .position(|p| matches!(p, Pattern::MatchStar(_)));
        let n = s.patterns.len();
        let (op, least) = match star {
            Some(_) => (CmpOp::Ge, n - 1),
            None => (CmpOp::Eq, n),
        };
        self.emit(Op::JumpUnlessInt {
            op,
            a: t,
            n: least as i16,
            target: no,
        });
        let from = self.unit().temps(n);
        match star {
            Some(at) => self.emit(Op::UnpackStar {
                before: at as u8,
                src: value,
                from,
                after: (n - at - 1) as u16,
            }),
            None => self.emit(Op::Unpack {
                src: value,
                from,
                n: n as u16,
            }),
        }
        for (i, p) in s.patterns.iter().enumerate() {
            let r = from + i as Reg;
            match p {
                Pattern::MatchStar(star) => {
                    if let Some(name) = &star.name {
                        self.bind_pattern(name, r, names, p)?;
                    }
                }
                p => self.pattern(p, r, no, names)?,
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        m: &'a ast::PatternMatchMapping,
        value: Reg,
        no: Label,
        names: &mut Vec<(String, Reg)>,
    ) -> Done {
        let t = self.unit().temp();
        self.emit(Op::MatchMapping { dst: t, src: value });
        self.emit(Op::JumpIfNot { src: t, target: no });
        let n = m.keys.len();
        let keys = self.unit().temps(n.max(1));
        for (i, k) in m.keys.iter().enumerate() {
            self.expr(k, keys + i as Reg)?;
        }
        let key_tuple = self.unit().temp();
        self.emit(Op::BuildTuple {
            dst: key_tuple,
            from: keys,
            n: n as u16,
        });
        let found = self.unit().temp();
        self.emit(Op::MatchKeys {
            dst: found,
            src: value,
            keys: key_tuple,
        });
        self.emit(Op::JumpIfNone {
            src: found,
            target: no,
        });
        let from = self.unit().temps(n.max(1));
        self.emit(Op::Unpack {
            src: found,
            from,
            n: n as u16,
        });
        for (i, p) in m.patterns.iter().enumerate() {
            self.pattern(p, from + i as Reg, no, names)?;
        }
        if let Some(rest) = &m.rest {
            let copy = self.unit().temps(3);
            self.emit(Op::BuildDict {
                dst: copy,
                from: copy,
                n: 0,
            });
            self.emit(Op::DictUpdate {
                dict: copy,
                src: value,
            });
            for (i, k) in m.keys.iter().enumerate() {
                let _ = i;
                self.expr(k, copy + 1)?;
                self.emit(Op::DelItem {
                    obj: copy,
                    key: copy + 1,
                });
            }
            let name = self.mangle(rest);
            names.push((name, copy));
        }
        Ok(())
    }

    fn class_pattern(
        &mut self,
        c: &'a ast::PatternMatchClass,
        value: Reg,
        no: Label,
        names: &mut Vec<(String, Reg)>,
    ) -> Done {
        let from = self.unit().temps(2);
        self.expr(&c.cls, from)?;
        let attrs = c
            .arguments
            .keywords
            .iter()
            .map(|k| Value::str(k.attr.as_str()))
            .collect();
        self.constant(Value::tuple(attrs), from + 1);
        let n = c.arguments.patterns.len();
        let found = self.unit().temp();
        self.emit(Op::MatchClass {
            n: n as u8,
            dst: found,
            src: value,
            from,
        });
        self.emit(Op::JumpIfNone {
            src: found,
            target: no,
        });
        let all = n + c.arguments.keywords.len();
        let parts = self.unit().temps(all.max(1));
        self.emit(Op::Unpack {
            src: found,
            from: parts,
            n: all as u16,
        });
        for (i, p) in c.arguments.patterns.iter().enumerate() {
            self.pattern(p, parts + i as Reg, no, names)?;
        }
        for (i, k) in c.arguments.keywords.iter().enumerate() {
            self.pattern(&k.pattern, parts + (n + i) as Reg, no, names)?;
        }
        Ok(())
    }
}

/// How many names a pattern binds.
fn bound_names(p: &Pattern) -> usize {
    match p {
        Pattern::MatchAs(a) => {
            usize::from(a.name.is_some()) + a.pattern.as_deref().map_or(0, bound_names)
        }
        Pattern::MatchStar(s) => usize::from(s.name.is_some()),
        Pattern::MatchOr(o) => o.patterns.first().map_or(0, bound_names),
        Pattern::MatchSequence(s) => s.patterns.iter().map(bound_names).sum(),
        Pattern::MatchMapping(m) => {
            usize::from(m.rest.is_some()) + m.patterns.iter().map(bound_names).sum::<usize>()
        }
        Pattern::MatchClass(c) => {
            c.arguments.patterns.iter().map(bound_names).sum::<usize>()
                + c.arguments
                    .keywords
                    .iter()
                    .map(|k| bound_names(&k.pattern))
                    .sum::<usize>()
        }
        _ => 0,
    }
}
