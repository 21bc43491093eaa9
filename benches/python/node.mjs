// Runs programs under Node: `node node.mjs wasm|pyodide WHAT ROUNDS FILE...`.
// Prints a line of JSON for each run: program, seconds, what it printed.
// Ours is timed whole, an empty program taken off; Pyodide around `exec`.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [who, what, rounds, ...files] = process.argv.slice(2);
const programs = files.map((file) => ({
  name: path.basename(file, '.py'),
  source: fs.readFileSync(file, 'utf8'),
}));

async function ours() {
  createRequire(import.meta.url)(path.resolve(what));
  const timed = (name, source) => {
    const begun = performance.now();
    const text = globalThis.runPython(name, source);
    return [(performance.now() - begun) / 1000, text];
  };
  let empty = Infinity;
  for (let i = 0; i < 10; i += 1) empty = Math.min(empty, timed('empty.py', '')[0]);
  return async (name, source) => {
    const [seconds, text] = timed(name, source);
    return [Math.max(seconds - empty, 1e-6), text];
  };
}

async function pyodide() {
  const { loadPyodide } = await import(pathToFileURL(path.resolve(what, 'pyodide.mjs')));
  const py = await loadPyodide({ indexURL: path.resolve(what) });
  return async (name, source) => {
    const lines = [];
    py.setStdout({ batched: (line) => lines.push(`${line}\n`) });
    // Its event loop runs already: the program's main coroutine is awaited.
    const text = source.replace(/asyncio\.run\((.*?\(\))\)/, '(await $1)');
    const names = py.toPy({ __name__: '__main__' });
    const begun = performance.now();
    await py.runPythonAsync(text, { globals: names });
    return [(performance.now() - begun) / 1000, lines.join('')];
  };
}

const run = await (who === 'wasm' ? ours() : pyodide());
const broken = new Set();
for (let round = 0; round < Number(rounds); round += 1) {
  for (const { name, source } of programs) {
    if (broken.has(name)) continue;
    try {
      const [seconds, text] = await run(name, source);
      console.log(JSON.stringify([name, seconds, text]));
    } catch (error) {
      broken.add(name);
      const last = String(error.message ?? error).trim().split('\n').pop();
      console.log(`${who}: ${name} does not run there: ${last}`);
    }
  }
}
