//! Opening a file as it is read: one of Chrome trace events, compressed or
//! not, is never in memory as a whole. Files of other formats are read whole.

use std::cell::Cell;
use std::io::{self, Chain, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::chrome::log::{Log, MOST_BYTES, Watch};
use super::file::{self, Contents, Opened, recorded, too_large};
use super::{asyncflow, firefox, speedscope};
use crate::base::{Problem, Text};

/// Something that can be read, once more if need be.
pub trait Source {
    /// How many bytes it has.
    fn size(&self) -> u64;

    /// Its bytes, from the first on.
    ///
    /// # Errors
    /// If it cannot be read (any more).
    fn read(&self) -> io::Result<Box<dyn Read + '_>>;
}

impl Source for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.as_slice()))
    }
}

/// By so many of its first bytes it is told what a file is.
const HEAD: usize = 1 << 16;

/// Opens a file: as [`file::open`] does, which has the same result. None if it
/// was stopped.
///
/// # Errors
/// If nothing in it can be shown, or it cannot be read.
pub fn open(source: &dyn Source, watch: Watch<'_>) -> Result<Option<Opened>, Problem> {
    if source.size() > MOST_BYTES as u64 {
        return Err(too_large());
    }
    match events(source, watch).map_err(|error| unreadable(&error))? {
        Streamed::Events(log, gzip) => recorded(&log, gzip).map(Some),
        Streamed::Stopped => Ok(None),
        Streamed::Other => {
            let mut bytes = Vec::new();
            let read = source.read();
            let read = read.and_then(|mut input| input.read_to_end(&mut bytes));
            read.map_err(|error| unreadable(&error))?;
            file::open(&Contents::of(bytes)?, watch)
        }
    }
}

enum Streamed {
    /// The events of another tool, and whether they were compressed.
    Events(Box<Log>, bool),
    /// Something else, or nothing.
    Other,
    Stopped,
}

fn events(source: &dyn Source, watch: Watch<'_>) -> io::Result<Streamed> {
    let passed = Rc::new(Cell::new(0));
    let counted = Counted(source.read()?, Rc::clone(&passed));
    let (head, input) = headed(counted)?;
    let gzip = head.starts_with(&[0x1f, 0x8b]);
    let mut input: Box<dyn Read + '_> = if gzip {
        Box::new(Lenient(MultiGzDecoder::new(input)))
    } else {
        Box::new(input)
    };
    let (head, mut input) = headed(&mut *input)?;
    if asyncflow::is_one(&head) || firefox::is_one(&head) || speedscope::names_itself(&head) {
        return Ok(Streamed::Other);
    }
    let whole = source.size().max(1) as f64;
    let mut go_on = |_: u64| watch(passed.get() as f64 / whole);
    let log = match Log::read_from(&mut input, &mut go_on) {
        Ok(Some(log)) => log,
        Ok(None) => return Ok(Streamed::Stopped),
        // Too large once it is unpacked: told when it is read whole.
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Ok(Streamed::Other),
        Err(error) => return Err(error),
    };
    // Our own files, and those that say at their end what they are.
    let other = log.own || log.events.is_empty() || speedscope::names_itself(&log.tail);
    Ok(if other {
        Streamed::Other
    } else {
        Streamed::Events(Box::new(log), gzip)
    })
}

type Headed<R> = Chain<Cursor<Vec<u8>>, R>;

/// The first bytes, and all of them again.
fn headed<R: Read>(mut input: R) -> io::Result<(Vec<u8>, Headed<R>)> {
    let mut head = Vec::with_capacity(HEAD);
    input.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let all = Cursor::new(head.clone()).chain(input);
    Ok((head, all))
}

/// Counts what passes.
struct Counted<R>(R, Rc<Cell<u64>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(into)?;
        self.1.set(self.1.get() + count as u64);
        Ok(count)
    }
}

/// Ends where the compression is damaged: what came out before may be read as
/// a file cut short.
struct Lenient<R>(R);

impl<R: Read> Read for Lenient<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => Ok(0),
            read => read,
        }
    }
}

/// A file cannot be read: the words of who tried.
pub fn unreadable(error: &io::Error) -> Problem {
    Problem::new(
        "file",
        Text::new(
            format!("읽을 수 없습니다({error})."),
            format!("It cannot be read ({error})."),
        ),
        Text::new(
            "파일이 그대로 있는지, 주소라면 서버가 이 페이지에 내주는지 확인하세요.",
            "Check that the file is still there, or that the server gives the address to this page.",
        ),
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;
    use std::io::Write;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    /// Everything that is known of an opened file, or why it is not open.
    fn told(opened: Result<Option<Opened>, Problem>) -> String {
        match opened {
            Ok(Some(opened)) => format!(
                "{:?}\n{}\n{:?}\n{:?}",
                opened.format,
                opened.trace.dump(),
                opened.facts,
                opened.problems
            ),
            other => format!("{:?}", other.map(|_| ())),
        }
    }

    fn whole(bytes: &[u8]) -> String {
        told(Contents::of(bytes.to_vec()).and_then(|contents| file::open(&contents, &mut |_| true)))
    }

    fn streamed(bytes: &[u8]) -> String {
        told(open(&bytes.to_vec(), &mut |_| true))
    }

    #[test]
    fn every_kind_of_file_is_opened_as_when_it_is_read_whole() {
        let chrome = br#"[{"ph":"X","ts":1,"dur":2,"name":"a","args":{"n":1}},{"ph":"E","ts":3},"#;
        let own = super::super::chrome::export(
            &file::open(&Contents::of(chrome.to_vec()).unwrap(), &mut |_| true)
                .unwrap()
                .unwrap()
                .trace,
        );
        let asyncflow =
            br#"[{"t_ms":0.1,"coro":"main","event":"SPAWN","task":"T","line":null,"detail":""}]"#;
        for text in [
            &chrome[..],
            own.as_bytes(),
            asyncflow,
            b"{}",
            b"",
            b"hello",
            b"[7]",
        ] {
            assert_eq!(streamed(text), whole(text));
            let gz = packed(text);
            assert_eq!(streamed(&gz), whole(&gz));
            let cut = &gz[..gz.len().saturating_sub(6)];
            assert_eq!(streamed(cut), whole(cut));
        }
    }

    #[test]
    fn a_source_that_fails_is_told() {
        struct Gone;
        impl Source for Gone {
            fn size(&self) -> u64 {
                7
            }
            fn read(&self) -> io::Result<Box<dyn Read + '_>> {
                Err(io::Error::other("gone"))
            }
        }
        let problem = open(&Gone, &mut |_| true).unwrap_err();
        assert_eq!(
            problem.reason.get(crate::base::Lang::En),
            "It cannot be read (gone)."
        );
    }

    proptest! {
        #[test]
        fn any_events_are_opened_as_when_they_are_read_whole(
            events in proptest::collection::vec(("[XBEbeiC]", 0..60_i64, 0..3_u32), 0..40),
            damage in any::<prop::sample::Index>(), with in any::<u8>(), gzip in any::<bool>(),
        ) {
            let events: Vec<String> = events.iter().map(|(ph, ts, tid)| format!(
                r#"{{"ph":"{ph}","name":"n","ts":{ts},"dur":3,"pid":1,"tid":{tid},"id":1,"args":{{"v":{ts}}}}}"#
            )).collect();
            let mut bytes = format!("[{}]", events.join(",\n")).into_bytes();
            if gzip {
                bytes = packed(&bytes);
            }
            let at = damage.index(bytes.len());
            bytes[at] = with;
            prop_assert_eq!(streamed(&bytes), whole(&bytes));
        }
    }
}
