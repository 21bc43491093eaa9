//! Built-in functions whose bodies are in the library, which is imported when
//! one of them is called for the first time.

use crate::python::object::intern;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, NativeKind, OwnedArgs, Result};

/// A name, and the module that has the function.
macro_rules! of_library {
    ($($name:literal in $module:literal;)+) => {
        pub(super) fn install(vm: &Vm) {
            $(
                let kind = NativeKind::Async(|c, args| Box::pin(call(c, args, $module, $name)));
                vm.builtins.set_str(&intern($name), vm.function("builtins", $name, kind));
            )+
        }
    };
}

of_library! {
    "open" in "io";
    "breakpoint" in "sys";
}

async fn call(c: Ctx, args: OwnedArgs, module: &str, name: &str) -> Result {
    let module = c.import(module).await?;
    let function = c.getattr(&module, &intern(name)).await?;
    c.call_with(&function, args).await
}
