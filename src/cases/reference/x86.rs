//! Threads as instructions, step by step.

use std::collections::BTreeMap;

use serde_json::{Value, json};

#[derive(Default)]
struct Thread {
    registers: BTreeMap<String, i64>,
    pc: usize,
    /// What the last comparison compared.
    flags: (i64, i64),
    finished: bool,
}

fn name(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn address(thread: &Thread, value: &Value) -> i64 {
    match value.as_i64() {
        Some(address) => address,
        None => {
            let reg = thread.registers.get(value[1].as_str().unwrap());
            let reg = reg.copied().unwrap_or(0);
            value[0].as_i64().unwrap() + value[2].as_i64().unwrap() * reg
        }
    }
}

/// Does an instruction; its name.
fn run(thread: &mut Thread, memory: &mut BTreeMap<i64, i64>, instr: &Value) -> String {
    let what = name(&instr[0]);
    thread.pc += 1;
    let number = |n: usize| instr[n].as_i64().unwrap_or(0);
    let held = |thread: &Thread, n: usize| {
        let reg = instr[n].as_str().unwrap_or("ax");
        thread.registers.get(reg).copied().unwrap_or(0)
    };
    let a = if instr[1].is_string() {
        held(thread, 1)
    } else {
        0
    };
    let at = match &instr[2] {
        Value::Null | Value::String(_) => 0,
        place => address(thread, place),
    };
    let there = memory.get(&at).copied().unwrap_or(0);
    let (first, second) = thread.flags;
    let mut set = None;
    match what.as_str() {
        "load" => set = Some(there),
        "store" => drop(memory.insert(at, a)),
        "storei" => drop(memory.insert(at, number(1))),
        "movi" => set = Some(number(2)),
        "mov" => set = Some(held(thread, 2)),
        "addi" => set = Some(a + number(2)),
        "subi" => set = Some(a - number(2)),
        "neg" => set = Some(-a),
        "cmpi" => thread.flags = (a, number(2)),
        "cmp" => thread.flags = (a, held(thread, 2)),
        "jmp" => thread.pc = number(1) as usize,
        "je" if first == second => thread.pc = number(1) as usize,
        "jne" if first != second => thread.pc = number(1) as usize,
        "jgt" if first > second => thread.pc = number(1) as usize,
        "xchg" => {
            memory.insert(at, a);
            set = Some(there);
        }
        "fetchadd" => {
            memory.insert(at, there + a);
            set = Some(there);
        }
        "halt" => thread.finished = true,
        _ => {}
    }
    if let Some(value) = set {
        thread.registers.insert(name(&instr[1]), value);
    }
    what
}

pub fn expect(args: &Value) -> Value {
    let count = args["threads"].as_u64().unwrap() as usize;
    let program = args["program"].as_array().unwrap();
    let mut threads: Vec<Thread> = (0..count)
        .map(|n| {
            let mut thread = Thread::default();
            for (reg, value) in args["init_registers"][n].as_object().unwrap() {
                thread
                    .registers
                    .insert(reg.clone(), value.as_i64().unwrap());
            }
            thread
        })
        .collect();
    let list = |key: &str| -> Option<Vec<u64>> {
        let items = args[key].as_array()?.iter();
        Some(items.map(|item| item.as_u64().unwrap()).collect())
    };
    let schedule = list("schedule");
    let mut intervals = list("intervals").unwrap_or_default().into_iter();
    let mut reload = || match &schedule {
        Some(_) => 1,
        None => intervals.next().or(args["interrupt"].as_u64()).unwrap(),
    };
    let mut counter = reload();
    let mut memory = BTreeMap::new();
    let watched = |memory: &BTreeMap<i64, i64>| -> Vec<i64> {
        let watch = args["watch"].as_array().unwrap().iter();
        let cell = |address: &Value| memory.get(&address.as_i64().unwrap()).copied();
        watch.map(|address| cell(address).unwrap_or(0)).collect()
    };
    let (mut place, mut interrupts, mut halts) = (0, 0, 0);
    let (mut steps, mut pcs, mut changes) = (String::new(), Vec::new(), Vec::new());
    let order: Vec<u64> = schedule.clone().unwrap_or((0..count as u64).collect());
    loop {
        let current = order[place] as usize;
        steps += &current.to_string();
        pcs.push(threads[current].pc);
        let before = watched(&memory);
        let instr = &program[threads[current].pc];
        let what = run(&mut threads[current], &mut memory, instr);
        let after = watched(&memory);
        if before != after {
            changes.push((pcs.len() - 1, after));
        }
        let next = |mut place: usize, threads: &[Thread]| loop {
            place = (place + 1) % order.len();
            if !threads[order[place] as usize].finished {
                return place;
            }
        };
        if what == "halt" {
            if threads.iter().all(|thread| thread.finished) {
                break;
            }
            halts += 1;
            place = next(place, &threads);
        }
        counter -= 1;
        if counter == 0 || what == "yield" {
            counter = reload();
            let before = order[place];
            place = next(place, &threads);
            if schedule.is_none() || order[place] != before {
                interrupts += 1;
            }
        }
    }
    json!({
        "instructions": pcs.len(), "interrupt_switches": interrupts, "halt_switches": halts,
        "final": watched(&memory), "threads_by_step": steps, "pcs": pcs,
        "memory_changes": changes,
    })
}
