// Starts the worker program that the address names: worker.js?program=NAME&v=BUILD.
//
// A program that cannot be fetched or does not start rejects a promise, of
// which the page would hear nothing; thrown from a timer it is an error of the
// worker, which the page does hear of.
const query = new URLSearchParams(self.location.search);
const program = query.get("program");
if (!/^[a-z_]{1,40}$/.test(program)) {
  throw new Error("worker.js: which program?");
}
const build = encodeURIComponent(query.get("v"));
// What the page says before the program hears it is kept for it.
const early = [];
self.onmessage = (event) => early.push(event);
// The code comes while the script does; if it fails, the script's part says so.
const code = fetch(new URL(`${program}_bg.wasm?v=${build}`, self.location.href));
code.catch(() => {});
importScripts(`${program}.js?v=${build}`);
wasm_bindgen({ module_or_path: code }).then(
  () => early.forEach((event) => self.dispatchEvent(event)),
  (error) =>
    setTimeout(() => {
      throw error;
    }),
);
