//! The part of Python's library that is written in Python: our own words for
//! what CPython's manual says.
//!
//! These modules stand on two things: on what the interpreter has built in, and
//! on `_machine`, which is the simulated machine as a program sees it. They run
//! on CPython too, if it is given a module of that name.
//!
//! What few programs need lies on the shelf: in WebAssembly it is not carried
//! along, but fetched when it is first imported ([`fetch_with`]).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

/// A module that is written in Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its full name.
    pub name: &'static str,
    /// Its file, from this folder on.
    pub file: &'static str,
    /// Its text; none if it has to be fetched.
    carried: Option<&'static str>,
}

/// Brings a file of this folder; none if it cannot be had.
pub type Fetch = fn(&str) -> Option<String>;

static FETCH: OnceLock<Fetch> = OnceLock::new();

thread_local! {
    static FETCHED: RefCell<HashMap<&'static str, Rc<str>>> = RefCell::default();
}

/// Says how the files of the shelf are to be fetched where they are not carried
/// along. It is called when a module is first imported, and again the next time
/// if it brought nothing.
pub fn fetch_with(fetch: Fetch) {
    // Who says so twice says the same.
    let _ = FETCH.set(fetch);
}

impl Source {
    /// Its text; none if it cannot be had.
    pub fn text(&self) -> Option<Rc<str>> {
        if let Some(text) = FETCHED.with_borrow(|all| all.get(self.name).cloned()) {
            return Some(text);
        }
        let text: Rc<str> = match self.carried {
            Some(text) => text.into(),
            None => FETCH.get()?(self.file)?.into(),
        };
        FETCHED.with_borrow_mut(|all| all.insert(self.name, text.clone()));
        Some(text)
    }
}

macro_rules! sources {
    ($($name:literal $file:literal)*) => {
        &[$(Source {
            name: $name,
            file: $file,
            carried: Some(include_str!($file)),
        },)*]
    };
}

macro_rules! shelved {
    ($($name:literal $file:literal)*) => {
        &[$(Source {
            name: $name,
            file: concat!("shelf/", $file),
            #[cfg(not(target_arch = "wasm32"))]
            carried: Some(include_str!(concat!("shelf/", $file))),
            #[cfg(target_arch = "wasm32")]
            carried: None,
        },)*]
    };
}

/// All modules.
pub fn all() -> impl Iterator<Item = &'static Source> {
    CARRIED.iter().chain(SHELF)
}

/// Those on the shelf, in the order of their names.
const SHELF: &[Source] = shelved! {
    "__future__" "__future__.py"
    "_decimal_context" "_decimal_context.py"
    "_decimal_facts" "_decimal_facts.py"
    "_decimal_logs" "_decimal_logs.py"
    "_decimal_text" "_decimal_text.py"
    "_mock_calls" "_mock_calls.py"
    "_os_numbers" "_os_numbers.py"
    "_strptime" "_strptime.py"
    "_unicode_tables" "_unicode_tables.py"
    "_unittest_blocks" "_unittest_blocks.py"
    "_unittest_case" "_unittest_case.py"
    "argparse" "argparse.py"
    "array" "array.py"
    "ast" "ast.py"
    "base64" "base64.py"
    "binascii" "binascii.py"
    "calendar" "calendar.py"
    "cmath" "cmath.py"
    "codecs" "codecs.py"
    "colorsys" "colorsys.py"
    "configparser" "configparser.py"
    "csv" "csv.py"
    "decimal" "decimal.py"
    "difflib" "difflib.py"
    "doctest" "doctest.py"
    "fnmatch" "fnmatch.py"
    "fractions" "fractions.py"
    "getopt" "getopt.py"
    "getpass" "getpass.py"
    "glob" "glob.py"
    "graphlib" "graphlib.py"
    "gzip" "gzip.py"
    "hashlib" "hashlib.py"
    "hmac" "hmac.py"
    "html" "html/__init__.py"
    "html.entities" "html/entities.py"
    "html.parser" "html/parser.py"
    "http" "http/__init__.py"
    "http.client" "http/client.py"
    "http.server" "http/server.py"
    "importlib" "importlib/__init__.py"
    "importlib.util" "importlib/util.py"
    "ipaddress" "ipaddress.py"
    "locale" "locale.py"
    "logging.config" "logging/config.py"
    "logging.handlers" "logging/handlers.py"
    "multiprocessing.dummy" "multiprocessing/dummy.py"
    "multiprocessing.shared_memory" "multiprocessing/shared_memory.py"
    "multiprocessing.spawn" "multiprocessing/spawn.py"
    "numbers" "numbers.py"
    "pathlib" "pathlib.py"
    "platform" "platform.py"
    "pprint" "pprint.py"
    "resource" "resource.py"
    "secrets" "secrets.py"
    "select" "select.py"
    "selectors" "selectors.py"
    "shutil" "shutil.py"
    "socketserver" "socketserver.py"
    "stat" "stat.py"
    "statistics" "statistics.py"
    "string" "string.py"
    "struct" "struct.py"
    "tempfile" "tempfile.py"
    "textwrap" "textwrap.py"
    "tracemalloc" "tracemalloc.py"
    "unicodedata" "unicodedata.py"
    "unittest" "unittest/__init__.py"
    "unittest.mock" "unittest/mock.py"
    "uuid" "uuid.py"
    "zlib" "zlib.py"
    "zoneinfo" "zoneinfo.py"
};

