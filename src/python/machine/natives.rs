//! The module `_machine`: the machine as the library in Python sees it.
//!
//! Times are whole numbers of nanoseconds; a time to wait is none (without
//! end), 0 (not at all) or a length.

use std::rc::Rc;

use super::ask::{Ask, Handle, Patience, Template};
use super::given::Given;
use super::sent::item;
use super::shared::Shared;
use crate::base::{Dur, Time};
use crate::python::object::{Dict, Module, Object};
use crate::python::request::{ReadLine, Write};
use crate::python::text::integer;
use crate::python::value::Value;
use crate::python::vm::frame::{Frame, Thread};
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};
use crate::python::vm::{OWN_LEVELS, Process, Vm};
use crate::sim::sync::Call;

/// A function that asks the machine: its arguments as a question.
type Question = fn(&Vm, &mut Given<'_>) -> Result<Ask>;

/// A function that is answered at once.
type Known = fn(&Vm, &Shared, &mut Given<'_>) -> Result;

/// A function that looks at the thread that calls it.
type WithThread = fn(&Vm, &mut Thread, Args<'_>) -> Result<Then>;

fn permits(vm: &Vm, given: &mut Given<'_>) -> Result<u32> {
    let n = given.int(vm)?;
    u32::try_from(n).map_err(|_| vm.overflow_error("semaphore value is too large".to_owned()))
}

/// The functions that ask the machine.
const QUESTIONS: &[(&str, Question)] = &[
    ("mutex", |vm, given| {
        let name = given.text(vm)?;
        let reentrant = given.truth();
        Ok(Ask::Make(Template::Mutex { reentrant }, name))
    }),
    ("lock", |vm, given| {
        let object = given.object(vm)?.id.get();
        let patience = given.patience(vm)?;
        Ok(Ask::Call(object, Call::Lock, patience))
    }),
    ("unlock", |vm, given| {
        given.call(vm, Call::Unlock, Patience::Not)
    }),
    ("owner", |vm, given| {
        Ok(Ask::Owner(given.object(vm)?.id.get()))
    }),
    ("condition", |vm, given| {
        let name = given.text(vm)?;
        let mutex = given.value();
        Ok(Ask::Make(Template::Condition(mutex), name))
    }),
    ("wait", |vm, given| {
        let object = given.object(vm)?.id.get();
        let patience = given.patience(vm)?;
        Ok(Ask::Call(object, Call::Wait, patience))
    }),
    ("notify", |vm, given| {
        let object = given.object(vm)?.id.get();
        let n = u32::try_from(given.int(vm)?.max(0)).unwrap_or(u32::MAX);
        Ok(Ask::Call(object, Call::Notify(n), Patience::Not))
    }),
    ("notify_all", |vm, given| {
        given.call(vm, Call::NotifyAll, Patience::Not)
    }),
    ("semaphore", |vm, given| {
        let name = given.text(vm)?;
        let permits = permits(vm, given)?;
        let bounded = given.truth();
        Ok(Ask::Make(Template::Semaphore { permits, bounded }, name))
    }),
    ("permits", |vm, given| {
        Ok(Ask::Permits(given.object(vm)?.id.get()))
    }),
    ("acquire", |vm, given| {
        let object = given.object(vm)?.id.get();
        let patience = given.patience(vm)?;
        Ok(Ask::Call(object, Call::Acquire, patience))
    }),
    ("release", |vm, given| {
        let object = given.object(vm)?.id.get();
        let n = permits(vm, given)?;
        Ok(Ask::Call(object, Call::Release(n), Patience::Not))
    }),
    ("event", |vm, given| {
        Ok(Ask::Make(Template::Event, given.text(vm)?))
    }),
    ("is_set", |vm, given| {
        given.call(vm, Call::IsSet, Patience::Not)
    }),
    ("set", |vm, given| given.call(vm, Call::Set, Patience::Not)),
    ("clear", |vm, given| {
        given.call(vm, Call::Clear, Patience::Not)
    }),
    ("await_set", |vm, given| {
        let object = given.object(vm)?.id.get();
        let patience = given.patience(vm)?;
        Ok(Ask::Call(object, Call::AwaitSet, patience))
    }),
    ("sleep", |vm, given| match given.value() {
        Value::None => Ok(Ask::Sleep(None)),
        value => match value.as_i64() {
            Some(ns) => Ok(Ask::Sleep(Some(Dur(ns.max(0).unsigned_abs())))),
            None => Err(given.wrong(vm, "a length of time")),
        },
    }),
    ("yield_now", |_, _| Ok(Ask::Yield)),
    ("spawn", |vm, given| {
        let call = given.value();
        let name = given.text(vm)?;
        let daemon = given.truth();
        Ok(Ask::Spawn { call, name, daemon })
    }),
    ("join", |vm, given| {
        let thread = given.thread(vm)?;
        Ok(Ask::Join(thread, given.patience(vm)?))
    }),
    ("is_alive", |vm, given| Ok(Ask::IsAlive(given.thread(vm)?))),
    ("port", |_, _| Ok(Ask::Port)),
    ("post", |vm, given| Ok(Ask::Post(given.port(vm)?))),
    ("port_wait", |vm, given| {
        let port = given.port(vm)?;
        let until = given.value().as_i64();
        Ok(Ask::PortWait(
            port,
            until.map(|ns| Time(ns.max(0).unsigned_abs())),
        ))
    }),
    ("port_clear", |vm, given| {
        Ok(Ask::PortClear(given.port(vm)?))
    }),
    ("pipe", |vm, given| {
        Ok(Ask::Make(Template::Pipe, given.text(vm)?))
    }),
    ("pipe_send", |vm, given| {
        let pipe = given.object(vm)?.id.get();
        Ok(Ask::Send(pipe, given.value()))
    }),
    ("pipe_receive", |vm, given| {
        let pipe = given.object(vm)?.id.get();
        Ok(Ask::Receive(pipe, given.patience(vm)?))
    }),
    ("pipe_poll", |vm, given| {
        let pipe = given.object(vm)?.id.get();
        Ok(Ask::Poll(pipe, given.patience(vm)?))
    }),
    ("pipe_size", |vm, given| {
        Ok(Ask::PipeSize(given.object(vm)?.id.get()))
    }),
    ("pipe_close", |vm, given| {
        let pipe = given.object(vm)?.id.get();
        Ok(Ask::PipeClose(pipe, given.truth()))
    }),
    ("pipe_open", |vm, given| {
        // What else is shared between processes needs no opening.
        let pipe = given.value();
        let pipe = match pipe.as_native::<Handle>() {
            Some(Handle::Object(object)) => Some(object.id.get()),
            _ => None,
        };
        let writing = given.truth();
        Ok(Ask::PipeOpen(pipe, writing, given.process(vm)?))
    }),
    ("fork", |vm, given| {
        let call = given.value();
        Ok(Ask::Fork {
            call,
            name: given.text(vm)?,
        })
    }),
    ("fork_here", |_, _| Ok(Ask::ForkHere)),
    ("start_program", |vm, given| {
        let name = given.text(vm)?;
        let argv = given.value();
        Ok(Ask::Start {
            name,
            argv,
            ends: given.value(),
        })
    }),
    ("process_wait", |vm, given| {
        let process = given.process(vm)?;
        Ok(Ask::WaitProcess(process, given.patience(vm)?))
    }),
    ("process_code", |vm, given| {
        Ok(Ask::Code(given.process(vm)?))
    }),
    ("send_signal", |vm, given| {
        let process = given.process(vm)?;
        Ok(Ask::Signal(process, given.int(vm)?))
    }),
    ("exit_process", |vm, given| Ok(Ask::Exit(given.int(vm)?))),
    ("task", |vm, given| Ok(Ask::Task(given.text(vm)?))),
    ("task_enter", |vm, given| {
        Ok(Ask::Enter(given.task(vm)?, given.optional_task()))
    }),
    ("task_leave", |vm, given| {
        let task = given.task(vm)?;
        Ok(Ask::Leave(task, given.optional_text()))
    }),
    ("task_end", |vm, given| given.task(vm).map(|_| Ask::End)),
    ("counter", |vm, given| Ok(Ask::Counter(given.text(vm)?))),
    ("put", |vm, given| {
        let (counter, size) = (given.counter(vm)?, given.int(vm)?);
        Ok(Ask::Put(counter, size, item(&given.value())))
    }),
    ("got", |vm, given| {
        let (counter, size) = (given.counter(vm)?, given.int(vm)?);
        Ok(Ask::Got(counter, size, item(&given.value())))
    }),
    ("result", |_, _| Ok(Ask::Result)),
    ("taken", |vm, given| {
        Ok(Ask::Taken(given.int(vm)?, given.truth()))
    }),
];

/// The functions that are answered at once.
const KNOWN: &[(&str, Known)] = &[
    ("ident", |_, shared, _| {
        Ok(Value::Int(shared.ident(shared.thread.get())))
    }),
    ("native_id", |_, shared, _| {
        Ok(Value::Int(shared.native_id(shared.thread.get())))
    }),
    ("me", |_, shared, _| {
        Ok(shared.handle(Handle::Thread(shared.thread.get())))
    }),
    ("context", |_, shared, _| Ok(shared.context())),
    ("set_context", |_, shared, given| {
        shared.set_context(given.value());
        Ok(Value::None)
    }),
    ("shared", |vm, _, given| {
        let value = given.value();
        match value.as_native::<Handle>() {
            Some(Handle::Object(object)) => {
                object.shared.set(true);
                if let Template::Condition(mutex) = &object.template
                    && let Some(Handle::Object(mutex)) = mutex.as_native::<Handle>()
                {
                    mutex.shared.set(true);
                }
                Ok(value)
            }
            _ => Err(given.wrong(vm, "a synchronisation object")),
        }
    }),
    ("memory", |vm, shared, given| {
        let value = given.value();
        let Some(items) = value.as_tuple() else {
            return Err(given.wrong(vm, "a tuple"));
        };
        let mut memories = shared.memories.borrow_mut();
        memories.push(items.to_vec());
        Ok(shared.handle(Handle::Memory(memories.len() - 1)))
    }),
    ("memory_get", |vm, shared, given| {
        let (memory, place) = (given.memory(vm)?, given.int(vm)?);
        let memories = shared.memories.borrow();
        let found = memories.get(memory).zip(usize::try_from(place).ok());
        found
            .and_then(|(values, place)| values.get(place).cloned())
            .ok_or_else(|| vm.index_error("invalid index".to_owned()))
    }),
    ("memory_set", |vm, shared, given| {
        let (memory, place, value) = (given.memory(vm)?, given.int(vm)?, given.value());
        let mut memories = shared.memories.borrow_mut();
        let found = memories.get_mut(memory).zip(usize::try_from(place).ok());
        match found.and_then(|(values, place)| values.get_mut(place)) {
            Some(slot) => *slot = value,
            None => return Err(vm.index_error("invalid index".to_owned())),
        }
        Ok(Value::None)
    }),
    ("memory_size", |vm, shared, given| {
        let memory = given.memory(vm)?;
        let memories = shared.memories.borrow();
        Ok(Value::from(memories.get(memory).map_or(0, Vec::len)))
    }),
    ("process", |_, shared, _| {
        Ok(shared.handle(Handle::Process(shared.process.get())))
    }),
    ("listen", super::signals::listen),
    ("kept_signals", super::signals::kept),
    ("waiting_frames", super::signals::frames),
    ("process_id", |vm, shared, given| {
        Ok(Value::Int(shared.process_number(given.process(vm)?)))
    }),
    ("getpid", |_, shared, _| {
        Ok(Value::Int(shared.process_number(shared.process.get())))
    }),
    ("getppid", |_, shared, _| {
        Ok(Value::Int(shared.parent_number(shared.process.get())))
    }),
    ("process_object", |_, shared, _| Ok(shared.process_object())),
    ("set_process_object", |_, shared, given| {
        shared.set_process_object(given.value());
        Ok(Value::None)
    }),
    ("cpu_count", |_, shared, _| {
        Ok(Value::Int(i64::from(shared.settings.cores)))
    }),
    ("network", |_, shared, _| {
        let network = shared.settings.network;
        Ok(Value::tuple(vec![
            Value::Int(network.latency.0 as i64),
            Value::Int(network.bandwidth as i64),
            Value::Bool(network.keep_alive),
        ]))
    }),
    ("random_bits", |_, shared, _| {
        Ok(Value::Int((shared.random_bits() >> 1) as i64))
    }),
    ("seed", |_, shared, _| {
        let seed = i64::try_from(shared.settings.seed).unwrap_or(i64::MAX);
        Ok(Value::Int(seed))
    }),
    ("argv", |_, shared, _| {
        let words = shared.settings.args.iter().map(Value::str).collect();
        Ok(Value::list(words))
    }),
    ("find_process", |vm, shared, given| {
        let number = given.int(vm)?;
        let found = shared.find_process(number);
        Ok(found.map_or(Value::None, |process| {
            shared.handle(Handle::Process(process))
        }))
    }),
    ("file_get", |vm, shared, given| {
        let path = given.text(vm)?;
        let files = shared.files.borrow();
        Ok(match files.get(&path) {
            Some(Some(data)) => Value::bytes(data.clone()),
            _ => Value::None,
        })
    }),
    ("file_exists", |vm, shared, given| {
        let path = given.text(vm)?;
        Ok(Value::Bool(shared.files.borrow().contains_key(&path)))
    }),
    ("file_set", |vm, shared, given| {
        let path = given.text(vm)?;
        let data = given.value().as_bytes().map(<[u8]>::to_vec);
        if shared.keep_file(path, data) {
            return Ok(Value::None);
        }
        Err(vm.os_error("[Errno 28] No space left on device"))
    }),
    ("file_remove", |vm, shared, given| {
        let path = given.text(vm)?;
        shared.files.borrow_mut().remove(&path);
        Ok(Value::None)
    }),
    ("file_list", |_, shared, _| {
        let files = shared.files.borrow();
        Ok(Value::list(files.keys().map(Value::str).collect()))
    }),
    // The library's frames are left out of tracebacks in any case.
    ("skip_frames", |_, _, given| Ok(given.value())),
    ("format_exception", |vm, _, given| {
        let exception = given.value();
        let limit = given.value();
        let chain = !matches!(given.value(), Value::Bool(false));
        let text = vm.format_exception_within(&exception, limit.as_i64(), chain);
        Ok(Value::string(text))
    }),
    ("format_uncaught", |vm, _, given| {
        Ok(Value::string(vm.format_exception(&given.value())))
    }),
    ("format_place", |vm, _, given| {
        Ok(Value::string(vm.format_place(&given.value())))
    }),
    ("format_exception_only", |vm, _, given| {
        Ok(Value::string(vm.format_exception_only(&given.value())))
    }),
    ("modules", |vm, _, _| {
        Ok(Value::Dict(vm.process().modules.clone()))
    }),
    ("depth", |vm, _, given| {
        let before = vm.limits.depth.get().saturating_sub(OWN_LEVELS);
        if let Some(depth) = given.value().as_i64().and_then(|n| usize::try_from(n).ok()) {
            vm.limits.depth.set(depth.saturating_add(OWN_LEVELS));
        }
        Ok(Value::from(before))
    }),
    ("max_digits", |_, _, given| {
        let before = integer::most_digits();
        if let Some(most) = given.value().as_i64() {
            integer::set_most_digits(usize::try_from(most).unwrap_or(0));
        }
        Ok(Value::from(before))
    }),
    ("switch_interval", |_, shared, _| {
        let interval = shared.settings.gil.map_or(5_000_000, |interval| interval.0);
        Ok(Value::Int(i64::try_from(interval).unwrap_or(i64::MAX)))
    }),
    ("source", |vm, shared, given| {
        let name = given.text(vm)?;
        Ok(shared.source(&name).map_or(Value::None, Value::str))
    }),
];

/// Makes the module for a process, whose modules it joins.
pub(super) fn provide(vm: &Vm, shared: &Rc<Shared>, process: &Process) {
    let module = Module::new("_machine");
    let me = Object::value(shared.class(), shared.clone());
    let names = QUESTIONS
        .iter()
        .map(|q| q.0)
        .chain(KNOWN.iter().map(|k| k.0));
    for (place, name) in names.enumerate() {
        let bound = Value::tuple(vec![me.clone(), Value::from(place)]);
        let function = vm.closure(name, bound, NativeKind::Then(answer));
        module.dict.set_name(name, function);
    }
    let with_thread: [(&str, WithThread); 6] = [
        ("worked", worked),
        ("now", now),
        ("wall", wall),
        ("place", place),
        ("handled", handled),
        ("frame", frame),
    ];
    for (name, function) in with_thread {
        let kind = NativeKind::Thread(function);
        module
            .dict
            .set_name(name, vm.closure(name, me.clone(), kind));
    }
    for (name, kind) in [
        ("write", NativeKind::Then(write)),
        ("read_line", NativeKind::Then(read_line)),
    ] {
        module
            .dict
            .set_name(name, vm.closure(name, me.clone(), kind));
    }
    let turn = NativeKind::Async(|c, args| Box::pin(super::tasks::turn(c, args)));
    module.dict.set_name("turn", vm.closure("turn", me, turn));
    process.modules.set_name("_machine", Value::Module(module));
}

/// What the first thread of the program calls: it makes the main module and
/// lets the library run it; the exit code.
pub(super) fn start_program(vm: &Vm, shared: &Rc<Shared>) -> Value {
    let me = Object::value(shared.class(), shared.clone());
    let start = NativeKind::Async(|c, args| Box::pin(run_main(c, args)));
    vm.closure("start", me, start)
}

async fn run_main(c: Ctx, args: OwnedArgs) -> Result {
    let shared = args
        .values
        .first()
        .and_then(|value| value.as_native::<Rc<Shared>>());
    let Some(shared) = shared.cloned() else {
        return Ok(Value::Int(1));
    };
    prepare_main(&c, &shared.program.0).await?;
    set_argv(&c, &shared.settings.args).await?;
    let boot = c.import("_boot").await?;
    let (name, source) = &shared.program;
    let words = vec![Value::str(source), Value::str(name)];
    c.call_method(&boot, "run_text", words).await
}

/// An empty main module, as a new process has it.
async fn prepare_main(c: &Ctx, name: &str) -> Result<()> {
    let module = c.new_module("__main__");
    module.dict.set_name("__file__", name);
    let builtins = c.import("builtins").await?;
    module.dict.set_name("__builtins__", builtins);
    c.process()
        .modules
        .set_name("__main__", Value::Module(module));
    Ok(())
}

async fn set_argv(c: &Ctx, args: &[String]) -> Result<()> {
    if let Value::Module(sys) = c.import("sys").await? {
        let words = args.iter().map(Value::str).collect();
        sys.dict.set_name("argv", Value::list(words));
    }
    Ok(())
}

/// What the first thread of another program calls; the exit code.
pub(super) fn start_command(vm: &Vm) -> Value {
    let start = NativeKind::Async(|c, args| Box::pin(run_command(c, args)));
    vm.function("_machine", "start_command", start)
}

async fn run_command(c: Ctx, mut args: OwnedArgs) -> Result {
    let [argv, ends] = args.borrow().exactly(&c, "start_command")?;
    prepare_main(&c, "").await?;
    let commands = c.import("_commands").await?;
    c.call_method(&commands, "main", vec![argv, ends]).await
}

/// The functions' common body: which one it is stands in what it is bound to.
fn answer(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let Some((Value::Tuple(bound), values)) = args.values.split_first_mut() else {
        return Ok(Then::Value(Value::None));
    };
    let bound = bound.clone();
    let place = bound.get(1).and_then(Value::as_i64).unwrap_or(0) as usize;
    let mut given = Given {
        name: "",
        values,
        next: 0,
    };
    if let Some((name, question)) = QUESTIONS.get(place) {
        given.name = name;
        return Ok(Then::Request(Box::new(question(vm, &mut given)?)));
    }
    let known = KNOWN.get(place.wrapping_sub(QUESTIONS.len()));
    let shared = bound
        .first()
        .and_then(|value| value.as_native::<Rc<Shared>>());
    match known.zip(shared) {
        Some(((name, known), shared)) => {
            given.name = name;
            Ok(Then::Value(known(vm, shared, &mut given)?))
        }
        None => Ok(Then::Value(Value::None)),
    }
}

fn shared_of<'a>(args: &'a Args<'_>) -> Option<&'a Rc<Shared>> {
    args.values
        .first()
        .and_then(|value| value.as_native::<Rc<Shared>>())
}

fn now(_: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let now = shared_of(&args).map_or(0, |shared| shared.now(thread).0);
    Ok(Then::Value(Value::Int(
        i64::try_from(now).unwrap_or(i64::MAX),
    )))
}

/// The time of day: the machine is switched on at a fixed date.
fn wall(_: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let now = shared_of(&args).map_or(0, |shared| shared.now(thread).0);
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    Ok(Then::Value(Value::Int(
        super::SWITCHED_ON.saturating_add(now),
    )))
}

/// The file, the line and the function where the program stands, the library's
/// own frames aside.
fn place(_: &Vm, thread: &mut Thread, _: Args<'_>) -> Result<Then> {
    Ok(Then::Value(match thread.place() {
        Some(place) => Value::tuple(vec![
            Value::str(&*place.file),
            Value::Int(i64::from(place.line)),
            Value::str(place.function.as_str()),
        ]),
        None => Value::None,
    }))
}

/// The exception being handled where the program stands.
fn handled(_: &Vm, thread: &mut Thread, _: Args<'_>) -> Result<Then> {
    Ok(Then::Value(thread.handled()))
}

/// The code, names, line and variables of a frame, counted from the caller
/// outwards; none if there is none.
fn frame(_: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let depth = args.values.get(1).and_then(Value::as_i64).unwrap_or(0);
    let depth = usize::try_from(depth).unwrap_or(usize::MAX);
    let found = thread.frames().nth(depth);
    Ok(Then::Value(match found {
        Some(frame) => parts(frame, &thread.stack),
        None => Value::None,
    }))
}

/// The code, names, line and variables of a frame.
fn parts(frame: &Frame, stack: &[Value]) -> Value {
    let locals = Dict::new();
    for (name, value) in frame.locals(stack) {
        locals.set_str(&name, value);
    }
    Value::tuple(vec![
        Value::Code(frame.code.clone()),
        Value::Dict(frame.globals.clone()),
        Value::Int(i64::from(frame.place().line)),
        Value::Dict(locals),
    ])
}

/// The same of all frames of a thread from the program's own innermost one
/// outwards.
pub(super) fn all_parts(thread: &Thread) -> Value {
    let own = thread.frames().skip_while(|f| f.code.source.library);
    Value::list(own.map(|frame| parts(frame, &thread.stack)).collect())
}

/// Writes to standard output (1) or standard error (2).
fn write(_: &Vm, args: Args<'_>) -> Result<Then> {
    let error = args.values.get(1).and_then(Value::as_i64) == Some(2);
    let text = args
        .values
        .get(2)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    Ok(Then::Request(Box::new(Write { error, text })))
}

/// Reads a line from standard input.
fn read_line(_: &Vm, _: Args<'_>) -> Result<Then> {
    Ok(Then::Request(Box::new(ReadLine)))
}

/// How long the cores have worked for this process.
fn worked(_: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let worked = shared_of(&args).map_or(0, |shared| shared.worked(thread).0);
    let worked = i64::try_from(worked).unwrap_or(i64::MAX);
    Ok(Then::Value(Value::Int(worked)))
}
