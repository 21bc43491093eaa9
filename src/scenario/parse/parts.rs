//! Reading what a machine is like: costs, devices, networks, processes, signals.

use super::super::fields::{
    COSTS, DEVICE, Field, MACHINE, MOST_BYTES, MOST_CHANNELS, MOST_KIB, MOST_RATE, MOST_WORKERS,
    NETWORK, POOL, PROCESS, SIGNAL, USER_THREADS,
};
use super::super::parts::{HANDSHAKES, SIGNALS, WORKERS};
use super::super::reader::{At, Reader};
use super::super::{
    CostsSpec, DeviceSpec, Length, MachineSpec, NetworkSpec, PoolSpec, ProcessSpec, SignalSpec,
    UserThreadsSpec,
};
use super::{positive, required};
use crate::sim::{Settings, Ties};

pub(super) fn machine(reader: &mut Reader, at: &At<'_>) -> MachineSpec {
    const TIES: [&str; 2] = ["arrival-first", "quantum-end-first"];
    let mut found = MachineSpec::default();
    for (name, field) in reader.fields(at).unwrap_or_default() {
        match name {
            "cores" => {
                let cores = reader.small(&field, 1..=Settings::MOST_CORES);
                found.cores = cores.unwrap_or(found.cores);
            }
            "switch_cost" => found.switch_cost = reader.length(&field).unwrap_or(Length::ZERO),
            "instruction" => found.instruction = reader.length(&field),
            "seed" => found.seed = reader.count(&field, 0..=u64::MAX).unwrap_or(found.seed),
            "ties" => {
                let word = reader.word(&field, &TIES);
                found.ties = Ties {
                    arrival_before_quantum_end: word != Some(TIES[1]),
                };
            }
            "horizon" => found.horizon = reader.length(&field).filter(|horizon| horizon.n > 0),
            "costs" => found.costs = costs(reader, &field),
            _ => reader.unknown(&field, &Field::keys(MACHINE)),
        }
    }
    found
}

fn costs(reader: &mut Reader, at: &At<'_>) -> CostsSpec {
    let mut found = CostsSpec::FREE;
    for (name, field) in reader.fields(at).unwrap_or_default() {
        match found.of(name) {
            Some(cost) => *cost = reader.length(&field).unwrap_or(Length::ZERO),
            None => reader.unknown(&field, &Field::keys(COSTS)),
        }
    }
    found
}

/// How many at once: a number, or `"any"`.
fn channels(reader: &mut Reader, at: &At<'_>, usual: Option<u32>) -> Option<u32> {
    if at.value.as_str() == Some("any") {
        return None;
    }
    let number = reader.count(at, 1..=MOST_CHANNELS);
    number.and_then(|n| u32::try_from(n).ok()).or(usual)
}

pub(super) fn device(reader: &mut Reader, at: &At<'_>) -> Option<DeviceSpec> {
    let (mut device, mut found) = (None, Some(1));
    for (name, field) in reader.fields(at)? {
        match name {
            "name" => device = reader.name(&field),
            "channels" => found = channels(reader, &field, found),
            _ => reader.unknown(&field, &Field::keys(DEVICE)),
        }
    }
    let name = required(reader, at, "name", device)?;
    Some(DeviceSpec {
        name,
        channels: found,
    })
}

pub(super) fn network(reader: &mut Reader, at: &At<'_>) -> Option<NetworkSpec> {
    let mut found = NetworkSpec::new("");
    let mut network = None;
    for (name, field) in reader.fields(at)? {
        match name {
            "name" => network = reader.name(&field),
            "latency" => found.latency = reader.length(&field).unwrap_or(Length::ZERO),
            "bandwidth" => found.bandwidth = reader.count(&field, 1..=MOST_RATE),
            "handshake" => {
                let word = reader.word(&field, &HANDSHAKES.map(|known| known.0));
                let known = HANDSHAKES.iter().find(|known| Some(known.0) == word);
                found.handshake = known.map_or(found.handshake, |known| known.1);
            }
            "keep_alive" => found.keep_alive = positive(reader, &field),
            "connections" => found.connections = channels(reader, &field, None),
            _ => reader.unknown(&field, &Field::keys(NETWORK)),
        }
    }
    found.name = required(reader, at, "name", network)?;
    Some(found)
}

