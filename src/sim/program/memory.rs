//! Shared memory: named cells, and cells that are called by their addresses.

use std::collections::BTreeMap;

/// A cell of memory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// The n-th of the named cells.
    Cell(u32),
    /// The cell at an address.
    Address(i64),
}

/// Memory. Cells that were never written hold zero.
#[derive(PartialEq, Eq, Hash, Debug, Default)]
pub struct Memory {
    cells: Vec<i64>,
    /// Without zeros, so that equal memories are equal values.
    addressed: BTreeMap<i64, i64>,
}

impl Clone for Memory {
    fn clone(&self) -> Memory {
        Memory {
            cells: self.cells.clone(),
            addressed: self.addressed.clone(),
        }
    }

    /// Keeps what is allocated: exploring clones at each step.
    fn clone_from(&mut self, other: &Memory) {
        self.cells.clone_from(&other.cells);
        if !(self.addressed.is_empty() && other.addressed.is_empty()) {
            self.addressed.clone_from(&other.addressed);
        }
    }
}

impl Memory {
    /// Named cells with these values.
    pub fn new(cells: Vec<i64>) -> Memory {
        Memory {
            cells,
            addressed: BTreeMap::new(),
        }
    }

    /// What a cell holds.
    pub fn get(&self, key: Key) -> i64 {
        match key {
            Key::Cell(n) => self.cells.get(n as usize).copied().unwrap_or(0),
            Key::Address(address) => self.addressed.get(&address).copied().unwrap_or(0),
        }
    }

    /// Sets what a cell holds; gives what it held.
    pub fn set(&mut self, key: Key, value: i64) -> i64 {
        match key {
            Key::Cell(n) => match self.cells.get_mut(n as usize) {
                Some(cell) => std::mem::replace(cell, value),
                None => 0,
            },
            Key::Address(address) if value == 0 => self.addressed.remove(&address).unwrap_or(0),
            Key::Address(address) => self.addressed.insert(address, value).unwrap_or(0),
        }
    }

    /// The named cells.
    pub fn cells(&self) -> &[i64] {
        &self.cells
    }

    /// The cells called by addresses that do not hold zero.
    pub fn addressed(&self) -> impl Iterator<Item = (i64, i64)> {
        self.addressed
            .iter()
            .map(|(address, value)| (*address, *value))
    }
}
