//! Names that the machine itself looks up.

use std::rc::Rc;

use crate::python::code::BinOp;
use crate::python::object::{Str, intern};

/// All operators with two operands, in their own order.
const OPERATORS: [BinOp; 13] = [
    BinOp::Add,
    BinOp::Sub,
    BinOp::Mul,
    BinOp::MatMul,
    BinOp::Div,
    BinOp::FloorDiv,
    BinOp::Mod,
    BinOp::Pow,
    BinOp::Shl,
    BinOp::Shr,
    BinOp::And,
    BinOp::Or,
    BinOp::Xor,
];

macro_rules! names {
    ($($field:ident $text:literal)*) => {
        /// Names that the machine itself looks up, interned.
        #[derive(Debug)]
        #[allow(missing_docs)]
        pub struct Names {
            $(pub $field: Rc<Str>,)*
            /// The methods of operators with two operands, by `BinOp`: plain,
            /// reflected, in place.
            pub operators: [[Rc<Str>; 3]; 13],
        }

        impl Names {
            /// Interns them.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Names {
                Names {
                    $($field: intern($text),)*
                    operators: OPERATORS.map(|op| {
                        let word = op.names().1;
                        ["", "r", "i"].map(|way| intern(&format!("__{way}{word}__")))
                    }),
                }
            }
        }
    };
}

names! {
    init "__init__" new "__new__" del "__del__" call "__call__"
    repr "__repr__" str "__str__" format "__format__" bytes "__bytes__"
    hash "__hash__" eq "__eq__" ne "__ne__" lt "__lt__" le "__le__" gt "__gt__" ge "__ge__"
    bool "__bool__" len "__len__" length_hint "__length_hint__"
    getitem "__getitem__" setitem "__setitem__" delitem "__delitem__"
    contains "__contains__" missing "__missing__" reversed "__reversed__"
    iter "__iter__" next "__next__" await_ "__await__" aiter "__aiter__" anext "__anext__"
    enter "__enter__" exit "__exit__" aenter "__aenter__" aexit "__aexit__"
    get "__get__" set "__set__" delete "__delete__" set_name "__set_name__"
    getattr "__getattr__" getattribute "__getattribute__"
    setattr "__setattr__" delattr "__delattr__" dir "__dir__"
    dict "__dict__" class "__class__" name "__name__" qualname "__qualname__"
    module "__module__" doc "__doc__" annotations "__annotations__" bases "__bases__" mro "__mro__"
    slots "__slots__" weakref "__weakref__" classcell "__classcell__"
    prepare "__prepare__" init_subclass "__init_subclass__" class_getitem "__class_getitem__"
    mro_entries "__mro_entries__" subclasscheck "__subclasscheck__"
    instancecheck "__instancecheck__" abstractmethods "__abstractmethods__"
    isabstractmethod "__isabstractmethod__" match_args "__match_args__"
    index "__index__" int "__int__" float "__float__" complex "__complex__"
    trunc "__trunc__" floor "__floor__" ceil "__ceil__" round "__round__"
    neg "__neg__" pos "__pos__" abs "__abs__" invert "__invert__"
    divmod "__divmod__" rdivmod "__rdivmod__"
    send "send" throw "throw" close "close"
    args "args" value "value" wrapped "__wrapped__" file "__file__" main "__main__"
    builtins "__builtins__" import "__import__" all "__all__" path "__path__"
    package "__package__" spec "__spec__" loader "__loader__"
    cause "__cause__" context "__context__" suppress_context "__suppress_context__"
    traceback "__traceback__" notes "__notes__" with_traceback "with_traceback"
    add_note "add_note" defaults "__defaults__" kwdefaults "__kwdefaults__" code "__code__"
    globals "__globals__" closure "__closure__" self_ "__self__" func "__func__"
    keys "keys" items "items" write "write" flush "flush" stdout "stdout" stderr "stderr"
    message "message" exceptions "exceptions" code_ "code" msg "msg" objclass "__objclass__"
    fspath "__fspath__" copy "__copy__" deepcopy "__deepcopy__" reduce "__reduce__"
    state_ "_state" must_cancel "_must_cancel" waits_for "_waits_for" current "_current"
    lane "_lane" coro "_coro" exception_ "_exception" unseen "_unseen"
    cancelled "_cancelled" callback "_callback" args_ "_args" context_ "_context"
    closed_ "_closed" debug_ "_debug" wait_ "_wait" stopped "_stopped" failed "_failed"
    plain "_plain"
    debug "__debug__" orig_bases "__orig_bases__" obj "obj" name_ "name"
}