pub(super) fn process(reader: &mut Reader, at: &At<'_>) -> Option<ProcessSpec> {
    let mut found = ProcessSpec::default();
    let mut process = None;
    for (name, field) in reader.fields(at)? {
        match name {
            "name" => process = reader.name(&field),
            "gil" => {
                found.gil = reader.length(&field);
                if found.gil.is_some_and(|gil| gil.n == 0) {
                    found.gil = None;
                    reader.wrong(
                        &field,
                        "0보다 크게 적어 주세요. GIL이 없으면 지우세요.",
                        "Use more than nothing, or leave it out for no GIL.",
                    );
                }
            }
            "user_threads" => found.user_threads = user_threads(reader, &field),
            "memory" => found.memory = reader.count(&field, 0..=MOST_KIB).unwrap_or(0),
            _ => reader.unknown(&field, &Field::keys(PROCESS)),
        }
    }
    found.name = required(reader, at, "name", process)?;
    Some(found)
}

pub(super) fn pool(reader: &mut Reader, at: &At<'_>) -> Option<PoolSpec> {
    let mut found = PoolSpec::new("", 1);
    let (mut pool, mut workers) = (None, None);
    for (name, field) in reader.fields(at)? {
        match name {
            "name" => pool = reader.name(&field),
            "workers" => workers = reader.small(&field, 1..=MOST_WORKERS as u32),
            "kind" => {
                let word = reader.word(&field, &WORKERS.map(|known| known.0));
                let known = WORKERS.iter().find(|known| Some(known.0) == word);
                found.kind = known.map_or(found.kind, |known| known.1);
            }
            "bytes" => found.bytes = reader.count(&field, 0..=MOST_BYTES).unwrap_or(0),
            _ => reader.unknown(&field, &Field::keys(POOL)),
        }
    }
    let pool = required(reader, at, "name", pool);
    let workers = required(reader, at, "workers", workers);
    (found.name, found.workers) = (pool?, workers?);
    Some(found)
}

fn user_threads(reader: &mut Reader, at: &At<'_>) -> Option<UserThreadsSpec> {
    let mut found = UserThreadsSpec::default();
    for (name, field) in reader.fields(at)? {
        match name {
            "carriers" => {
                let carriers = reader.small(&field, 1..=MOST_WORKERS as u32);
                found.carriers = carriers.unwrap_or(found.carriers);
            }
            "switch_cost" => found.switch_cost = reader.length(&field).unwrap_or(Length::ZERO),
            "quantum" => found.quantum = positive(reader, &field),
            _ => reader.unknown(&field, &Field::keys(USER_THREADS)),
        }
    }
    Some(found)
}

pub(super) fn signal(reader: &mut Reader, at: &At<'_>) -> Option<SignalSpec> {
    let (mut when, mut process, mut word) = (None, None, None);
    for (name, field) in reader.fields(at)? {
        match name {
            "at" => when = reader.length(&field),
            "process" => process = reader.name(&field),
            "signal" => word = reader.word(&field, &SIGNALS.map(|known| known.0)),
            _ => reader.unknown(&field, &Field::keys(SIGNAL)),
        }
    }
    let when = required(reader, at, "at", when);
    let process = required(reader, at, "process", process);
    let word = required(reader, at, "signal", word);
    let (_, signal) = SIGNALS.iter().find(|known| Some(known.0) == word)?;
    Some(SignalSpec {
        at: when?,
        process: process?,
        signal: *signal,
    })
}
