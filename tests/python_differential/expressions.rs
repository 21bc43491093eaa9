//! Expressions and texts made of values.

use std::fmt::Write as _;

use super::{Maker, same};

/// Evaluates each expression, and tells what it is or raises.
fn each(expressions: &[String]) -> String {
    let mut source = String::from(
        "def show(text):\n    try:\n        value = eval(text)\n        \
         print(text, '->', repr(value), type(value).__name__)\n    \
         except Exception as exc:\n        \
         print(text, '!!', type(exc).__name__, exc)\n",
    );
    for e in expressions {
        let _ = writeln!(source, "show({})", quoted(e));
    }
    source
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

impl Maker {
    fn atom(&mut self) -> String {
        const ATOMS: &[&str] = &[
            "0",
            "1",
            "-1",
            "2",
            "7",
            "255",
            "-13",
            "10**20",
            "2**63",
            "-2**64",
            "0.0",
            "-0.0",
            "0.1",
            "2.5",
            "1e16",
            "1e-7",
            "-3.75",
            "1e300",
            "True",
            "False",
            "None",
            "''",
            "'a'",
            "'héllo'",
            "'한글'",
            "'a,b,c'",
            "'  x '",
            "b'ab'",
            "b''",
            "[]",
            "[1, 2, 3]",
            "['b', 'a']",
            "[3.5, 1]",
            "(1,)",
            "()",
            "(1, 'a')",
            "{}",
            "{'a': 1}",
            "{1: 'x', 2: 'y'}",
            "set()",
            "{1, 2}",
            "frozenset({3})",
            "range(5)",
            "range(10, 0, -3)",
            "...",
            "int",
            "len",
            "1j",
            "2-3j",
        ];
        self.pick(ATOMS).to_owned()
    }

    fn expression(&mut self, depth: u32) -> String {
        if depth == 0 || self.chance(5) {
            return self.atom();
        }
        let a = self.expression(depth - 1);
        match self.below(12) {
            0..=3 => {
                let ops = [
                    "+", "-", "*", "/", "//", "%", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=",
                    "in", "not in", "and", "or", "is not",
                ];
                let b = self.expression(depth - 1);
                // Shifts and powers only with small numbers.
                match self.below(8) {
                    0 => format!(
                        "({a} {} {})",
                        self.pick(&["<<", ">>", "**"]),
                        self.pick(&["0", "1", "3", "-1", "0.5", "True"])
                    ),
                    _ => format!("({a} {} {b})", self.pick(&ops)),
                }
            }
            4 => format!("{}({a})", self.pick(&["-", "+", "~", "not "])),
            5 => {
                let calls = [
                    "len",
                    "repr",
                    "str",
                    "bool",
                    "int",
                    "float",
                    "list",
                    "tuple",
                    "sorted",
                    "sum",
                    "abs",
                    "max",
                    "min",
                    "round",
                    "hash",
                    "type",
                    "ascii",
                    "any",
                    "all",
                    "bin",
                    "hex",
                    "chr",
                    "dict",
                    "set",
                    "bytes",
                    "callable",
                    "complex",
                    "enumerate",
                    "reversed",
                    "iter",
                    "next",
                ];
                let call = self.pick(&calls);
                match call {
                    "hash" => format!("isinstance(hash({a}), int)"),
                    "iter" | "enumerate" | "reversed" => format!("list({call}({a}))"),
                    "set" => format!("sorted(set({a}))"),
                    call => format!("{call}({a})"),
                }
            }
            6 => format!(
                "({a})[{}]",
                self.pick(&["0", "-1", "1:", ":2", "::-1", "5", "'a'", "1", "::2", "-2:"])
            ),
            7 => format!("({a}).{}", self.pick(METHODS)),
            8 => format!("[x for x in ({a}) if x]"),
            9 => format!("({a} if {} else {})", self.atom(), self.atom()),
            10 => format!("[{a}, {}]", self.expression(depth - 1)),
            _ => format!("(lambda x, y=2: (x, y))({a})"),
        }
    }

    fn format(&mut self) -> String {
        let fill = self.pick(&["", "", "*", "0", " ", "한"]);
        let align = self.pick(&["", "<", ">", "^", "="]);
        let fill = if align.is_empty() { "" } else { fill };
        let sign = self.pick(&["", "", "+", "-", " "]);
        let alt = self.pick(&["", "", "#"]);
        let zero = self.pick(&["", "", "0"]);
        let width = self.pick(&["", "5", "12"]);
        let group = self.pick(&["", "", ",", "_"]);
        let precision = self.pick(&["", "", ".0", ".2", ".10"]);
        let kind = self.pick(&[
            "", "d", "x", "X", "o", "b", "c", "e", "E", "f", "F", "g", "G", "n", "%", "s", "z",
        ]);
        let value = self.pick(&[
            "0",
            "42",
            "-7",
            "1234567",
            "10**25",
            "3.14159",
            "-0.5",
            "1e-10",
            "1e22",
            "float('inf')",
            "float('nan')",
            "'text'",
            "True",
            "None",
            "[1]",
            "12345.678",
            "-0.0",
            "b'x'",
            "1+2j",
        ]);
        format!("format({value}, '{fill}{align}{sign}{alt}{zero}{width}{group}{precision}{kind}')")
    }

    fn percent(&mut self) -> String {
        let flags = self.pick(&[
            "", "-", "+", " ", "0", "#", "-5", "08", "10", ".3", "8.2", "+.1",
        ]);
        let kind = self.pick(&[
            "d", "i", "u", "x", "X", "o", "e", "E", "f", "F", "g", "G", "c", "r", "s", "a", "y",
        ]);
        let value = self.pick(&[
            "0", "42", "-255", "3.75", "-0.001", "1e20", "'q'", "'héy'", "None", "(1,)", "(1, 2)",
            "{'a': 1}", "[1]", "10**30", "True", "{}",
        ]);
        format!("'[%{flags}{kind}]' % {value}")
    }

    /// A format string of its own for a value, in an f-string; widths and
    /// precisions may be values too.
    fn f_string(&mut self) -> String {
        let value = self.pick(&[
            "x",
            "x + 1",
            "y!r",
            "y!s:>{w}",
            "x:{w}.{p}f",
            "x:{w}",
            "y:^{w}",
            "z!a",
            "x:+,.{p}f",
            "x=",
            "y = ",
            "x=:.{p}e",
            "x * 2 = :{w}",
            "{'k': y}['k']",
            "[a for a in y]",
            "x if x > 1 else y",
            "x:%",
            "x:#x",
            "y:.{p}",
            "(lambda v: v * 2)(x)",
            "x:0{w}d",
            "y:{'*'}^{w}",
            "z!r:>{w + 3}",
            "x:n",
            "{{1}} {x}",
        ]);
        let x = self.pick(&["3", "-7", "2.5", "1e20", "True", "12345.678"]);
        let y = self.pick(&["'ab'", "'한글'", "''", "'a\\nb'"]);
        format!("(lambda x, y, z, w, p: f\"<{{{value}}}>\")({x}, {y}, [1, 'é'], 9, 2)")
    }

    /// `str.format` with places, names, attributes and items.
    fn fields(&mut self) -> String {
        let field = self.pick(&[
            "{}",
            "{0}",
            "{1:>8}",
            "{a}",
            "{a[0]}",
            "{b.real}",
            "{0!r:>10}",
            "{:{}}",
            "{0:{1}}",
            "{a[k]}",
            "{b:08.3f}",
            "{{}}",
            "{} {}",
            "{0} {}",
            "{c}",
            "{0.nope}",
            "{a[9]}",
            "{:,}",
            "{a!x}",
            "{",
            "}",
            "{0[1]}",
            "{b:%}",
        ]);
        let first = self.pick(&["42", "'s'", "[1, 2]", "3.14159", "None"]);
        let second = self.pick(&["7", "'>9'", "'5'"]);
        format!("'{field}|'.format({first}, {second}, a=[1, 2], b=2.5)")
    }

    /// A float of any size.
    fn float(&mut self) -> String {
        let digits = 1 + self.below(17);
        let mantissa = self.below(10u64.pow(digits as u32));
        let exponent = self.below(640) as i64 - 330;
        match self.below(4) {
            0 => format!("{mantissa}e{exponent}"),
            1 => format!("{mantissa} / {}", 1 + self.below(1000)),
            2 => format!("{mantissa}e{} * 1.1", exponent / 20),
            _ => format!("round({mantissa} / 1000, {})", self.below(5)),
        }
    }
}

/// Methods with arguments that may or may not fit.
const METHODS: &[&str] = &[
    "upper()",
    "strip()",
    "split(',')",
    "split()",
    "replace('a', 'b')",
    "count('a')",
    "find('a')",
    "index('a')",
    "join(['x', 'y'])",
    "title()",
    "center(9, '*')",
    "zfill(6)",
    "startswith('a')",
    "encode()",
    "decode()",
    "hex()",
    "isdigit()",
    "partition('a')",
    "append(1)",
    "copy()",
    "pop()",
    "index(1)",
    "count(1)",
    "get('a')",
    "get('z', 0)",
    "keys()",
    "items()",
    "values()",
    "union({9})",
    "bit_length()",
    "is_integer()",
    "as_integer_ratio()",
    "conjugate()",
    "real",
    "imag",
    "numerator",
    "__len__()",
    "__class__",
    "__doc__ is None",
    "splitlines()",
    "casefold()",
    "rjust(5)",
    "swapcase()",
    "removeprefix('a')",
    "expandtabs(3)",
    "isidentifier()",
    "start",
    "__class__",
    "__eq__(1)",
    "nothing",
];

fn many(maker: &mut Maker, count: usize, make: impl Fn(&mut Maker) -> String) -> String {
    let made: Vec<String> = (0..count).map(|_| make(maker)).collect();
    each(&made)
}

#[test]
fn expressions() {
    for seed in 1..=2 {
        let mut maker = Maker::new("expressions", seed);
        let source = many(&mut maker, 500, |m| m.expression(3));
        same(&maker, &source);
    }
}

#[test]
fn formatting() {
    let mut maker = Maker::new("formatting", 5);
    let source = many(&mut maker, 1_200, Maker::format);
    same(&maker, &source);
    let source = many(&mut maker, 800, Maker::percent);
    same(&maker, &source);
    let source = many(&mut maker, 400, Maker::f_string);
    same(&maker, &source);
    let source = many(&mut maker, 300, Maker::fields);
    same(&maker, &source);
}

#[test]
fn floats() {
    let mut maker = Maker::new("floats", 6);
    let source = many(&mut maker, 1_000, Maker::float);
    same(&maker, &source);
}
