// The timeline under real input: keys, buttons, wheel, drag, touch.
import { expect, lab, test } from "../support/fixtures.mjs";
import { colours } from "../support/pages.mjs";
import { read } from "../support/trace.mjs";

const OPEN = "v1/concurrency-parallelism?ways=interleaved";
const time = (page) => page.locator(".tl-time").textContent();
const picture = (page) => page.locator("canvas").first().evaluate((canvas) => canvas.toDataURL());

/** Opens one modelled run; the lanes have the focus. */
async function open(openPage, options = {}) {
  const page = await openPage(OPEN, { lang: "en", ...options });
  await page.locator(".tl-lanes").focus();
  return page;
}

test("stepping on and back again comes to the same moments", async ({ openPage }) => {
  const page = await open(openPage);
  const moments = [await time(page)];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => time(page)).not.toBe(moments.at(-1));
    moments.push(await time(page));
  }
  // Slices of 20 ms: an event every 20 ms.
  expect(moments[1]).toContain("0.020");
  for (let i = 5; i >= 0; i--) {
    await page.getByRole("button", { name: "Previous event", exact: true }).click();
    await expect.poll(() => time(page)).toBe(moments[i]);
  }
});

test("every step is spoken", async ({ openPage }) => {
  const page = await open(openPage);
  const spoken = page.locator(".tl [aria-live=polite]");
  await page.keyboard.press("ArrowRight");
  await expect(spoken).toContainText(/B has a CPU/);
  const first = await spoken.textContent();
  await page.keyboard.press("ArrowRight");
  await expect(spoken).not.toHaveText(first);
  await expect(spoken).toContainText(/C has a CPU/);
});

test("it plays, pauses, goes to both ends, and changes its speed", async ({ openPage }) => {
  const page = await open(openPage);
  await page.keyboard.press("End");
  await expect.poll(() => time(page)).toMatch(/0\.360 s \/ 0\.360 s/);
  await page.keyboard.press("Home");
  await expect.poll(() => time(page)).toMatch(/0\.000 s/);
  await page.locator(".tl-speed").selectOption({ label: "10×" });
  await page.locator(".tl-lanes").focus();
  await page.keyboard.press("Space");
  await expect.poll(() => time(page), { timeout: 20_000 }).toMatch(/0\.360 s \/ 0\.360 s/);
  await page.keyboard.press("Home");
  await page.locator(".tl-speed").selectOption({ label: "0.1×" });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
});

test("wheel, keys and drag zoom and pan; 0 shows everything again", async ({ openPage }) => {
  const page = await open(openPage);
  const whole = await picture(page);
  const box = await page.locator(".tl-lanes").boundingBox();
  const middle = [box.x + box.width * 0.6, box.y + box.height * 0.4];
  await page.mouse.move(...middle);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await expect.poll(() => picture(page)).not.toBe(whole);
  const zoomed = await picture(page);
  await page.mouse.down();
  await page.mouse.move(middle[0] - 160, middle[1], { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => picture(page)).not.toBe(zoomed);
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.keyboard.press("Digit0");
  await expect.poll(() => picture(page)).toBe(whole);
  await page.keyboard.press("KeyW");
  await expect.poll(() => picture(page)).not.toBe(whole);
  await page.keyboard.press("Digit0");
  await expect.poll(() => picture(page)).toBe(whole);
});

test("two fingers zoom", async ({ openPage }) => {
  const page = await open(openPage, { viewport: { width: 390, height: 844 }, context: { hasTouch: true } });
  const whole = await picture(page);
  const box = await page.locator(".tl-lanes").boundingBox();
  const [x, y] = [box.x + box.width * 0.6, box.y + box.height * 0.4];
  const touch = await page.context().newCDPSession(page);
  const fingers = (spread) => [
    { x: x - spread, y, id: 0 },
    { x: x + spread, y, id: 1 },
  ];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(20) });
  for (const spread of [30, 45, 60, 80]) {
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(spread) });
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect.poll(() => picture(page)).not.toBe(whole);
});

