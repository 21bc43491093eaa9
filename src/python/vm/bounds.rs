//! How much memory the program may have.
//!
//! What is asked for at one go ([`Vm::check_size`]) is bounded by itself, and
//! is summed up: after some megabytes the memory of the whole computation is
//! looked at, as the system counts it. Whoever runs threads looks between two
//! of their goes as well ([`Vm::is_over_memory`]), so that many small objects
//! count too. Natively the figure is that of Linux (`/proc/self/statm`); on
//! other systems only the bounds of single objects hold.

use crate::python::vm::native::Result;
use crate::python::vm::{Raised, Vm};

/// After how many bytes asked for the memory in use is looked at.
const LOOK: usize = 16 << 20;

/// Bytes that the program and all around it have; 0 where that is not known.
#[cfg(target_arch = "wasm32")]
pub fn memory_in_use() -> usize {
    core::arch::wasm32::memory_size::<0>() << 16
}

/// Bytes that the program and all around it have; 0 where that is not known.
#[cfg(not(target_arch = "wasm32"))]
pub fn memory_in_use() -> usize {
    // The second figure is the resident set in pages, of 4 KiB on what we know.
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages
        .as_deref()
        .and_then(|text| text.split(' ').nth(1))
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.map_or(0, |pages| pages.saturating_mul(4096))
}

impl Vm {
    /// Whether the program has more memory than it may.
    pub fn is_over_memory(&self) -> bool {
        memory_in_use() > self.limits.memory
    }

    /// Refuses what would take more memory than the program may have.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn check_size(&self, bytes: usize) -> Result<()> {
        let asked = self.memory.get().saturating_add(bytes);
        if bytes <= self.limits.size && asked < LOOK {
            self.memory.set(asked);
            return Ok(());
        }
        self.check_memory(bytes)
    }

    #[cold]
    fn check_memory(&self, bytes: usize) -> Result<()> {
        self.memory.set(0);
        let used = memory_in_use();
        if bytes > self.limits.size || used.saturating_add(bytes) > self.limits.memory {
            return Err(self.no_memory());
        }
        Ok(())
    }

    #[cold]
    fn no_memory(&self) -> Raised {
        self.raise_with(&self.exceptions.memory_error, Vec::new())
    }
}
