//! What CPython's compiler warns of (`Python/compile.c`): programs that run and
//! hardly do what was meant. The words go along with the source.

use ast::{Expr, Number};
use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::Ranged;

use crate::python::compile::Compiler;

impl<'a> Compiler<'a> {
    fn advise(&self, at: &impl Ranged, what: String) {
        let (line, _) = self.source.place(at.range().start().to_u32());
        self.source.warn(line, what);
    }

    /// `is` with a literal.
    pub(super) fn advise_compare(&self, c: &ast::ExprCompare) {
        let mut left = may_be_asked_for(&c.left);
        for (op, right) in c.ops.iter().zip(&c.comparators) {
            let right = may_be_asked_for(right);
            if !(left && right) {
                match op {
                    ast::CmpOp::Is => {
                        let what = "\"is\" with a literal. Did you mean \"==\"?";
                        self.advise(c, what.to_owned());
                    }
                    ast::CmpOp::IsNot => {
                        let what = "\"is not\" with a literal. Did you mean \"!=\"?";
                        self.advise(c, what.to_owned());
                    }
                    _ => {}
                }
            }
            left = right;
        }
    }

    /// A call of something that is no function.
    pub(super) fn advise_call(&self, c: &ast::ExprCall) {
        if let Some(kind) = kind_of(&c.func)
            && kind != "function"
        {
            let what = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.advise(c, what);
        }
    }

    /// An item of something without items, or at something that is no index.
    pub(super) fn advise_subscript(&self, s: &ast::ExprSubscript) {
        let Some(kind) = kind_of(&s.value) else {
            return;
        };
        match kind {
            "str" | "bytes" | "tuple" | "list" => match kind_of(&s.slice) {
                None | Some("int" | "bool") => {}
                Some(index) => self.advise(
                    s,
                    format!(
                        "{kind} indices must be integers or slices, not {index}; \
                         perhaps you missed a comma?"
                    ),
                ),
            },
            "dict" => {}
            kind => self.advise(
                s,
                format!("'{kind}' object is not subscriptable; perhaps you missed a comma?"),
            ),
        }
    }

    /// An assertion of a tuple with something in it.
    pub(super) fn advise_assert(&self, a: &ast::StmtAssert) {
        if let Expr::Tuple(t) = &*a.test
            && !t.elts.is_empty()
        {
            let what = "assertion is always true, perhaps remove parentheses?";
            self.advise(a, what.to_owned());
        }
    }
}

/// Whether `is` makes sense with it: everything but literals that are not the
/// only ones of their value.
fn may_be_asked_for(e: &Expr) -> bool {
    !matches!(
        e,
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_)
    ) && !matches!(e, Expr::Tuple(t) if t.elts.iter().all(is_constant))
}

fn is_constant(e: &Expr) -> bool {
    e.is_literal_expr() || matches!(e, Expr::Tuple(t) if t.elts.iter().all(is_constant))
}

/// The type of a literal, a display or a lambda.
fn kind_of(e: &Expr) -> Option<&'static str> {
    Some(match e {
        Expr::NumberLiteral(n) => match n.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::StringLiteral(_) | Expr::FString(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        _ => return None,
    })
}