test("a click shows what a slice is", async ({ openPage }) => {
  const page = await open(openPage);
  const box = await page.locator(".tl-lanes").boundingBox();
  // Along the first lane until a slice answers.
  for (let i = 0; i < 12 && !(await page.locator(".tl-card").count()); i++) {
    await page.mouse.click(box.x + box.width * (0.2 + i * 0.03), box.y + box.height * 0.3);
  }
  await expect(page.locator(".tl-card")).toContainText(/A|B|C/);
  await expect(page.locator(".tl-card")).toContainText("ms");
});

test("the table holds the same slices as the exported trace", async ({ openPage }) => {
  const page = await openPage(`${OPEN}&detail=1&view=table`, { lang: "en" });
  const trace = await lab(page).exportTrace();
  const slices = trace.traceEvents.filter((event) => event.ph === "X").length;
  await expect(page.locator(".tl-table tbody tr")).toHaveCount(slices);
  await expect(page.locator(".tl-pages")).toContainText(`${slices}`);
});

/** A length as the table writes it, in nanoseconds. */
function nanos(text) {
  if (text === "0") return 0;
  const [, digits, unit] = /^([\d.]+) (ns|µs|ms|s)$/.exec(text);
  return Math.round(Number(digits) * { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }[unit]);
}

test("the table says of each slice what the exported trace says", async ({ openPage }) => {
  const page = await openPage("v1/matrix?ways=polling&detail=1&view=table", { lang: "en" });
  const trace = read(await lab(page).exportTrace());
  const rows = await page.locator(".tl-table tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.textContent)),
  );
  const said = rows.map(([lane, , , start, end, length]) => {
    expect(nanos(length)).toBe(nanos(end) - nanos(start));
    // The page says some of the trace's names in the reader's words.
    return `${lane.replace(/^main thread$/, "main")} ${nanos(start)} ${nanos(end)}`;
  });
  const slices = trace.lanes.flatMap(({ name, slices }) => slices.map(({ start, end }) => `${name} ${start} ${end}`));
  expect(said.toSorted()).toEqual(slices.toSorted());
});

/** The moment under a place of the lanes, in seconds: a press on the ruler goes there. */
async function momentAt(page, part) {
  const box = await page.locator(".tl-lanes").boundingBox();
  await page.mouse.click(box.x + box.width * part, box.y + 8);
  const [moment] = /[\d.]+/.exec(await time(page));
  return Number(moment);
}

test("zooming keeps the moment under the pointer, panning moves it along", async ({ openPage }) => {
  const page = await open(openPage);
  const span = async () => (await momentAt(page, 0.9)) - (await momentAt(page, 0.6));
  const whole = await span();
  const middle = await momentAt(page, 0.6);
  const box = await page.locator(".tl-lanes").boundingBox();
  const over = [box.x + box.width * 0.6, box.y + box.height * 0.5];
  await page.mouse.move(...over);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await expect.poll(span).toBeLessThan(whole * 0.6);
  const zoomed = await span();
  // A press is worth a pixel, which is a few milliseconds here.
  expect(Math.abs((await momentAt(page, 0.6)) - middle)).toBeLessThan(0.01);

  await page.mouse.move(...over);
  await page.mouse.down();
  await page.mouse.move(over[0] - box.width * 0.3, over[1], { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await momentAt(page, 0.6)) - middle - zoomed)).toBeLessThan(0.01);
  expect(Math.abs((await span()) - zoomed), "panning does not zoom").toBeLessThan(0.005);
});

for (const theme of ["light", "dark"]) {
  test(`screens are painted, and kept to be looked at (${theme})`, async ({ openPage }) => {
    test.setTimeout(120_000);
    for (const lang of ["ko", "en"]) {
      for (const [width, height] of [[1440, 900], [390, 844]]) {
        for (const key of ["home", "concurrency-parallelism", "blocking-nonblocking", "sync-async", "matrix"]) {
          const page = await openPage(`v1/${key}`, { lang, theme, viewport: { width, height } });
          await expect.poll(() => colours(page), { message: key }).toBeGreaterThan(5);
          await page.screenshot({ path: `results/screens/${key}-${lang}-${theme}-${width}.png` });
          await page.context().close();
        }
      }
    }
  });
}
