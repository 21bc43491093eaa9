//! The built-in types.

use std::rc::Rc;

use crate::python::object::types::linearise;
use crate::python::object::{Dict, GeneratorKind, Str, Type, TypeParts, intern};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native;
use crate::python_state;

macro_rules! types {
    ($($field:ident $name:literal $is_base:literal)*) => {
        /// The built-in types.
        #[derive(Debug)]
        #[allow(missing_docs)]
        pub struct Types {
            pub object: Rc<Type>,
            pub bool: Rc<Type>,
            $(pub $field: Rc<Type>,)*
        }

        impl Types {
            /// Makes them, without methods.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Types {
                let object = builtin("object", &[], true);
                $(let $field = builtin($name, &[&object], $is_base);)*
                let mut types = Types { bool: object.clone(), object, $($field,)* };
                types.bool = builtin("bool", &[&types.int], false);
                types
            }

            /// Those that are names every module sees.
            pub fn visible(&self) -> Vec<&Rc<Type>> {
                let mut all = vec![&self.object, &self.bool];
                $(all.push(&self.$field);)*
                all.retain(|t| VISIBLE.contains(&t.name().as_str()));
                all
            }
        }
    };
}

types! {
    type_ "type" true
    none "NoneType" false
    not_implemented "NotImplementedType" false
    ellipsis "ellipsis" false
    int "int" true
    float "float" true
    complex "complex" true
    str "str" true
    bytes "bytes" true
    bytearray "bytearray" true
    memoryview "memoryview" false
    tuple "tuple" true
    list "list" true
    dict "dict" true
    set "set" true
    frozenset "frozenset" true
    range "range" false
    slice "slice" false
    function "function" false
    method "method" false
    builtin_function "builtin_function_or_method" false
    method_descriptor "method_descriptor" false
    getset_descriptor "getset_descriptor" false
    member_descriptor "member_descriptor" false
    module "module" true
    generator "generator" false
    coroutine "coroutine" false
    async_generator "async_generator" false
    async_generator_step "async_generator_asend" false
    coroutine_wrapper "coroutine_wrapper" false
    cell "cell" false
    code "code" false
    frame "frame" false
    traceback "traceback" false
    property "property" true
    staticmethod "staticmethod" true
    classmethod "classmethod" true
    super_ "super" true
    mappingproxy "mappingproxy" false
    dict_keys "dict_keys" false
    dict_values "dict_values" false
    dict_items "dict_items" false
    list_iterator "list_iterator" false
    list_reverseiterator "list_reverseiterator" false
    tuple_iterator "tuple_iterator" false
    str_iterator "str_iterator" false
    bytes_iterator "bytes_iterator" false
    range_iterator "range_iterator" false
    dict_keyiterator "dict_keyiterator" false
    dict_valueiterator "dict_valueiterator" false
    dict_itemiterator "dict_itemiterator" false
    set_iterator "set_iterator" false
    callable_iterator "callable_iterator" false
    iterator "iterator" false
    enumerate "enumerate" true
    zip "zip" true
    map "map" true
    filter "filter" true
    reversed "reversed" true
    generic_alias "types.GenericAlias" true
    union "types.UnionType" false
}

const VISIBLE: &[&str] = &[
    "object",
    "type",
    "int",
    "bool",
    "float",
    "str",
    "bytes",
    "tuple",
    "list",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "property",
    "staticmethod",
    "classmethod",
    "super",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
];

/// Makes a built-in type.
pub fn builtin(name: &str, bases: &[&Rc<Type>], is_base: bool) -> Rc<Type> {
    let bases: Vec<Rc<Type>> = bases.iter().map(|b| (*b).clone()).collect();
    let mro = linearise(&bases).unwrap_or_default();
    let module = match name.rsplit_once('.') {
        Some((module, _)) => module.to_owned(),
        None => "builtins".to_owned(),
    };
    let name = name.rsplit('.').next().unwrap_or(name);
    let dict = Dict::new();
    dict.set_name("__module__", module);
    Type::new(TypeParts {
        name: intern(name),
        qualname: intern(name),
        bases,
        mro,
        dict,
        meta: None,
        heap: false,
        has_dict: false,
        is_base,
    })
}

