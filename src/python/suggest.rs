//! “Did you mean”: the name nearest to one that is missing.
//!
//! The rule is CPython's (`Lib/traceback.py` of 3.12 and `Python/suggestions.c`
//! of 3.11): the least edit distance in which a letter added, removed or
//! replaced costs 2 and another case of the letter 1; at most a third of what
//! both names could differ by; names of more than 40 characters are left alone.

use std::rc::Rc;

use crate::python::object::{Instance, Str};
use crate::python::value::Value;
use crate::python::vm::Vm;

/// What adding, removing or replacing a letter costs.
const MOVE: usize = 2;
/// What another case of a letter costs.
const CASE: usize = 1;
/// The longest name that is looked at.
const LONGEST: usize = 40;
/// The most names that are compared.
const MOST: usize = 750;

fn letter(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// The distance of two names, or something above `most`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let (Some((x, rest)), Some((y, other))) = (a.split_first(), b.split_first()) {
        if x != y {
            break;
        }
        (a, b) = (rest, other);
    }
    while let (Some((x, rest)), Some((y, other))) = (a.split_last(), b.split_last()) {
        if x != y {
            break;
        }
        (a, b) = (rest, other);
    }
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE;
    }
    if a.len().abs_diff(b.len()) * MOVE > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (j, y) in b.iter().enumerate() {
        let mut before = j * MOVE;
        result = before;
        let mut least = usize::MAX;
        for (i, x) in a.iter().enumerate() {
            let replaced = before + letter(*x, *y);
            before = row[i];
            result = replaced.min(result.min(before) + MOVE);
            row[i] = result;
            least = least.min(result);
        }
        if least > most {
            return most + 1;
        }
    }
    result
}

/// The one of the names that is nearest to `wrong`, if any is near.
pub fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for name in names.take(MOST) {
        if name == wrong || name.len() > LONGEST {
            continue;
        }
        let mut most = (name.len() + wrong.len() + 3) * MOVE / 6;
        if let Some((found, _)) = best {
            most = most.min(found.saturating_sub(1));
        }
        let d = distance(wrong, name, most);
        if d <= most && best.is_none_or(|(found, _)| d < found) {
            best = Some((d, name));
        }
    }
    best.map(|(_, name)| name)
}

impl Vm {
    /// What the last line of an exception goes on with: `. Did you mean: …`.
    pub(crate) fn suggestion(&self, exc: &Rc<Instance>) -> String {
        let e = &self.exceptions;
        let dict = exc.dict.borrow().clone();
        if exc.class.is_subtype(&e.module_not_found_error) {
            let name = dict.get_name("name");
            let why = name.as_ref().and_then(Value::as_str).and_then(absent);
            return why.map(|why| format!("; {why}")).unwrap_or_default();
        }
        let Some(wrong) = dict.get_name("name") else {
            return String::new();
        };
        let Some(wrong) = wrong.as_str() else {
            return String::new();
        };
        let names: Vec<Value> = if exc.class.is_subtype(&e.attribute_error) {
            match dict.get_name("obj") {
                Some(obj) if !obj.is_none() => self.all_names(&obj),
                _ => return String::new(),
            }
        } else if exc.class.is_subtype(&e.name_error) {
            self.names_in_sight(exc)
        } else {
            return String::new();
        };
        let near = nearest(wrong, names.iter().filter_map(Value::as_str));
        match near {
            Some(near) => format!(". Did you mean: '{near}'?"),
            None => String::new(),
        }
    }

    /// The names that the innermost frame of a traceback sees.
    fn names_in_sight(&self, exc: &Rc<Instance>) -> Vec<Value> {
        let mut names = Vec::new();
        let state = exc.exc().borrow();
        let Some(outer) = &state.traceback else {
            return names;
        };
        let mut last = outer.clone();
        while let Some(next) = last.next.clone() {
            last = next;
        }
        let own = |name: &Rc<Str>| Value::Str(name.clone());
        names.extend(last.code.locals.iter().map(own));
        names.extend(last.code.free_names.iter().map(own));
        names.extend(last.globals.keys());
        names.extend(self.builtins.keys());
        names
    }
}

