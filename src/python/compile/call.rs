//! Calls and f-strings.

use ast::{Expr, ExprContext};
use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::Ranged;

use crate::python::code::{Convert, NONE, Op, Reg};
use crate::python::compile::unit::Place;
use crate::python::compile::{Compiler, Done};
use crate::python::parse::SyntaxError;
use crate::python::value::Value;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn fstring(&mut self, f: &'a ast::ExprFString, dst: Reg) -> Done {
        let mut count = 0_usize;
        let from = self.unit().mark();
        for part in f.value.iter() {
            match part {
                ast::FStringPart::Literal(l) => {
                    let t = self.unit().temp();
                    self.constant(Value::str(&*l.value), t);
                    count += 1;
                }
                ast::FStringPart::FString(f) => count += self.elements(&f.elements)?,
            }
        }
        match count {
            0 => self.constant(Value::str(""), dst),
            1 => self.emit(Op::Take { dst, src: from }),
            _ => self.emit(Op::BuildString {
                dst,
                from,
                n: count as u16,
            }),
        }
        Ok(())
    }

    /// The parts of an f-string into consecutive temporaries; how many.
    fn elements(&mut self, elements: &'a ast::InterpolatedStringElements) -> Done<usize> {
        let mut count = 0;
        for e in elements {
            match e {
                ast::InterpolatedStringElement::Literal(l) => {
                    let t = self.unit().temp();
                    self.constant(Value::str(&*l.value), t);
                    count += 1;
                }
                ast::InterpolatedStringElement::Interpolation(i) => {
                    let mut convert = match i.conversion {
                        ast::ConversionFlag::None => Convert::Nothing,
                        ast::ConversionFlag::Str => Convert::Str,
                        ast::ConversionFlag::Repr => Convert::Repr,
                        ast::ConversionFlag::Ascii => Convert::Ascii,
                    };
                    if let Some(d) = &i.debug_text {
                        let t = self.unit().temp();
                        let range = i.expression.range();
                        let inner = &self.source.text[range.start().into()..range.end().into()];
                        let text = format!("{}{inner}{}", d.leading, d.trailing);
                        self.constant(Value::string(text), t);
                        count += 1;
                        if convert == Convert::Nothing && i.format_spec.is_none() {
                            convert = Convert::Repr;
                        }
                    }
                    let t = self.unit().temp();
                    self.expr(&i.expression, t)?;
                    let spec = match &i.format_spec {
                        None => NONE,
                        Some(spec) => {
                            let from = self.unit().mark();
                            let n = self.elements(&spec.elements)?;
                            match n {
                                0 => NONE,
                                1 => from,
                                n => {
                                    self.emit(Op::BuildString {
                                        dst: from,
                                        from,
                                        n: n as u16,
                                    });
                                    from
                                }
                            }
                        }
                    };
                    self.at(&*i.expression);
                    self.emit(Op::Format {
                        how: convert,
                        dst: t,
                        src: t,
                        spec,
                    });
                    self.unit().reset(t + 1);
                    count += 1;
                }
            }
        }
        Ok(count)
    }

    #[inline(never)]
    pub(super) fn call(&mut self, c: &'a ast::ExprCall, dst: Reg) -> Done {
        self.advise_call(c);
        let args = &c.arguments;
        let stars = args.args.iter().any(|a| matches!(a, Expr::Starred(_)))
            || args.keywords.iter().any(|k| k.arg.is_none())
            || args.args.len() + args.keywords.len() > 200;
        for (i, k) in args.keywords.iter().enumerate() {
            if let Some(name) = &k.arg
                && args.keywords[..i]
                    .iter()
                    .any(|o| o.arg.as_ref() == Some(name))
            {
                return Err(SyntaxError::at(
                    format!("keyword argument repeated: {name}"),
                    k,
                ));
            }
        }
        if stars {
            return self.call_stars(c, dst);
        }
        let func = self.unit().temp();
        let mut method = false;
        let zero_super = args.args.is_empty()
            && args.keywords.is_empty()
            && matches!(&*c.func, Expr::Name(n) if n.id.as_str() == "super");
        match &*c.func {
            Expr::Attribute(a) if matches!(a.ctx, ExprContext::Load) => {
                self.unit().temp();
                let mark = self.unit().mark();
                let obj = self.operand(&a.value)?;
                self.at(&*c.func);
                let name = self.mangle(&a.attr);
                let site = self.unit().attr_site(&name);
                self.emit(Op::LoadMethod {
                    dst: func,
                    obj,
                    site,
                });
                self.unit().reset(mark);
                method = true;
            }
            f => {
                self.expr(f, func)?;
                if !args.keywords.is_empty() {
                    let bare = self.unit().temp();
                    self.emit(Op::Unbind { reg: bare });
                    method = true;
                }
            }
        }
        let first = self.unit().mark();
        for a in &args.args {
            let t = self.unit().temp();
            self.expr(a, t)?;
        }
        if zero_super && self.super_arguments(first) {
            self.unit().temps(2);
            self.at(c);
            self.emit(Op::Call { argc: 2, dst, func });
            return Ok(());
        }
        for k in &args.keywords {
            let t = self.unit().temp();
            self.expr(&k.value, t)?;
        }
        self.at(c);
        let argc = (args.args.len() + args.keywords.len()) as u8;
        if args.keywords.is_empty() {
            self.emit(if method {
                Op::CallMethod { argc, dst, func }
            } else {
                Op::Call { argc, dst, func }
            });
        } else {
            let names = args.keywords.iter().filter_map(|k| k.arg.as_ref());
            let names: Vec<Value> = names
                .map(|n| Value::Str(crate::python::object::intern(n.as_str())))
                .collect();
            let k = self.unit().constant(Value::tuple(names));
            self.emit(Op::CallKw { argc, dst, func, k });
        }
        Ok(())
    }

    /// `super()`: class and first parameter, where both are known.
    fn super_arguments(&mut self, first: Reg) -> bool {
        let unit = self.unit();
        if unit.local_names.is_empty() || !unit.scope.vars.contains_key("__class__") {
            return false;
        }
        let Place::Cell(cell) = unit.find("__class__") else {
            return false;
        };
        unit.temps(2);
        unit.emit(Op::LoadCell { dst: first, cell });
        let name = unit.local_names[0].clone();
        match unit.find(&name) {
            Place::Register(r) => unit.emit(Op::Move {
                dst: first + 1,
                src: r,
            }),
            Place::Cell(r) => unit.emit(Op::LoadCell {
                dst: first + 1,
                cell: r,
            }),
            _ => return false,
        }
        unit.reset(first);
        true
    }

    #[inline(never)]
    fn call_stars(&mut self, c: &'a ast::ExprCall, dst: Reg) -> Done {
        let func = self.unit().temps(3);
        self.expr(&c.func, func)?;
        let (list, dict) = (func + 1, func + 2);
        self.emit(Op::BuildList {
            dst: list,
            from: list,
            n: 0,
        });
        if let [Expr::Starred(s)] = &*c.arguments.args {
            let mark = self.unit().mark();
            let src = self.operand(&s.value)?;
            self.at(&*s.value);
            self.emit(Op::ListExtend { list, src, func });
            self.unit().reset(mark);
        } else {
            self.extend_with(&c.arguments.args, list, false)?;
        }
        if c.arguments.keywords.is_empty() {
            self.emit(Op::Unbind { reg: dict });
        } else {
            self.emit(Op::BuildDict {
                dst: dict,
                from: dict,
                n: 0,
            });
            for k in &c.arguments.keywords {
                let mark = self.unit().mark();
                match &k.arg {
                    Some(name) => {
                        let from = self.unit().temps(2);
                        let key = crate::python::object::intern(name.as_str());
                        self.constant(Value::Str(key), from);
                        self.expr(&k.value, from + 1)?;
                        self.emit(Op::DictSet { dict, from });
                    }
                    None => {
                        let src = self.operand(&k.value)?;
                        self.at(c);
                        self.emit(Op::DictMerge { dict, src, func });
                    }
                }
                self.unit().reset(mark);
            }
        }
        self.at(c);
        self.emit(Op::CallEx { dst, func });
        Ok(())
    }
}
