//! Locks, so that two runs at once wait for each other instead of fighting.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::group;
use crate::project::Project;

/// Holds a lock until dropped; the system frees it too when the process dies.
pub struct Lock(#[allow(dead_code)] File);

/// The lock on a checkout's `dist/` and test results.
///
/// # Errors
/// When the lock file cannot be made, or on an interrupt while waiting.
pub fn project(project: &Project) -> Result<Lock> {
    take(&project.scratch("lock"), "another run in this checkout")
}

/// Takes the lock of a file, waiting for `holder` as long as need be.
///
/// # Errors
/// When the lock file cannot be made, or on an interrupt while waiting.
pub fn take(path: &Path, holder: &str) -> Result<Lock> {
    let context = || format!("cannot lock {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(context)?;
    }
    let file = File::create(path).with_context(context)?;
    let mut said = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock(file)),
            Err(TryLockError::Error(error)) => return Err(error).with_context(context),
            Err(TryLockError::WouldBlock) => {}
        }
        if !said {
            println!("waiting for {holder} to end");
            said = true;
        }
        group::check()?;
        sleep(Duration::from_millis(200));
    }
}
