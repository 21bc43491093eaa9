//! Process groups: what is started together ends together.
//!
//! Each child gets a group of its own, so that ending the group ends what the
//! child has started. A browser leaves that group; so on Linux this process
//! also adopts the orphans among its descendants and can end those as well.

use std::fmt;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long a process has to end by itself after it was asked to.
const GRACE: Duration = Duration::from_secs(5);

/// The error of everything that a person's Ctrl-C or a SIGTERM cut short.
#[derive(Debug)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// From now on Ctrl-C, SIGTERM and SIGHUP are noted instead of ending this
/// process at once, and orphaned descendants become its children.
///
/// # Errors
/// When the system refuses.
pub fn listen() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst))
        .context("cannot listen for Ctrl-C")?;
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_child_subreaper(true).context("cannot adopt orphans")?;
    Ok(())
}

/// Fails once an interrupt was noted; to be asked in every loop that waits.
///
/// # Errors
/// [`Interrupted`].
pub fn check() -> Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) {
        return Err(Interrupted.into());
    }
    Ok(())
}

/// Makes the command the leader of a new process group.
pub fn lead(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// A child whose whole group ends when this is dropped.
pub struct Guard(pub Child);

impl Drop for Guard {
    fn drop(&mut self) {
        self.signal(false);
        let asked = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) && asked.elapsed() < GRACE {
            sleep(Duration::from_millis(20));
        }
        self.signal(true);
        // Only after a kill can this still take a moment; it leaves no zombie.
        let _ = self.0.wait();
    }
}

impl Guard {
    /// Signals the group. A group that is gone already is no error.
    fn signal(&mut self, kill: bool) {
        #[cfg(unix)]
        {
            use nix::sys::signal::{Signal, killpg};
            let signal = if kill {
                Signal::SIGKILL
            } else {
                Signal::SIGTERM
            };
            if let Ok(id) = i32::try_from(self.0.id()) {
                let _ = killpg(nix::unistd::Pid::from_raw(id), signal);
            }
        }
        #[cfg(not(unix))]
        if kill {
            let _ = self.0.kill();
        }
    }
}

/// Ends every descendant of this process that is still there (Linux only) and
/// returns their names. To be called when no child should be left.
pub fn end_strays() -> Vec<String> {
    #[cfg(target_os = "linux")]
    return linux::end_strays();
    #[cfg(not(target_os = "linux"))]
    Vec::new()
}

/// Takes note of the end of adopted orphans, so that they leave no entry in
/// the process table; waits up to `patience` for those that are still ending. To be called when no child should be left: it would take
/// the end of a child from whoever waits for it.
pub fn reap(patience: Duration) {
    #[cfg(target_os = "linux")]
    linux::reap(patience);
    #[cfg(not(target_os = "linux"))]
    let _ = patience;
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use nix::sys::signal::{Signal, kill};
    use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
    use nix::unistd::Pid;

    struct Process {
        id: i32,
        parent: i32,
        name: String,
        gone: bool,
    }

    pub fn end_strays() -> Vec<String> {
        let mut strays = Vec::new();
        // What was just about to start another process is seen the next time.
        for _ in 0..10 {
            let alive = descendants();
            if alive.is_empty() {
                break;
            }
            for process in alive {
                if kill(Pid::from_raw(process.id), Signal::SIGKILL).is_ok() {
                    strays.push(process.name);
                }
            }
            sleep(Duration::from_millis(50));
        }
        if !strays.is_empty() {
            reap(Duration::from_secs(3));
        }
        strays
    }

    pub fn reap(patience: Duration) {
        let start = Instant::now();
        loop {
            match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::StillAlive) if start.elapsed() < patience => {
                    sleep(Duration::from_millis(20));
                }
                Ok(WaitStatus::StillAlive) | Err(_) => break,
                Ok(_) => {}
            }
        }
    }

    /// The living descendants of this process.
    fn descendants() -> Vec<Process> {
        let mut others: Vec<Process> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let id = entry.ok()?.file_name().to_str()?.parse().ok()?;
                read(id, &fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
            })
            .collect();
        let mut family = Vec::new();
        let mut parents = vec![i32::try_from(std::process::id()).unwrap_or(0)];
        while let Some(parent) = parents.pop() {
            let children = others.extract_if(.., |process| process.parent == parent);
            for child in children {
                parents.push(child.id);
                family.push(child);
            }
        }
        family.retain(|process| !process.gone);
        family
    }

    /// Reads a line of proc(5)'s `stat`: id, (name), state, parent, …; the
    /// name may itself hold spaces and parentheses.
    fn read(id: i32, stat: &str) -> Option<Process> {
        let (front, back) = stat.rsplit_once(')')?;
        let (_, name) = front.split_once('(')?;
        let mut fields = back.split_whitespace();
        let state = fields.next()?;
        Some(Process {
            id,
            parent: fields.next()?.parse().ok()?,
            name: name.to_owned(),
            gone: matches!(state, "Z" | "X"),
        })
    }

    #[cfg(test)]
    #[test]
    fn a_name_with_parentheses_does_not_shift_the_fields() {
        let process = read(7, "7 (Web (x) y) Z 3 7 7 0 -1").unwrap();
        assert_eq!((process.parent, process.gone), (3, true));
        assert_eq!(process.name, "Web (x) y");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_guard_ends_the_children_of_the_child_too() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 61 & echo $!; wait"]);
        command.stdout(std::process::Stdio::piped());
        lead(&mut command);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).unwrap();
        let grandchild = nix::unistd::Pid::from_raw(line.trim().parse().unwrap());
        assert!(nix::sys::signal::kill(grandchild, None).is_ok());
        drop(Guard(child));
        // Whoever inherits it may take a moment to reap it.
        let asked = Instant::now();
        while alive(grandchild) && asked.elapsed() < GRACE {
            sleep(Duration::from_millis(10));
        }
        assert!(!alive(grandchild), "process {grandchild} is still there");
    }

    fn alive(id: nix::unistd::Pid) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"));
        let zombie = stat.is_ok_and(|stat| stat.contains(") Z "));
        nix::sys::signal::kill(id, None).is_ok() && !zombie
    }
}
