//! The instructions.

use crate::python::code::{Reg, Target};

/// An operator with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    Shl,
    Shr,
    And,
    Or,
    Xor,
}

impl BinOp {
    /// How it is written, and the middle of its methods' names.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            BinOp::Add => ("+", "add"),
            BinOp::Sub => ("-", "sub"),
            BinOp::Mul => ("*", "mul"),
            BinOp::MatMul => ("@", "matmul"),
            BinOp::Div => ("/", "truediv"),
            BinOp::FloorDiv => ("//", "floordiv"),
            BinOp::Mod => ("%", "mod"),
            BinOp::Pow => ("** or pow()", "pow"),
            BinOp::Shl => ("<<", "lshift"),
            BinOp::Shr => (">>", "rshift"),
            BinOp::And => ("&", "and"),
            BinOp::Or => ("|", "or"),
            BinOp::Xor => ("^", "xor"),
        }
    }
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum CmpOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
    In,
    NotIn,
    Is,
    IsNot,
}

impl CmpOp {
    /// How it is written, its method and the method of the swapped operands.
    pub fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            CmpOp::Lt => ("<", "__lt__", "__gt__"),
            CmpOp::Le => ("<=", "__le__", "__ge__"),
            CmpOp::Eq => ("==", "__eq__", "__eq__"),
            CmpOp::Ne => ("!=", "__ne__", "__ne__"),
            CmpOp::Gt => (">", "__gt__", "__lt__"),
            CmpOp::Ge => (">=", "__ge__", "__le__"),
            CmpOp::In => ("in", "__contains__", ""),
            CmpOp::NotIn => ("not in", "__contains__", ""),
            CmpOp::Is => ("is", "", ""),
            CmpOp::IsNot => ("is not", "", ""),
        }
    }
}

/// An operator with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum UnOp {
    Neg,
    Pos,
    Invert,
}

/// How a formatted value is converted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Convert {
    /// Not.
    Nothing,
    /// `!s`.
    Str,
    /// `!r`.
    Repr,
    /// `!a`.
    Ascii,
}

