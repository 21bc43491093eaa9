// What exploring finds in the browser is what it finds on the command line, and
// every outcome is replayed the same way there and here.
import { commandLine, natively, placeless } from "../support/command.mjs";
import { expect, test } from "../support/fixtures.mjs";

const START = "for t in threads: t.start()\nfor t in threads: t.join()\n";
const PROGRAMS = {
  "a lost update": `import threading\nn = 0\ndef work():\n    global n\n    n += 1\nthreads = [threading.Thread(target=work) for _ in range(3)]\n${START}print(n)\n`,
  "two locks in two orders": `import threading\na, b = threading.Lock(), threading.Lock()\ndef both(one, two):\n    with one:\n        with two:\n            print('both')\nthreads = [threading.Thread(target=both, args=x, name=n) for x, n in (((a, b), 'T1'), ((b, a), 'T2'))]\n${START}`,
  "a queue, a limit of waiting and an exception": `import queue, threading, time\nq = queue.Queue()\ndef puts():\n    time.sleep(0.1)\n    q.put(1)\ndef gets():\n    print(q.get(timeout=0.1))\nthreads = [threading.Thread(target=f, name=f.__name__) for f in (puts, gets)]\n${START}`,
  "processes that share a value": `from multiprocessing import Process, Value\ndef work(v):\n    v.value += 1\nif __name__ == '__main__':\n    v = Value('i', 0)\n    threads = [Process(target=work, args=(v,)) for _ in range(2)]\n    for t in threads: t.start()\n    for t in threads: t.join()\n    print(v.value)\n`,
};

const link = (source, way) => `v1/python?p=t${encodeURIComponent(source)}${way ? `&s=${encodeURIComponent(way)}` : ""}`;

for (const [name, source] of Object.entries(PROGRAMS)) {
  test(`${name}: found and replayed as on the command line`, async ({ openPage }) => {
    test.setTimeout(300_000);
    const command = commandLine();
    const found = JSON.parse(natively(command, source, ["explore", "program.py", "--json"]).stdout);
    expect(found.proved).toBe(true);
    const page = await openPage(link(source), { lang: "en" });
    await page.locator(".written .ask button").click();
    await expect(page.locator(".explored [role=status]")).toContainText("These are all there are", { timeout: 120_000 });
    const here = await page.locator(".explored tbody tr").evaluateAll((rows) =>
      rows.map((row) => [row.querySelector("pre").textContent, ...[...row.querySelectorAll("td")].slice(0, 2).map((cell) => Number(cell.textContent.replaceAll(",", "")))]),
    );
    const there = found.outcomes.map(({ stdout, count, preemptions }) => [stdout.trimEnd(), count, preemptions]);
    const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(here)).toEqual(sorted(there));
    for (const { way, stdout } of found.outcomes) {
      const replayed = natively(command, source, ["explore", "program.py", "--schedule", way, "--trace", "out.json"]);
      expect(replayed.stdout, way).toBe(stdout);
      const page = await openPage(link(source, way), { lang: "en" });
      await expect(page.locator(".replayed")).toContainText("Run along a schedule");
      await expect(page.locator(".console .ending")).not.toHaveText("", { timeout: 60_000 });
      const trace = await page.evaluate(() => window.concurrencyLab.exportTrace());
      expect(placeless(trace) === placeless(replayed.trace), way).toBe(true);
    }
  });
}
