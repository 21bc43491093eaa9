//! Attributes as native functions reach them, where Python code may run.

use std::rc::Rc;

use crate::python::object::{Custom, Str};
use crate::python::value::Value;
use crate::python::vm::native::{Ctx, Result};

impl Ctx {
    /// Reads an attribute.
    ///
    /// # Errors
    /// `AttributeError`, or what the attribute's code raises.
    pub async fn getattr(&self, obj: &Value, name: &Rc<Str>) -> Result {
        let then = self.get_attribute(obj, name)?;
        self.finish(then).await
    }

    /// Reads an attribute named by text.
    pub async fn attr(&self, obj: &Value, name: &str) -> Result {
        self.getattr(obj, &crate::python::object::intern(name))
            .await
    }

    /// Reads an attribute; `None` if it is missing.
    pub async fn getattr_opt(&self, obj: &Value, name: &Rc<Str>) -> Result<Option<Value>> {
        let class = self.type_ref(obj);
        let plain = !class.custom(Custom::GETATTRIBUTE)
            && !class.custom(Custom::GETATTR)
            && !matches!(obj, Value::Module(_));
        let found = if plain {
            match self.get_plain(obj, name) {
                // Nobody is asked for what is not there: no exception is made.
                Ok(None) => return Ok(None),
                Ok(Some(then)) => self.finish(then).await,
                Err(raised) => Err(raised),
            }
        } else {
            self.getattr(obj, name).await
        };
        match found {
            Ok(v) => Ok(Some(v)),
            Err(raised) if raised.is(&self.exceptions.attribute_error) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    pub(super) async fn get_attribute_custom(&self, obj: &Value, name: &Rc<Str>) -> Result {
        let class = self.type_of(obj);
        let Some(f) = class.lookup(&self.names.getattribute) else {
            return Err(self.missing_attribute(obj, name));
        };
        let args = vec![obj.clone(), Value::Str(name.clone())];
        match self.call(&f, args).await {
            Err(raised)
                if raised.is(&self.exceptions.attribute_error) && class.custom(Custom::GETATTR) =>
            {
                let then = self.no_attribute(obj, name)?;
                self.finish(then).await
            }
            result => result,
        }
    }

    /// Writes an attribute.
    pub async fn setattr(&self, obj: &Value, name: &Rc<Str>, value: Value) -> Result<()> {
        let then = self.set_attribute(obj, name, value)?;
        self.finish(then).await?;
        Ok(())
    }

    /// Deletes an attribute.
    pub async fn delattr(&self, obj: &Value, name: &Rc<Str>) -> Result {
        let class = self.type_of(obj);
        if class.custom(Custom::DELATTR)
            && let Some(f) = class.lookup(&self.names.delattr)
        {
            return self
                .call(&f, vec![obj.clone(), Value::Str(name.clone())])
                .await;
        }
        self.delattr_plain(obj, name).await
    }

    /// What `object.__delattr__` does.
    pub(crate) async fn delattr_plain(&self, obj: &Value, name: &Rc<Str>) -> Result {
        let then = self.delete_plain(obj, name)?;
        self.finish(then).await?;
        Ok(Value::None)
    }

    /// Calls a special method of a value's class, if it has it.
    pub async fn special(
        &self,
        obj: &Value,
        name: &Rc<Str>,
        args: Vec<Value>,
    ) -> Result<Option<Value>> {
        let class = self.type_of(obj);
        let Some(f) = class.lookup(name) else {
            return Ok(None);
        };
        let then = self.bind_found(&f, Some(obj), &class)?;
        let f = self.finish(then).await?;
        self.call(&f, args).await.map(Some)
    }

    /// Calls a special method that was found in an object's class.
    pub(super) async fn call_special(&self, f: &Value, mut args: Vec<Value>) -> Result {
        if let (Value::Instance(_), Some(obj)) = (f, args.first()) {
            let class = self.type_of(obj);
            let then = self.bind_found(f, Some(obj), &class)?;
            let f = self.finish(then).await?;
            args.remove(0);
            return self.call(&f, args).await;
        }
        self.call(f, args).await
    }
}