/// Why a module that CPython or a well-known package has is not here, and what
/// to use in its place; none for a name that nobody knows. A program that
/// catches the error finds CPython's own words in it: this stands in tracebacks
/// only.
fn absent(full: &str) -> Option<&'static str> {
    Some(match full.split('.').next().unwrap_or(full) {
        "numpy" | "pandas" | "scipy" | "matplotlib" | "sklearn" | "torch" | "tensorflow"
        | "keras" | "numba" | "polars" | "cython" | "seaborn" | "plotly" | "networkx" | "sympy"
        | "PIL" | "cv2" | "nltk" | "jax" => {
            "only the standard library is here: use lists, math and statistics"
        }
        "psutil" => {
            "the machine is simulated: os.cpu_count, time.process_time and the timeline \
                     tell what it does"
        }
        "tqdm" | "rich" | "colorama" | "click" | "pydantic" | "attr" | "attrs" | "pytest"
        | "flask" | "django" | "fastapi" | "uvicorn" | "starlette" | "tornado" | "celery"
        | "redis" | "dask" | "ray" | "joblib" | "billiard" | "multiprocess" | "loguru"
        | "tenacity" | "cachetools" | "yaml" | "dotenv" | "bs4" | "lxml" | "sqlalchemy"
        | "jinja2" | "boto3" | "zmq" | "pika" | "kafka" | "dill" | "cloudpickle" | "pyspark"
        | "more_itertools" | "sortedcontainers" | "toolz" | "simpy" | "schedule"
        | "apscheduler" | "aioredis" | "asyncpg" | "psycopg2" | "pymongo" | "mysql"
        | "termcolor" | "tabulate" | "IPython" | "hypothesis" | "memory_profiler"
        | "line_profiler" | "objgraph" | "prometheus_client" | "setuptools" | "pip"
        | "watchdog" | "filelock" | "janus" => {
            "only the standard library, requests, aiohttp and httpx are here"
        }
        "typing_extensions" => "use typing, which is here",
        "trio" | "anyio" | "curio" | "gevent" | "eventlet" | "greenlet" | "uvloop" | "aiofiles"
        | "twisted" | "asyncore" | "asynchat" => "use asyncio, which is here",
        "websockets" | "websocket" | "grpc" | "paramiko" | "ssl" | "ftplib" | "smtplib"
        | "imaplib" | "poplib" | "telnetlib" | "nntplib" | "xmlrpc" | "urllib3" | "wsgiref"
        | "webbrowser" => {
            "the network is simulated: use socket, asyncio streams, urllib.request or requests"
        }
        "tkinter" | "turtle" | "curses" | "pygame" | "PyQt5" | "PyQt6" | "PySide6" | "readline"
        | "rlcompleter" | "idlelib" => "there is no window here: print, and look at the timeline",
        "ctypes" | "cffi" | "mmap" | "fcntl" | "pty" | "tty" | "termios" | "msvcrt" | "winreg"
        | "winsound" | "nt" | "_winapi" | "win32api" | "pwd" | "grp" | "spwd" | "crypt"
        | "syslog" | "sysconfig" => "there is no operating system beneath this interpreter",
        "dis" | "symtable" | "tokenize" | "token" | "opcode" | "marshal" | "pdb" | "bdb"
        | "code" | "codeop" | "pyclbr" | "py_compile" | "compileall" | "modulefinder" | "imp"
        | "pkgutil" | "zipimport" | "site" | "venv" | "ensurepip" | "distutils" | "runpy" => {
            "this interpreter's code is its own: step through the timeline"
        }
        "sqlite3" | "dbm" | "shelve" => "use a dict, or files with json or pickle",
        "cProfile" | "profile" | "pstats" | "trace" | "faulthandler" => {
            "use time.perf_counter, or read the timeline"
        }
        "optparse" => "use argparse, which is here",
        "xml" | "email" | "zipfile" | "tarfile" | "bz2" | "lzma" | "tomllib" | "plistlib"
        | "mailbox" | "mimetypes" | "gettext" | "cmd" | "cgi" | "filecmp" | "fileinput"
        | "quopri" | "uu" | "wave" | "pydoc" | "netrc" | "this" | "antigravity" => {
            "this part of the standard library is not here: use json, csv or text"
        }
        "_posixsubprocess" | "posix" | "_io" | "_socket" | "_asyncio" => {
            "use the module without the underscore"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_that_are_not_here_are_told_of_in_tracebacks_only() {
        let source = "\
try:
    import numpy.linalg
except ImportError as error:
    print(error, error.name)
import cProfile
";
        let told = crate::python::tests::run(source);
        assert_eq!(told.lines().next(), Some("No module named 'numpy' numpy"));
        let last = "ModuleNotFoundError: No module named 'cProfile'; \
                    use time.perf_counter, or read the timeline";
        assert_eq!(told.lines().last(), Some(last));
    }

    #[test]
    fn the_nearest_name_is_found_as_cpython_finds_it() {
        let names = ["print", "colour", "sqrt", "isqrt", "total", "append"];
        let near = |wrong| nearest(wrong, names.into_iter());
        assert_eq!(near("prin"), Some("print"));
        assert_eq!(near("color"), Some("colour"));
        assert_eq!(near("squirt"), Some("sqrt"));
        assert_eq!(near("Total"), Some("total"));
        assert_eq!(near("appendd"), Some("append"));
        assert_eq!(near("xyz"), None);
        assert_eq!(near("print"), None);
        assert_eq!(near(&"a".repeat(50)), None);
    }
}