/// The others, in the order of their names.
const CARRIED: &[Source] = sources! {
    "_barrier" "_barrier.py"
    "_boot" "_boot.py"
    "_bytearray" "_bytearray.py"
    "_commands" "_commands.py"
    "_complex" "_complex.py"
    "_deque" "_deque.py"
    "_enum_flags" "_enum_flags.py"
    "_network" "_network.py"
    "_remote" "_remote.py"
    "_shell" "_shell.py"
    "_shell_words" "_shell_words.py"
    "_signature" "_signature.py"
    "_site" "_site.py"
    "_sockets" "_sockets.py"
    "_sync" "_sync.py"
    "_thread" "_thread.py"
    "_threading_local" "_threading_local.py"
    "abc" "abc.py"
    "aiohttp" "aiohttp.py"
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
    "bisect" "bisect.py"
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
    "contextlib" "contextlib.py"
    "contextvars" "contextvars.py"
    "copy" "copy.py"
    "copyreg" "copyreg.py"
    "dataclasses" "dataclasses.py"
    "datetime" "datetime.py"
    "enum" "enum.py"
    "errno" "errno.py"
    "functools" "functools.py"
    "gc" "gc.py"
    "heapq" "heapq.py"
    "httpx" "httpx.py"
    "inspect" "inspect.py"
    "io" "io.py"
    "itertools" "itertools.py"
    "json" "json/__init__.py"
    "json.decoder" "json/decoder.py"
    "json.encoder" "json/encoder.py"
    "keyword" "keyword.py"
    "linecache" "linecache.py"
    "logging" "logging/__init__.py"
    "logging.format" "logging/format.py"
    "logging.levels" "logging/levels.py"
    "multiprocessing" "multiprocessing/__init__.py"
    "multiprocessing.connection" "multiprocessing/connection.py"
    "multiprocessing.context" "multiprocessing/context.py"
    "multiprocessing.managers" "multiprocessing/managers.py"
    "multiprocessing.pool" "multiprocessing/pool.py"
    "multiprocessing.process" "multiprocessing/process.py"
    "multiprocessing.queues" "multiprocessing/queues.py"
    "multiprocessing.sharedctypes" "multiprocessing/sharedctypes.py"
    "multiprocessing.synchronize" "multiprocessing/synchronize.py"
    "operator" "operator.py"
    "os" "os.py"
    "pickle" "pickle.py"
    "posixpath" "posixpath.py"
    "queue" "queue.py"
    "random" "random.py"
    "re" "re.py"
    "reprlib" "reprlib.py"
    "requests" "requests.py"
    "sched" "sched.py"
    "shlex" "shlex.py"
    "signal" "signal.py"
    "socket" "socket.py"
    "subprocess" "subprocess.py"
    "sys" "sys.py"
    "threading" "threading.py"
    "time" "time.py"
    "timeit" "timeit.py"
    "traceback" "traceback.py"
    "types" "types.py"
    "typing" "typing.py"
    "urllib" "urllib/__init__.py"
    "urllib.error" "urllib/error.py"
    "urllib.parse" "urllib/parse.py"
    "urllib.request" "urllib/request.py"
    "warnings" "warnings.py"
    "weakref" "weakref.py"
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
        let mut listed: Vec<String> = all()
            .map(|source| root.join(source.file).display().to_string())
            .collect();
        listed.sort();
        assert_eq!(found, listed);
    }

    #[test]
    fn modules_are_named_as_their_files() {
        for sources in [CARRIED, SHELF] {
            assert!(sources.windows(2).all(|two| two[0].name < two[1].name));
        }
        for source in all() {
            let text = source.text().expect("it is carried along");
            assert!(text.starts_with("\"\"\""), "{}", source.name);
            let stem = source.name.replace('.', "/");
            let file = source.file.trim_start_matches("shelf/");
            assert!(
                file == format!("{stem}.py") || file == format!("{stem}/__init__.py"),
                "{}",
                source.name
            );
        }
    }
}