/// One instruction. `dst` is where the result goes; `name` numbers a name,
/// `site` a [`Site`], `k` a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Op {
    Nop,
    Move {
        dst: Reg,
        src: Reg,
    },
    /// Moves without copying: the source is left unbound.
    Take {
        dst: Reg,
        src: Reg,
    },
    Const {
        dst: Reg,
        k: u16,
    },
    Int {
        dst: Reg,
        n: i16,
    },
    None {
        dst: Reg,
    },
    /// Unbinds a range of temporaries.
    Clear {
        from: Reg,
        n: u16,
    },
    CheckBound {
        reg: Reg,
    },
    /// `del` of a local variable.
    Unbind {
        reg: Reg,
    },
    MakeCell {
        reg: Reg,
    },
    LoadCell {
        dst: Reg,
        cell: Reg,
    },
    StoreCell {
        cell: Reg,
        src: Reg,
    },
    DelCell {
        cell: Reg,
    },
    /// In a class body: the namespace first, then the cell.
    LoadClassCell {
        dst: Reg,
        cell: Reg,
        name: u16,
    },
    LoadGlobal {
        dst: Reg,
        site: u16,
    },
    StoreGlobal {
        src: Reg,
        site: u16,
    },
    DelGlobal {
        name: u16,
    },
    /// In a class body or `exec`: the namespace, then the globals.
    LoadName {
        dst: Reg,
        name: u16,
    },
    StoreName {
        src: Reg,
        name: u16,
    },
    DelName {
        name: u16,
    },
    Add {
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    Sub {
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    Mul {
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    AddInt {
        dst: Reg,
        a: Reg,
        n: i16,
    },
    SubInt {
        dst: Reg,
        a: Reg,
        n: i16,
    },
    Binary {
        op: BinOp,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    InPlace {
        op: BinOp,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    Unary {
        op: UnOp,
        dst: Reg,
        src: Reg,
    },
    Not {
        dst: Reg,
        src: Reg,
    },
    Compare {
        op: CmpOp,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    /// Jumps if the comparison is false.
    JumpUnless {
        op: CmpOp,
        a: Reg,
        b: Reg,
        target: Target,
    },
    /// Jumps if the comparison with a small integer is false.
    JumpUnlessInt {
        op: CmpOp,
        a: Reg,
        n: i16,
        target: Target,
    },
    /// Jumps if the comparison is true.
    JumpWhen {
        op: CmpOp,
        a: Reg,
        b: Reg,
        target: Target,
    },
    Jump {
        target: Target,
    },
    JumpIf {
        src: Reg,
        target: Target,
    },
    JumpIfNot {
        src: Reg,
        target: Target,
    },
    LoadAttr {
        dst: Reg,
        obj: Reg,
        site: u16,
    },
    StoreAttr {
        obj: Reg,
        src: Reg,
        site: u16,
    },
    DelAttr {
        obj: Reg,
        site: u16,
    },
    /// `dst` is the function, `dst + 1` the receiver or unbound.
    LoadMethod {
        dst: Reg,
        obj: Reg,
        site: u16,
    },
    GetItem {
        dst: Reg,
        obj: Reg,
        key: Reg,
    },
    SetItem {
        obj: Reg,
        key: Reg,
        src: Reg,
    },
    DelItem {
        obj: Reg,
        key: Reg,
    },
    /// `func`, then `argc` arguments.
    Call {
        argc: u8,
        dst: Reg,
        func: Reg,
    },
    /// `func`, receiver or unbound, then `argc` arguments.
    CallMethod {
        argc: u8,
        dst: Reg,
        func: Reg,
    },
    /// As `CallMethod`; the last arguments have the names in constant `k`.
    CallKw {
        argc: u8,
        dst: Reg,
        func: Reg,
        k: u16,
    },
    /// `func`, a list of arguments, a dict of named ones or unbound.
    CallEx {
        dst: Reg,
        func: Reg,
    },
    Return {
        src: Reg,
    },
    ReturnNone,
    BuildTuple {
        dst: Reg,
        from: Reg,
        n: u16,
    },
    BuildList {
        dst: Reg,
        from: Reg,
        n: u16,
    },
    BuildSet {
        dst: Reg,
        from: Reg,
        n: u16,
    },
    /// `n` pairs.
    BuildDict {
        dst: Reg,
        from: Reg,
        n: u16,
    },
    BuildString {
        dst: Reg,
        from: Reg,
        n: u16,
    },
    /// Three registers.
    BuildSlice {
        dst: Reg,
        from: Reg,
    },
    ListAppend {
        list: Reg,
        src: Reg,
    },
    /// `func`: the function called with the items, for the message.
    ListExtend {
        list: Reg,
        src: Reg,
        func: Reg,
    },
    ListToTuple {
        dst: Reg,
        src: Reg,
    },
    SetAdd {
        set: Reg,
        src: Reg,
    },
    SetUpdate {
        set: Reg,
        src: Reg,
    },
    /// Key and value stand in `from` and the next.
    DictSet {
        dict: Reg,
        from: Reg,
    },
    DictUpdate {
        dict: Reg,
        src: Reg,
    },
    /// Named arguments: no name twice. `func` is for the message.
    DictMerge {
        dict: Reg,
        src: Reg,
        func: Reg,
    },
    Unpack {
        src: Reg,
        from: Reg,
        n: u16,
    },
    UnpackStar {
        before: u8,
        src: Reg,
        from: Reg,
        after: u16,
    },
    Format {
        how: Convert,
        dst: Reg,
        src: Reg,
        spec: Reg,
    },
    GetIter {
        dst: Reg,
        src: Reg,
    },
    ForIter {
        iter: Reg,
        dst: Reg,
        target: Target,
    },
    /// Gives a value out; what is sent comes into `dst`.
    Yield {
        dst: Reg,
        src: Reg,
    },
    /// `yield from` and `await`: `iter` is stepped with what is in `sent`
    /// until it ends; its result comes into `dst`.
    Delegate {
        dst: Reg,
        iter: Reg,
        sent: Reg,
    },
    GetYieldFrom {
        dst: Reg,
        src: Reg,
    },
    /// `how`: 0 plain, 1 `__aenter__`, 2 `__aexit__`.
    GetAwaitable {
        how: u8,
        dst: Reg,
        src: Reg,
    },
    GetAIter {
        dst: Reg,
        src: Reg,
    },
    GetANext {
        dst: Reg,
        src: Reg,
    },
    /// Begins a generator: hands the suspended frame out.
    MakeGenerator,
    /// `from`: defaults, keyword defaults, annotations, each or unbound.
    MakeFunction {
        dst: Reg,
        k: u16,
        from: Reg,
    },
    LoadBuildClass {
        dst: Reg,
    },
    /// `k`: a tuple of module name, level and names to import.
    Import {
        dst: Reg,
        k: u16,
    },
    ImportFrom {
        dst: Reg,
        module: Reg,
        name: u16,
    },
    ImportStar {
        module: Reg,
    },
    Raise {
        exc: Reg,
        cause: Reg,
    },
    /// A bare `raise`.
    RaiseAgain,
    /// Goes on raising what a handler did not take.
    Reraise {
        exc: Reg,
    },
    /// Jumps if the exception is not of the type or types.
    JumpUnlessMatch {
        exc: Reg,
        types: Reg,
        target: Target,
    },
    /// `except*`: splits what is in `exc` by type; the part that matches (or
    /// None) comes into `dst`, the rest (or None) back into `exc`.
    SplitGroup {
        dst: Reg,
        exc: Reg,
        types: Reg,
    },
    /// Ends `except*`: `from` is the original, `from + 1` the rest, `from + 2`
    /// the list of what handlers raised; `dst` is what to raise, or None.
    JoinGroup {
        dst: Reg,
        from: Reg,
    },
    LoadAssertionError {
        dst: Reg,
    },
    /// `dst` is the bound `__exit__`, `dst + 1` the bound `__enter__`.
    With {
        dst: Reg,
        src: Reg,
    },
    AsyncWith {
        dst: Reg,
        src: Reg,
    },
    /// Calls `exit` with the exception.
    WithExcept {
        dst: Reg,
        exit: Reg,
        exc: Reg,
    },
    MatchSequence {
        dst: Reg,
        src: Reg,
    },
    MatchMapping {
        dst: Reg,
        src: Reg,
    },
    /// The values under the keys in tuple `keys`, as a tuple, or None.
    MatchKeys {
        dst: Reg,
        src: Reg,
        keys: Reg,
    },
    /// `from`: class, tuple of attribute names; `n` positional patterns.
    /// The attributes as a tuple, or None.
    MatchClass {
        n: u8,
        dst: Reg,
        src: Reg,
        from: Reg,
    },
    GetLen {
        dst: Reg,
        src: Reg,
    },
    JumpIfNone {
        src: Reg,
        target: Target,
    },
    /// Jumps if the exception is no StopAsyncIteration.
    JumpUnlessStop {
        exc: Reg,
        target: Target,
    },
    /// As `InPlace`, with a small integer.
    InPlaceInt {
        op: BinOp,
        dst: Reg,
        a: Reg,
        n: i16,
    },
    SetupAnnotations,
}
