//! Classes: orders of resolution, operators and their reflections, attributes.

use std::fmt::Write as _;

use super::{Maker, same};

#[test]
fn orders_of_resolution() {
    let mut source = String::new();
    let mut maker = Maker::new("orders", 15);
    for i in 0..60 {
        let _ = writeln!(
            source,
            "class A0:\n    def m(self): return ['A0']\n    def __repr__(self): return type(self).__name__\ntry:"
        );
        for class in 1..5u64 {
            let mut bases: Vec<String> = Vec::new();
            for base in 0..class {
                if maker.chance(2) {
                    bases.insert(
                        maker.below(bases.len() as u64 + 1) as usize,
                        format!("A{base}"),
                    );
                }
            }
            let bases = if bases.is_empty() {
                "A0".to_owned()
            } else {
                bases.join(", ")
            };
            let body = maker.pick(&[
                "def m(self): return [NAME] + super().m()",
                "pass",
                "m = lambda self: [NAME]",
                "def m(self): return super().m() * 2",
                "x = NAME",
                "@property\n        def m(self): return lambda: [NAME, 'property']",
                "@classmethod\n        def m(cls): return [cls.__name__]",
                "@staticmethod\n        def m(): return [NAME, 'static']",
                "def __init_subclass__(cls, **k): super().__init_subclass__(**k); cls.told = NAME",
            ]);
            let _ = writeln!(
                source,
                "    class A{class}({bases}):\n        {}",
                body.replace("NAME", &format!("'A{class}'"))
            );
        }
        let _ = writeln!(
            source,
            "    for c in (A1, A2, A3, A4):\n        \
             print({i}, [b.__name__ for b in c.__mro__], getattr(c, 'x', None), getattr(c, 'told', None), c())\n        \
             try: print(c().m())\n        \
             except Exception as exc: print(type(exc).__name__, exc)\n\
             except TypeError as exc:\n    print({i}, exc)"
        );
    }
    same(&maker, &source);
}

#[test]
fn operators_and_their_reflections() {
    let mut source = String::new();
    let mut maker = Maker::new("operators", 16);
    for i in 0..40 {
        for class in ["P", "Q(P)", "R"] {
            let name = &class[..1];
            let _ = writeln!(
                source,
                "class {class}:\n    def __repr__(self): return '{name}'"
            );
            for _ in 0..4 {
                let method = maker.pick(&[
                    "add", "radd", "iadd", "mul", "rmul", "eq", "ne", "lt", "gt", "le", "sub",
                    "rsub", "contains", "and", "rand", "matmul",
                ]);
                let gives = maker.pick(&["NotImplemented", "(NAME, o)", "True", "False"]);
                let _ = writeln!(
                    source,
                    "    def __{method}__(self, o): return {}",
                    gives.replace("NAME", &format!("'{name}.{method}'"))
                );
            }
            let _ = match maker.below(4) {
                0 => writeln!(source, "    __hash__ = None"),
                1 => writeln!(source, "    def __bool__(self): return False"),
                2 => writeln!(source, "    def __len__(self): return {}", maker.below(3)),
                _ => writeln!(source, "    def __getattr__(self, n): return n.upper()"),
            };
        }
        let _ = writeln!(
            source,
            "def add(a, b):\n    a += b\n    return a\n\
             for a in (P(), Q(), R(), 1):\n    for b in (Q(), P(), R(), 's'):\n        \
             for f in (lambda: a + b, lambda: a * b, lambda: a == b, lambda: a != b, lambda: a < b, lambda: a <= b, lambda: add(a, b), \
             lambda: b in a, lambda: a & b, lambda: a - b, lambda: a @ b, lambda: bool(a), lambda: a.none, lambda: len({{a}})):\n            \
             try: print({i}, a, b, f())\n            \
             except Exception as exc: print({i}, a, b, type(exc).__name__, exc)"
        );
    }
    same(&maker, &source);
}
