// What is exported is what is seen: the SVG is the picture on the screen, and a
// viewer that is not ours shows the trace.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { expect, lab, test } from "../support/fixtures.mjs";
import { serve } from "../support/server.mjs";

/** Two channels further apart than this (of 255) are different. */
const APART = 64;
/** The part of all pixels that may be: edges that fall between two pixels are
 * rounded by two painters, and letters are hinted. */
const TOLERATED = 0.004;

/** A recording with everything that is drawn: strips, slices, text, arrows. */
function recording() {
  const events = [{ ph: "M", pid: 1, name: "process_name", args: { name: "서버 & <클라이언트>" } }];
  for (let n = 0; n < 4000; n++) events.push({ ph: "X", pid: 1, tid: 1, ts: n * 10, dur: (n % 7) + 1, name: `짧은 ${n % 5}` });
  for (let n = 0; n < 12; n++) events.push({ ph: "X", pid: 1, tid: 2, ts: n * 3300, dur: 3000, name: `요청을 처리하는 중 ${n}` });
  for (let n = 0; n < 6; n++) {
    events.push({ ph: "s", id: n, name: "f", pid: 1, tid: 2, ts: n * 6600 + 100 });
    events.push({ ph: "f", id: n, name: "f", pid: 1, tid: 3, ts: n * 6600 + 900 });
  }
  for (let n = 0; n < 40; n++) events.push({ ph: "i", pid: 1, tid: 3, ts: n * 999, name: "여기" });
  events.push({ ph: "X", pid: 1, tid: 3, ts: 500, dur: 38000, name: "outer" });
  return JSON.stringify(events);
}

/** Compares the lanes with the exported SVG, both as this browser paints them. */
async function compared(page) {
  await page.locator(".tl-export").click();
  const waiting = page.waitForEvent("download");
  await page.locator("[data-export=svg]").click();
  const svg = (await readFile(await (await waiting).path())).toString();
  await page.keyboard.press("Escape");
  return page.evaluate(
    async ([svg, apart]) => {
      const lanes = document.querySelector(".tl-lanes");
      const [width, height] = [lanes.clientWidth, lanes.clientHeight];
      const paint = (draw) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext("2d", { willReadFrequently: true });
        draw(context);
        return context.getImageData(0, 0, width, height).data;
      };
      const seen = paint((context) => lanes.querySelectorAll("canvas").forEach((layer) => context.drawImage(layer, 0, 0)));
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
      await image.decode();
      const written = paint((context) => context.drawImage(image, 0, 0));
      let differ = 0;
      let inked = 0;
      for (let i = 0; i < seen.length; i += 4) {
        const most = Math.max(...[0, 1, 2].map((c) => Math.abs(seen[i + c] - written[i + c])));
        differ += most > apart;
        inked += Math.max(...[0, 1, 2].map((c) => Math.abs(seen[i + c] - seen[c]))) > apart;
      }
      return { size: [image.naturalWidth, image.naturalHeight], lanes: [width, height], part: differ / (width * height), inked: inked / (width * height) };
    },
    [svg, APART],
  );
}

for (const theme of ["light", "dark"]) {
  test(`the exported SVG is the picture on the screen: ${theme}`, async ({ openPage }) => {
    const page = await openPage("v1/machine", { lang: "ko", theme });
    const check = async (what) => {
      const { size, lanes, part, inked } = await compared(page);
      expect(size, what).toEqual(lanes);
      // The comparison sees something at all.
      expect(inked, what).toBeGreaterThan(0.01);
      expect(part, what).toBeLessThan(TOLERATED);
      console.log(`${theme}, ${what}: ${(part * 100).toFixed(3)} % of the pixels differ`);
    };
    await check("at the beginning");
    await page.getByLabel("코어와 스레드도").check();
    await page.locator(".tl-lanes").click({ position: { x: 300, y: 60 } });
    await page.keyboard.press("ArrowRight");
    await check("with a choice");
    await page.evaluate((text) => window.concurrencyLab.importTrace(text), recording());
    await check("a recording");
    await page.locator(".tl-lanes").focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("KeyW");
    await page.locator('[data-command="Flows"]').click();
    await check("zoomed in, with arrows");
  });
}

test("speedscope opens the exported trace and shows its threads and slices", async ({ openPage, browser }) => {
  const page = await openPage("v1/machine", { lang: "en" });
  const trace = await lab(page).exportTrace();
  const root = dirname(createRequire(import.meta.url).resolve("speedscope/dist/release/index.html"));
  const viewer = await serve({ root, prefix: "/" });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const other = await context.newPage();
  const errors = [];
  other.on("pageerror", (error) => errors.push(error.message));
  await other.goto(`${viewer.origin}/index.html`);
  const buffer = Buffer.from(JSON.stringify(trace));
  await other.locator("input[type=file]").setInputFiles({ name: "machine.json", mimeType: "application/json", buffer });
  // The toolbar names the profile that is shown: a thread of ours.
  const threads = trace.traceEvents.filter(({ ph, name }) => ph === "M" && name === "thread_name");
  const withSlices = threads.filter(({ tid }) => trace.traceEvents.some((event) => event.ph === "X" && event.tid === tid));
  await expect(other.locator("body")).toContainText(`${withSlices[0].args.name} (tid ${withSlices[0].tid})`);
  await expect(other.locator("body")).toContainText(`(1/${withSlices.length})`);
  await other.getByText("Sandwich").click();
  const first = withSlices[0].tid;
  const names = new Set(trace.traceEvents.filter(({ ph, tid }) => ph === "X" && tid === first).map(({ name }) => name));
  for (const name of names) await expect(other.locator("tr").filter({ hasText: `${name} {` })).toContainText("ms");
  expect(errors).toEqual([]);
  await context.close();
  await viewer.close();
});
