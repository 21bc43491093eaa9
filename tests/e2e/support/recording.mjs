// Recordings to be opened by viewers: Chrome trace events as most tools write
// them, about 81 bytes each, one to a line.
import { createWriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";

/** What is opened: how many slices on how many lanes, and whether a quick look has it too. */
export const RECORDINGS = [
  { slices: 10_000, lanes: 16, quick: true },
  { slices: 100_000, lanes: 16 },
  { slices: 1_000_000, lanes: 16, quick: true },
  { slices: 100_000, lanes: 5_000 },
];

/** One more when what is written changes, so that old files are written anew. */
const VERSION = 1;
/** How many different names slices have. */
const NAMES = 40;

/**
 * The file of a recording; written if it is not there yet. Slices of a lane
 * follow each other with gaps; lengths and names come from a generator with a
 * fixed beginning, so that the file is the same everywhere.
 */
export async function recording(folder, { slices, lanes }) {
  const path = join(folder, `recording-${VERSION}-${slices}-${lanes}.json`);
  if (await stat(path).catch(() => undefined)) return path;
  const part = `${path}.part`;
  const out = createWriteStream(part);
  let state = 1;
  // Numerical Recipes' linear congruential generator.
  const random = (below) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  const at = new Array(lanes).fill(0);
  out.write("[\n");
  for (let slice = 0; slice < slices; slice += 1) {
    const lane = slice % lanes;
    const nanos = 1_000 + random(90_000);
    const start = at[lane];
    at[lane] += nanos + random(20_000);
    const micros = (ns) => (ns / 1_000).toFixed(3);
    const event = `{"name":"f${random(NAMES)}","cat":"run","ph":"X","ts":${micros(start)},"dur":${micros(nanos)},"pid":1,"tid":${lane + 1}}`;
    if (!out.write(slice + 1 < slices ? `${event},\n` : `${event}\n]\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  await rename(part, path);
  return path;
}
