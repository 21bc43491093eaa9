//! The built-in exceptions and how to make them.

use std::rc::Rc;

use crate::python::object::types::linearise;
use crate::python::object::{Dict, Exception, Instance, Type, TypeParts, intern};
use crate::python::types::Types;
use crate::python::value::Value;
use crate::python::vm::{Raised, Vm};

macro_rules! exceptions {
    ($object:ident; $($field:ident $name:literal ($($base:ident),*))*) => {
        /// The built-in exceptions.
        #[derive(Debug)]
        #[allow(missing_docs)]
        pub struct Exceptions {
            $(pub $field: Rc<Type>,)*
        }

        impl Exceptions {
            /// Makes them.
            pub fn new(types: &Types) -> Exceptions {
                let $object = types.object.clone();
                $(let $field = class($name, &[$(&$base),*]);)*
                Exceptions { $($field,)* }
            }

            /// All of them.
            pub fn all(&self) -> Vec<&Rc<Type>> {
                vec![$(&self.$field),*]
            }
        }
    };
}

exceptions! {
    object;
    base_exception "BaseException" (object)
    exception "Exception" (base_exception)
    base_exception_group "BaseExceptionGroup" (base_exception)
    exception_group "ExceptionGroup" (base_exception_group, exception)
    generator_exit "GeneratorExit" (base_exception)
    keyboard_interrupt "KeyboardInterrupt" (base_exception)
    system_exit "SystemExit" (base_exception)
    arithmetic_error "ArithmeticError" (exception)
    floating_point_error "FloatingPointError" (arithmetic_error)
    overflow_error "OverflowError" (arithmetic_error)
    zero_division_error "ZeroDivisionError" (arithmetic_error)
    assertion_error "AssertionError" (exception)
    attribute_error "AttributeError" (exception)
    buffer_error "BufferError" (exception)
    eof_error "EOFError" (exception)
    import_error "ImportError" (exception)
    module_not_found_error "ModuleNotFoundError" (import_error)
    lookup_error "LookupError" (exception)
    index_error "IndexError" (lookup_error)
    key_error "KeyError" (lookup_error)
    memory_error "MemoryError" (exception)
    name_error "NameError" (exception)
    unbound_local_error "UnboundLocalError" (name_error)
    os_error "OSError" (exception)
    blocking_io_error "BlockingIOError" (os_error)
    child_process_error "ChildProcessError" (os_error)
    connection_error "ConnectionError" (os_error)
    broken_pipe_error "BrokenPipeError" (connection_error)
    connection_aborted_error "ConnectionAbortedError" (connection_error)
    connection_refused_error "ConnectionRefusedError" (connection_error)
    connection_reset_error "ConnectionResetError" (connection_error)
    file_exists_error "FileExistsError" (os_error)
    file_not_found_error "FileNotFoundError" (os_error)
    interrupted_error "InterruptedError" (os_error)
    is_a_directory_error "IsADirectoryError" (os_error)
    not_a_directory_error "NotADirectoryError" (os_error)
    permission_error "PermissionError" (os_error)
    process_lookup_error "ProcessLookupError" (os_error)
    timeout_error "TimeoutError" (os_error)
    reference_error "ReferenceError" (exception)
    runtime_error "RuntimeError" (exception)
    not_implemented_error "NotImplementedError" (runtime_error)
    recursion_error "RecursionError" (runtime_error)
    stop_iteration "StopIteration" (exception)
    stop_async_iteration "StopAsyncIteration" (exception)
    syntax_error "SyntaxError" (exception)
    indentation_error "IndentationError" (syntax_error)
    tab_error "TabError" (indentation_error)
    system_error "SystemError" (exception)
    type_error "TypeError" (exception)
    value_error "ValueError" (exception)
    unicode_error "UnicodeError" (value_error)
    unicode_decode_error "UnicodeDecodeError" (unicode_error)
    unicode_encode_error "UnicodeEncodeError" (unicode_error)
    unicode_translate_error "UnicodeTranslateError" (unicode_error)
    warning "Warning" (exception)
    bytes_warning "BytesWarning" (warning)
    deprecation_warning "DeprecationWarning" (warning)
    encoding_warning "EncodingWarning" (warning)
    future_warning "FutureWarning" (warning)
    import_warning "ImportWarning" (warning)
    pending_deprecation_warning "PendingDeprecationWarning" (warning)
    resource_warning "ResourceWarning" (warning)
    runtime_warning "RuntimeWarning" (warning)
    syntax_warning "SyntaxWarning" (warning)
    unicode_warning "UnicodeWarning" (warning)
    user_warning "UserWarning" (warning)
}

fn class(name: &str, bases: &[&Rc<Type>]) -> Rc<Type> {
    let bases: Vec<Rc<Type>> = bases.iter().map(|b| (*b).clone()).collect();
    let mro = linearise(&bases).unwrap_or_default();
    let dict = Dict::new();
    dict.set_name("__module__", "builtins");
    Type::new(TypeParts {
        name: intern(name),
        qualname: intern(name),
        bases,
        mro,
        dict,
        meta: None,
        heap: false,
        has_dict: true,
        is_base: true,
    })
}

macro_rules! raisers {
    ($($method:ident)*) => {
        /// Exceptions with a message, ready to be raised.
        impl Vm {
            $(
                /// The exception of this name with a message.
                #[cold]
                pub fn $method(&self, message: impl Into<String>) -> Raised {
                    self.raise(&self.exceptions.$method, message)
                }
            )*
        }
    };
}

raisers! {
    arithmetic_error overflow_error zero_division_error assertion_error attribute_error
    buffer_error eof_error import_error module_not_found_error lookup_error index_error memory_error
    name_error unbound_local_error os_error file_not_found_error timeout_error
    runtime_error not_implemented_error recursion_error type_error value_error system_error
    unicode_error stop_async_iteration reference_error
}

impl Vm {
    /// An exception of a class with a message.
    #[cold]
    pub fn raise(&self, class: &Rc<Type>, message: impl Into<String>) -> Raised {
        self.raise_with(class, vec![Value::string(message.into())])
    }

    /// An exception of a class with these `args`.
    #[cold]
    pub fn raise_with(&self, class: &Rc<Type>, args: Vec<Value>) -> Raised {
        let instance = Instance::new(class.clone());
        *instance.exc().borrow_mut() = Exception {
            args,
            ..Exception::default()
        };
        Raised(instance)
    }

    /// `KeyError` of a key.
    #[cold]
    pub fn key_error(&self, key: Value) -> Raised {
        self.raise_with(&self.exceptions.key_error, vec![key])
    }

    /// `StopIteration` with a value.
    pub fn stop_iteration(&self, value: Value) -> Raised {
        let args = if value.is_none() {
            Vec::new()
        } else {
            vec![value]
        };
        self.raise_with(&self.exceptions.stop_iteration, args)
    }

    /// The value that a `StopIteration` carries.
    pub fn stop_value(&self, raised: &Raised) -> Value {
        if let Some(v) = raised.0.dict.borrow().get_str(&self.names.value) {
            return v;
        }
        raised
            .0
            .exc()
            .borrow()
            .args
            .first()
            .cloned()
            .unwrap_or(Value::None)
    }
}