/// Reads a computed attribute.
pub type Get = fn(&Vm, &Value) -> native::Result;
/// Writes a computed attribute.
pub type Set = fn(&Vm, &Value, Value) -> native::Result<()>;

/// A computed attribute of a built-in type.
#[derive(Debug)]
pub struct Getter {
    /// Its name.
    pub name: Rc<Str>,
    /// Reads it.
    pub get: Get,
    /// Writes it.
    pub set: Option<Set>,
}
python_state!(Getter);

/// Classes of the library that are C types in CPython, whose messages name such
/// types with their modules: name, module, and the name in messages.
const NAMED_WITH_MODULE: &[(&str, &str, &str)] = &[
    ("BytesIO", "io", "_io.BytesIO"),
    ("Context", "_contextvars", "_contextvars.Context"),
    ("ContextVar", "_contextvars", "_contextvars.ContextVar"),
    ("Decimal", "decimal", "decimal.Decimal"),
    ("Future", "asyncio.futures", "_asyncio.Future"),
    ("GenericAlias", "types", "types.GenericAlias"),
    ("Handle", "_machine", "_thread.lock"),
    ("Lock", "threading", "_thread.lock"),
    ("Match", "re", "re.Match"),
    ("OrderedDict", "collections", "collections.OrderedDict"),
    ("Pattern", "re", "re.Pattern"),
    ("RLock", "threading", "_thread.RLock"),
    ("SimpleNamespace", "types", "types.SimpleNamespace"),
    ("SimpleQueue", "queue", "_queue.SimpleQueue"),
    ("StringIO", "io", "_io.StringIO"),
    ("Struct", "struct", "_struct.Struct"),
    ("Task", "asyncio.tasks", "_asyncio.Task"),
    ("TextIOWrapper", "io", "_io.TextIOWrapper"),
    ("Token", "_contextvars", "_contextvars.Token"),
    ("UnionType", "types", "types.UnionType"),
    ("_Hash", "hashlib", "_hashlib.HASH"),
    ("_Reader", "csv", "_csv.reader"),
    ("_Writer", "csv", "_csv.writer"),
    ("array", "array", "array.array"),
    ("attrgetter", "operator", "operator.attrgetter"),
    ("count", "itertools", "itertools.count"),
    ("date", "datetime", "datetime.date"),
    ("datetime", "datetime", "datetime.datetime"),
    ("defaultdict", "collections", "collections.defaultdict"),
    ("deque", "collections", "collections.deque"),
    ("groupby", "itertools", "itertools.groupby"),
    ("itemgetter", "operator", "operator.itemgetter"),
    ("local", "_thread", "_thread._local"),
    ("methodcaller", "operator", "operator.methodcaller"),
    ("partial", "functools", "functools.partial"),
    ("ref", "weakref", "weakref.ReferenceType"),
    ("repeat", "itertools", "itertools.repeat"),
    ("struct_time", "time", "time.struct_time"),
    ("time", "datetime", "datetime.time"),
    ("timedelta", "datetime", "datetime.timedelta"),
    ("timezone", "datetime", "datetime.timezone"),
];

impl Vm {
    /// The class of a value.
    #[inline]
    pub fn type_of(&self, value: &Value) -> Rc<Type> {
        self.type_ref(value).clone()
    }

