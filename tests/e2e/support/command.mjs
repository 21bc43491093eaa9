// The command line, for tests that hold the page against it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The command line; built if it is not there yet. */
export function commandLine() {
  execFileSync("cargo", ["build", "--quiet", "--bin", "lab"], { cwd: root, stdio: "inherit" });
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "lab");
}

/**
 * What a command gives of a program, which lies in a folder of its own as
 * `program.py`: standard output, and the file `out.json` if it wrote one.
 */
export function natively(command, source, args) {
  const place = mkdtempSync(join(tmpdir(), "lab-"));
  try {
    writeFileSync(join(place, "program.py"), source);
    const { stdout } = spawnSync(command, args, { cwd: place, input: "", encoding: "utf8" });
    const trace = args.includes("out.json") ? readFileSync(join(place, "out.json"), "utf8") : null;
    return { stdout, trace };
  } finally {
    rmSync(place, { recursive: true });
  }
}

/**
 * A trace, its texts that name the program's file aside: tracebacks name the
 * whole path on the command line, as CPython's do; the page knows no folder.
 */
export const placeless = (trace) => trace.replaceAll(/"name":"(?:[^"\\]|\\.)*program\.py(?:[^"\\]|\\.)*"/g, '"name":"(a place)"');
