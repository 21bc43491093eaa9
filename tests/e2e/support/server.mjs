// A static file server as a visitor's web host would be: files under a prefix,
// the right types, nothing clever. It lives in the test's own process, so it
// cannot outlive the run.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, normalize, resolve, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".py": "text/x-python; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

/**
 * Serves the folder `root` under `prefix` (which begins and ends with a slash)
 * on a free port of the loopback address.
 *
 * `isolated` sends the headers that make the page cross-origin isolated.
 * `page(path, html)` adds a page outside the folder, such as one that embeds
 * another server's page. `hits` lists the paths that were asked for.
 */
export async function serve({ root, prefix = "/", isolated = false }) {
  const folder = resolve(root);
  const pages = new Map();
  const hits = [];

  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    hits.push(path);
    const send = (status, type, body) => {
      response.writeHead(status, {
        "Content-Type": type,
        "Cache-Control": "no-cache",
        ...(isolated ? ISOLATION : {}),
      });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    // Browsers ask for it by themselves on a page that names no icon.
    if (path === "/favicon.ico") return send(204, TYPES[".ico"]);
    if (pages.has(path)) return send(200, TYPES[".html"], pages.get(path));
    const file = fileFor(folder, prefix, path);
    const body = file && (await readFile(file).catch(() => undefined));
    if (!body) return send(404, TYPES[".txt"], `Nothing at ${path}\n`);
    send(200, TYPES[extname(file)] ?? "application/octet-stream", body);
  });
  await new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });

  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: `${origin}${prefix}`,
    hits,
    page(path, html) {
      pages.set(path, html);
      return origin + path;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The file a path stands for, or nothing when it lies outside the served folder. */
function fileFor(folder, prefix, path) {
  if (!path.startsWith(prefix)) return undefined;
  const inside = path.slice(prefix.length) || "index.html";
  const file = resolve(folder, normalize(inside.endsWith("/") ? `${inside}index.html` : inside));
  return file.startsWith(folder + sep) ? file : undefined;
}
