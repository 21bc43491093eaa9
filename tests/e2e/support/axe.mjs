// Accessibility checks by axe-core, with a report a person can act on.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";

const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SEVERE = ["serious", "critical"];

/**
 * Runs every rule of axe-core on a page or frame and fails on a serious or
 * critical violation. Milder ones are returned, with the severe ones, as axe
 * reports them.
 */
export async function axe(page) {
  await page.evaluate(await readFile(source, "utf8"));
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  const severe = violations.filter((violation) => SEVERE.includes(violation.impact));
  expect(severe.map(describe).join("\n"), "accessibility violations").toBe("");
  return violations;
}

function describe(violation) {
  const places = violation.nodes.map(
    (node) => `    ${node.target.join(" ")}\n      ${node.html}\n      ${node.failureSummary.replace(/\s*\n\s*/g, " ")}`,
  );
  return [`${violation.impact}: ${violation.id}: ${violation.help} (${violation.helpUrl})`, ...places].join("\n");
}
