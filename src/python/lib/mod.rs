//! The part of Python's library that is written in Python: our own words for
//! what CPython's manual says.
//!
//! These modules stand on two things: on what the interpreter has built in, and
//! on `_machine`, which is the simulated machine as a program sees it. They run
//! on CPython too, if it is given a module of that name.

/// A module that is written in Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its full name.
    pub name: &'static str,
    /// Its file, from this folder on.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Source {
    /// Whether other modules are in it.
    pub fn is_package(&self) -> bool {
        self.file.ends_with("__init__.py")
    }
}

/// The module of that full name.
pub fn find(name: &str) -> Option<&'static Source> {
    let place = SOURCES
        .binary_search_by(|source| source.name.cmp(name))
        .ok()?;
    SOURCES.get(place)
}

macro_rules! sources {
    ($($name:literal $file:literal)*) => {
        &[$(Source {
            name: $name,
            file: $file,
            text: include_str!($file),
        },)*]
    };
}

/// All of them, in the order of their names.
pub const SOURCES: &[Source] = sources! {
    "_barrier" "_barrier.py"
    "_boot" "_boot.py"
    "_bytearray" "_bytearray.py"
    "_commands" "_commands.py"
    "_complex" "_complex.py"
    "_decimal_context" "_decimal_context.py"
    "_decimal_facts" "_decimal_facts.py"
    "_decimal_logs" "_decimal_logs.py"
    "_decimal_text" "_decimal_text.py"
    "_deque" "_deque.py"
    "_enum_flags" "_enum_flags.py"
    "_mock_calls" "_mock_calls.py"
    "_network" "_network.py"
    "_remote" "_remote.py"
    "_shell" "_shell.py"
    "_shell_words" "_shell_words.py"
    "_signature" "_signature.py"
    "_site" "_site.py"
    "_sockets" "_sockets.py"
    "_strptime" "_strptime.py"
    "_sync" "_sync.py"
    "_thread" "_thread.py"
    "_threading_local" "_threading_local.py"
    "_unittest_blocks" "_unittest_blocks.py"
    "_unittest_case" "_unittest_case.py"
    "abc" "abc.py"
    "aiohttp" "aiohttp.py"
    "argparse" "argparse.py"
    "array" "array.py"
    "ast" "ast.py"
    "asyncio" "asyncio/__init__.py"
    "asyncio.base_events" "asyncio/base_events.py"
    "asyncio.coroutines" "asyncio/coroutines.py"
    "asyncio.events" "asyncio/events.py"
    "asyncio.exceptions" "asyncio/exceptions.py"
    "asyncio.futures" "asyncio/futures.py"
    "asyncio.locks" "asyncio/locks.py"
    "asyncio.log" "asyncio/log.py"
    "asyncio.protocols" "asyncio/protocols.py"
    "asyncio.queues" "asyncio/queues.py"
    "asyncio.runners" "asyncio/runners.py"
    "asyncio.selector_events" "asyncio/selector_events.py"
    "asyncio.streams" "asyncio/streams.py"
    "asyncio.subprocess" "asyncio/subprocess.py"
    "asyncio.taskgroups" "asyncio/taskgroups.py"
    "asyncio.tasks" "asyncio/tasks.py"
    "asyncio.threads" "asyncio/threads.py"
    "asyncio.timeouts" "asyncio/timeouts.py"
    "asyncio.transports" "asyncio/transports.py"
    "asyncio.waiting" "asyncio/waiting.py"
    "atexit" "atexit.py"
    "base64" "base64.py"
    "binascii" "binascii.py"
    "bisect" "bisect.py"
    "calendar" "calendar.py"
    "cmath" "cmath.py"
    "codecs" "codecs.py"
    "collections" "collections/__init__.py"
    "collections.abc" "collections/abc.py"
    "collections.counter" "collections/counter.py"
    "collections.named" "collections/named.py"
    "collections.user" "collections/user.py"
    "concurrent" "concurrent/__init__.py"
    "concurrent.futures" "concurrent/futures/__init__.py"
    "concurrent.futures._base" "concurrent/futures/_base.py"
    "concurrent.futures.process" "concurrent/futures/process.py"
    "concurrent.futures.thread" "concurrent/futures/thread.py"
    "configparser" "configparser.py"
    "contextlib" "contextlib.py"
    "contextvars" "contextvars.py"
    "copy" "copy.py"
    "copyreg" "copyreg.py"
    "csv" "csv.py"
    "dataclasses" "dataclasses.py"
    "datetime" "datetime.py"
    "decimal" "decimal.py"
    "difflib" "difflib.py"
    "doctest" "doctest.py"
    "enum" "enum.py"
    "errno" "errno.py"
    "fnmatch" "fnmatch.py"
    "fractions" "fractions.py"
    "functools" "functools.py"
    "gc" "gc.py"
    "getpass" "getpass.py"
    "glob" "glob.py"
    "graphlib" "graphlib.py"
    "hashlib" "hashlib.py"
    "heapq" "heapq.py"
    "hmac" "hmac.py"
    "html" "html/__init__.py"
    "http" "http/__init__.py"
    "http.client" "http/client.py"
    "http.server" "http/server.py"
    "httpx" "httpx.py"
    "importlib" "importlib/__init__.py"
    "importlib.util" "importlib/util.py"
    "inspect" "inspect.py"
    "io" "io.py"
    "itertools" "itertools.py"
    "json" "json/__init__.py"
    "json.decoder" "json/decoder.py"
    "json.encoder" "json/encoder.py"
    "keyword" "keyword.py"
    "linecache" "linecache.py"
    "locale" "locale.py"
    "logging" "logging/__init__.py"
    "logging.config" "logging/config.py"
    "logging.format" "logging/format.py"
    "logging.handlers" "logging/handlers.py"
    "logging.levels" "logging/levels.py"
    "multiprocessing" "multiprocessing/__init__.py"
    "multiprocessing.connection" "multiprocessing/connection.py"
    "multiprocessing.context" "multiprocessing/context.py"
    "multiprocessing.dummy" "multiprocessing/dummy.py"
    "multiprocessing.managers" "multiprocessing/managers.py"
    "multiprocessing.pool" "multiprocessing/pool.py"
    "multiprocessing.process" "multiprocessing/process.py"
    "multiprocessing.queues" "multiprocessing/queues.py"
    "multiprocessing.shared_memory" "multiprocessing/shared_memory.py"
    "multiprocessing.sharedctypes" "multiprocessing/sharedctypes.py"
    "multiprocessing.synchronize" "multiprocessing/synchronize.py"
    "numbers" "numbers.py"
    "operator" "operator.py"
    "os" "os.py"
    "pathlib" "pathlib.py"
    "pickle" "pickle.py"
    "platform" "platform.py"
    "posixpath" "posixpath.py"
    "pprint" "pprint.py"
    "queue" "queue.py"
    "random" "random.py"
    "re" "re.py"
    "reprlib" "reprlib.py"
    "requests" "requests.py"
    "resource" "resource.py"
    "sched" "sched.py"
    "secrets" "secrets.py"
    "select" "select.py"
    "selectors" "selectors.py"
    "shlex" "shlex.py"
    "shutil" "shutil.py"
    "signal" "signal.py"
    "socket" "socket.py"
    "socketserver" "socketserver.py"
    "statistics" "statistics.py"
    "string" "string.py"
    "struct" "struct.py"
    "subprocess" "subprocess.py"
    "sys" "sys.py"
    "tempfile" "tempfile.py"
    "textwrap" "textwrap.py"
    "threading" "threading.py"
    "time" "time.py"
    "timeit" "timeit.py"
    "traceback" "traceback.py"
    "tracemalloc" "tracemalloc.py"
    "types" "types.py"
    "typing" "typing.py"
    "unittest" "unittest/__init__.py"
    "unittest.mock" "unittest/mock.py"
    "urllib" "urllib/__init__.py"
    "urllib.error" "urllib/error.py"
    "urllib.parse" "urllib/parse.py"
    "urllib.request" "urllib/request.py"
    "uuid" "uuid.py"
    "warnings" "warnings.py"
    "weakref" "weakref.py"
    "zoneinfo" "zoneinfo.py"
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn files(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "py") {
                found.push(path.display().to_string());
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_a_module() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/python/lib");
        let mut found = Vec::new();
        files(&root, &mut found);
        found.sort();
        let mut listed: Vec<String> = SOURCES
            .iter()
            .map(|source| root.join(source.file).display().to_string())
            .collect();
        listed.sort();
        assert_eq!(found, listed);
    }

    #[test]
    fn modules_are_found_by_their_names() {
        assert!(SOURCES.windows(2).all(|two| two[0].name < two[1].name));
        for source in SOURCES {
            assert_eq!(find(source.name), Some(source));
            assert!(source.text.starts_with("\"\"\""), "{}", source.name);
            let stem = source.name.replace('.', "/");
            let file = match source.is_package() {
                true => format!("{stem}/__init__.py"),
                false => format!("{stem}.py"),
            };
            assert_eq!(source.file, file);
        }
        assert_eq!(find("nothing"), None);
    }
}