    /// The class of a value, borrowed.
    pub fn type_ref<'a>(&'a self, value: &'a Value) -> &'a Rc<Type> {
        let t = &self.types;
        match value {
            Value::Instance(i) => &i.class,
            Value::Object(o) => &o.class,
            Value::Int(_) | Value::Big(_) => &t.int,
            Value::Str(_) => &t.str,
            Value::Unbound | Value::None => &t.none,
            Value::NotImplemented => &t.not_implemented,
            Value::Ellipsis => &t.ellipsis,
            Value::Bool(_) => &t.bool,
            Value::Float(_) => &t.float,
            Value::Bytes(_) => &t.bytes,
            Value::Tuple(_) => &t.tuple,
            Value::List(_) => &t.list,
            Value::Dict(_) => &t.dict,
            Value::Set(s) if s.frozen => &t.frozenset,
            Value::Set(_) => &t.set,
            Value::Range(_) => &t.range,
            Value::Slice(_) => &t.slice,
            Value::Function(_) => &t.function,
            Value::Method(m) if matches!(m.function, Value::Native(_)) => &t.builtin_function,
            Value::Method(_) => &t.method,
            Value::Native(n) if n.method_of.is_some() => &t.method_descriptor,
            Value::Native(_) => &t.builtin_function,
            Value::Type(ty) => ty.meta.as_ref().unwrap_or(&t.type_),
            Value::Module(_) => &t.module,
            Value::Generator(g) => match g.kind {
                GeneratorKind::Generator => &t.generator,
                GeneratorKind::Coroutine => &t.coroutine,
                GeneratorKind::AsyncGenerator => &t.async_generator,
            },
            Value::Iter(i) => self.iterator_type(i),
            Value::Cell(_) => &t.cell,
            Value::Code(_) => &t.code,
        }
    }

    fn iterator_type(&self, iter: &crate::python::object::Iter) -> &Rc<Type> {
        use crate::python::object::{IterState as S, Part};
        let t = &self.types;
        match &*iter.state.borrow() {
            S::Done | S::Values(_) | S::Items(..) | S::ItemsBack(..) | S::Sequence(..) => {
                &t.iterator
            }
            S::List(..) => &t.list_iterator,
            S::ListBack(..) => &t.list_reverseiterator,
            S::Tuple(..) => &t.tuple_iterator,
            S::Str(..) => &t.str_iterator,
            S::Bytes(..) => &t.bytes_iterator,
            S::Range(..) => &t.range_iterator,
            S::Dict(_, part, ..) | S::DictBack(_, part, ..) => match part {
                Part::Keys => &t.dict_keyiterator,
                Part::Values => &t.dict_valueiterator,
                Part::Items => &t.dict_itemiterator,
            },
            S::Set(..) => &t.set_iterator,
            S::Enumerate(..) => &t.enumerate,
            S::Zip(..) => &t.zip,
            S::Map(..) => &t.map,
            S::Filter(..) => &t.filter,
            S::Call(..) => &t.callable_iterator,
        }
    }

    /// The name of a value's class, for messages.
    pub fn type_name(&self, value: &Value) -> Rc<Str> {
        let class = self.type_ref(value);
        match class.heap {
            true => self.shown_name(class),
            false => class.name(),
        }
    }

    /// The name of a class in messages: those that CPython has in C are named
    /// with their modules.
    fn shown_name(&self, class: &Type) -> Rc<Str> {
        let name = class.name();
        let Ok(place) = NAMED_WITH_MODULE.binary_search_by(|row| row.0.cmp(name.as_str())) else {
            return name;
        };
        let (_, module, shown) = NAMED_WITH_MODULE[place];
        let own = class.dict.get_str(&self.names.module);
        match own.as_ref().and_then(Value::as_str) == Some(module) {
            true => Str::new(shown),
            false => name,
        }
    }

    /// Whether a value is an instance of a class or of one derived from it,
    /// metaclasses' opinions apart.
    pub fn is_instance(&self, value: &Value, class: &Rc<Type>) -> bool {
        self.type_ref(value).is_subtype(class)
    }

    /// A built-in value as one of a class that may derive from its type.
    pub fn of_class(&self, class: &Rc<Type>, builtin: &Rc<Type>, value: Value) -> Value {
        if Rc::ptr_eq(class, builtin) {
            value
        } else {
            Value::Instance(crate::python::object::Instance::with(class.clone(), value))
        }
    }
}
