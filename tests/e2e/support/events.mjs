// Chrome trace events, written as tests need them.

/** The names of a process and of one of its threads. */
export const name = (pid, tid, process, thread) => [
  { ph: "M", name: "process_name", pid, args: { name: process } },
  { ph: "M", name: "thread_name", pid, tid, args: { name: thread } },
];

/** A call: its beginning and its length in microseconds. */
export const call = (pid, tid, name, ts, dur) => ({ ph: "X", pid, tid, name, ts, dur });
