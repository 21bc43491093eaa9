// Python programs in the browser print what CPython 3.11 printed, and what
// happened is, byte for byte, what happens on the command line.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, natively, placeless, root } from "../support/command.mjs";
import { expect, test } from "../support/fixtures.mjs";

const folder = join(root, "tests/python/conformance");
const programs = readdirSync(folder).filter((name) => name.endsWith(".py")).sort();
/** Several tests, so that several browsers can share the work. */
const PARTS = 4;
const RUN = ["run", "program.py", "--trace", "out.json"];

const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A program that takes its path apart does so in as many steps as the path has parts. */
const asks = (source) => /\blogging\b/.test(source);
const timeless = (trace) => trace.replaceAll(/"(ts|dur|endNs)":[\d.]+/g, '"$1":0');

/** What the console shows of one stream: rows whose pieces are of it. */
function written(page, error) {
  return page.locator(".console li pre").evaluateAll(
    (rows, error) =>
      rows
        .map((row) => [...row.children].filter((piece) => piece.classList.contains("error") === error))
        .filter((pieces) => pieces.length > 0)
        .map((pieces) => `${pieces.map((piece) => piece.textContent).join("")}\n`)
        .join(""),
    error,
  );
}

async function run(page, source) {
  await page.locator(".editor textarea").fill(source);
  await page.locator(".editor textarea").press("Control+Enter");
  // It is not the run of the program before, and none goes on.
  await expect(page.locator(".stage .tally")).toHaveText("", { timeout: 60_000 });
  await expect(page.locator(".python .tools .primary")).toHaveText("Run", { timeout: 60_000 });
}

for (let part = 0; part < PARTS; part++) {
  test(`programs print what CPython prints, and happen as on the command line: ${part + 1} of ${PARTS}`, async ({ openPage }) => {
    test.setTimeout(600_000);
    const command = commandLine();
    const page = await openPage("v1/python?eof=on", { lang: "en" });
    const ours = programs.filter((_, i) => i % PARTS === part);
    expect(ours.length).toBeGreaterThan(10);
    for (const name of ours) {
      const file = (ending) => join(folder, name.replace(/\.py$/, ending));
      const source = readFileSync(file(".py"), "utf8");
      await run(page, source);
      const out = readFileSync(file(".out"), "utf8");
      expect.soft((await written(page, false)).trimEnd(), `${name}: standard output`).toBe(out.trimEnd());
      if (existsSync(file(".err"))) {
        const last = (await written(page, true)).trimEnd().split("\n").at(-1);
        expect.soft(last, `${name}: the end of standard error`).toBe(readFileSync(file(".err"), "utf8").trim());
      }
      const code = existsSync(file(".exit")) ? readFileSync(file(".exit"), "utf8").trim() : "0";
      const ending = page.locator(".console .ending");
      await expect.soft(ending, `${name}: exit code`).toContainText(code === "0" ? "It ended:" : `exit code ${code} `);
      const here = await page.evaluate(() => window.concurrencyLab.exportTrace());
      const compared = (trace) => sum(asks(source) ? timeless(placeless(trace)) : placeless(trace));
      expect.soft(compared(here), `${name}: the trace`).toBe(compared(natively(command, source, RUN).trace));
    }
  });
}
