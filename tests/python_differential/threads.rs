//! Threads and tasks whose waits end at different times.

use std::fmt::Write as _;

use super::{Maker, cpython, has_cpython, ours};

#[test]
fn threads_that_sleep_differently() {
    let mut source = String::from("import threading, time\n");
    let mut maker = Maker::new("threads", 9);
    for program in 0..3 {
        // Every wait ends 50 ms from any other, so that the order is certain.
        let mut slots: Vec<u64> = (1..=12).collect();
        let _ = writeln!(
            source,
            "begun = time.monotonic() + 0.2\nlog = []\nthreads = []"
        );
        for thread in 0..4 {
            let mut times = Vec::new();
            for _ in 0..3 {
                let at = maker.below(slots.len() as u64) as usize;
                times.push(slots.remove(at));
            }
            times.sort_unstable();
            let _ = writeln!(
                source,
                "def work{thread}(name):\n    for slot in {times:?}:\n        \
                 time.sleep(max(0, begun + slot * 0.05 - time.monotonic()))\n        \
                 log.append((name, slot))\n\
                 threads.append(threading.Thread(target=work{thread}, args=('{thread}',)))"
            );
        }
        let _ = writeln!(
            source,
            "for t in threads: t.start()\nfor t in threads: t.join()\n\
             print({program}, log, round(time.monotonic() - begun, 1))"
        );
    }
    agree(&maker, &source);
}

/// Holds both against each other. CPython's clock is the real one: on a busy
/// computer it is asked again.
fn agree(maker: &Maker, source: &str) {
    if !has_cpython() {
        return;
    }
    let got = ours(source);
    for attempt in 1..=5 {
        let wanted = cpython(source, &format!("{}-{attempt}", maker.name));
        if wanted == got {
            return;
        }
        if attempt == 5 {
            assert_eq!(got, wanted, "{}, seed {}", maker.name, maker.seed);
        }
    }
}

/// How the main task waits for its workers.
const WAYS: &[&str] = &[
    "await asyncio.gather(*ts, return_exceptions=True)",
    "await asyncio.gather(*ts)",
    "told(await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED))",
    "told(await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION))",
    "told(await asyncio.wait(ts, timeout=begun + AT * 0.04 - loop.time()))",
    "await asyncio.wait_for(ts[0], begun + AT * 0.04 - loop.time())",
    "await asyncio.wait_for(asyncio.shield(ts[1]), begun + AT * 0.04 - loop.time())",
    "[await one for one in asyncio.as_completed(ts)]",
    "await grouped(AT)",
    "await timed(ts, AT)",
];

#[test]
fn tasks_that_wait_differently() {
    let mut source = String::from(
        "import asyncio\n\
         async def until(slot):\n    await asyncio.sleep(max(0, begun + slot * 0.04 - loop.time()))\n\
         async def work(name, slots, end):\n    try:\n        for slot in slots:\n            \
         await until(slot)\n            log.append((name, slot))\n        \
         if end == 'raise': raise ValueError(name)\n        return name\n    \
         except asyncio.CancelledError as exc:\n        log.append((name, 'cancelled', exc.args))\n        \
         if end == 'keep': return 'kept'\n        raise\n    finally: log.append((name, 'left'))\n\
         def told(pair): return [sorted(t.get_name() for t in some) for some in pair]\n\
         async def cancel_at(slot, task):\n    await until(slot)\n    log.append(('cancel', task.cancel('word')))\n\
         async def grouped(slot):\n    async with asyncio.TaskGroup() as group:\n        \
         made = [group.create_task(work(n, s, e)) for n, s, e in specs]\n        \
         await until(slot)\n        log.append('body')\n    return [t.result() for t in made]\n\
         async def timed(ts, slot):\n    async with asyncio.timeout_at(begun + slot * 0.04):\n        return await asyncio.gather(*ts)\n",
    );
    let mut maker = Maker::new("tasks", 17);
    for program in 0..8 {
        // Every wait ends 40 ms from any other, so that the order is certain.
        let mut slots: Vec<u64> = (1..=11).collect();
        let mut take = |maker: &mut Maker| {
            let at = maker.below(slots.len() as u64) as usize;
            slots.remove(at)
        };
        let mut specs = Vec::new();
        for worker in 0..3 {
            let mut times: Vec<u64> = (0..3).map(|_| take(&mut maker)).collect();
            times.sort_unstable();
            let end = maker.pick(&["return", "return", "raise", "keep"]);
            specs.push(format!("('{worker}', {times:?}, '{end}')"));
        }
        let (at, cancelled) = (take(&mut maker), take(&mut maker));
        let way = maker.pick(WAYS).replace("AT", &at.to_string());
        let starts = match way.contains("grouped") {
            true => "[]",
            false => "[asyncio.create_task(work(n, s, e), name=n) for n, s, e in specs]",
        };
        let victim = maker.pick(&["asyncio.current_task()", "ts[0]", "ts[2]", "None"]);
        let victim = match way.contains("grouped") && victim.starts_with("ts") {
            true => "None",
            false => victim,
        };
        let _ = writeln!(
            source,
            "async def main{program}():\n    global begun, loop, log, specs\n    \
             loop = asyncio.get_running_loop()\n    begun, log, specs = loop.time() + 0.04, [], [{}]\n    \
             ts = {starts}\n    victim = {victim}\n    \
             canceller = victim and asyncio.create_task(cancel_at({cancelled}, victim))\n    \
             try: print({program}, 'gives', {way})\n    \
             except BaseException as exc: print({program}, repr(exc))\n    \
             print(round((loop.time() - begun) / 0.04), log)\n    \
             asyncio.current_task().uncancel()\n    \
             if canceller: canceller.cancel()\n    \
             for t in ts: t.cancel()\n    \
             await asyncio.gather(*ts, return_exceptions=True)\n    print(log)\n\
             asyncio.run(main{program}())",
            specs.join(", ")
        );
    }
    agree(&maker, &source);
}
