// Exporting what a timeline shows: the dialog, each file, and what is in it.
import { readFile } from "node:fs/promises";
import { axe, expect, lab, test } from "../support/fixtures.mjs";

const MACHINE = "v1/machine";

/** Opens the machine page and its export dialog. */
async function open(openPage, options = {}) {
  const page = await openPage(MACHINE, { lang: "en", ...options });
  await page.locator(".tl-export").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  return page;
}

/** Presses a button of the dialog and gives the file: its name and bytes. */
async function saved(page, button) {
  const waiting = page.waitForEvent("download", { timeout: 50_000 });
  await page.locator(`[data-export=${button}]`).click();
  const download = await waiting;
  const bytes = await readFile(await download.path());
  const name = download.suggestedFilename();
  await expect(page.locator(".export-said")).toContainText(name);
  return { name, bytes };
}

/** Chooses an option of one of the dialog's lists. */
const choose = (page, label, option) =>
  page.getByRole("dialog").getByLabel(label, { exact: true }).selectOption({ label: option });

test("the picture is saved as SVG and as PNG in the size that is chosen", async ({ openPage }) => {
  const page = await open(openPage);
  const svg = await saved(page, "svg");
  expect(svg.name).toBe("timeline.svg");
  expect(svg.bytes.toString()).toMatch(/^<svg xmlns=/);
  const lanes = await page.locator(".tl-lanes").boundingBox();
  const png = await saved(page, "png");
  expect(png.name).toBe("timeline.png");
  // The header of a PNG has its size (W3C, PNG, 11.2.2).
  expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
  const size = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
  expect(size).toEqual([lanes.width, lanes.height].map((side) => Math.round(Math.floor(side) * 2)));
});

test("the trace, the table and the measures agree with the page", async ({ openPage }) => {
  const page = await openPage(MACHINE, { lang: "en" });
  // With the cores every slice is in a lane, and so in the table.
  await page.getByLabel("Cores and threads").check();
  await page.locator(".tl-export").click();
  const trace = JSON.parse((await saved(page, "trace")).bytes);
  expect(trace).toEqual(await lab(page).exportTrace());
  const slices = trace.traceEvents.filter(({ ph }) => ph === "X");
  const csv = await saved(page, "csv");
  expect(csv.name).toBe("timeline.csv");
  const lines = csv.bytes.toString().split("\r\n");
  expect(lines[0]).toBe("\ufeffsection,source,process,lane,kind,state,name,start_ns,duration_ns,details");
  expect(lines.at(-1)).toBe("");
  const measures = JSON.parse((await saved(page, "measures")).bytes);
  expect(measures.unit).toBe("ns");
  expect(measures.sections[0].counts.slices).toBe(slices.length);
  const rows = measures.sections.reduce((sum, { counts }) => sum + counts.slices, 0);
  expect(lines.length - 2).toBe(rows);
});

test("a GIF of the run is made in a worker, plays to the end, and can be cancelled", async ({ openPage }) => {
  const page = await open(openPage);
  await choose(page, "Width", "480");
  await choose(page, "Speed", "10×");
  await choose(page, "Pictures a second", "10");
  const gif = await saved(page, "clip");
  expect(gif.name).toBe("timeline.gif");
  expect(gif.bytes.subarray(0, 6).toString()).toBe("GIF89a");
  expect(gif.bytes.readUInt16LE(6)).toBe(480);
  // A browser shows it, and its last picture is not its first.
  const frames = await page.evaluate(async (bytes) => {
    const data = new Uint8Array(bytes);
    const decoder = new ImageDecoder({ data, type: "image/gif" });
    await decoder.tracks.ready;
    await decoder.completed;
    const count = decoder.tracks.selectedTrack.frameCount;
    const grab = async (frameIndex) => {
      const { image } = await decoder.decode({ frameIndex });
      const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      return [...context.getImageData(0, 0, canvas.width, canvas.height).data];
    };
    const [first, last] = [await grab(0), await grab(count - 1)];
    return { count, differs: first.filter((value, i) => value !== last[i]).length };
  }, [...gif.bytes]);
  expect(frames.count).toBeGreaterThan(3);
  expect(frames.differs).toBeGreaterThan(1000);
  // What takes long can be given up, and nothing is saved.
  await choose(page, "Speed", "0.25×");
  await choose(page, "Width", "1280");
  await page.locator("[data-export=clip]").click();
  await expect(page.getByRole("dialog").locator("progress")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog").locator("progress")).toHaveCount(0);
  await expect(page.locator("[data-export=clip]")).toBeEnabled();
});

test("a WebM is a film that the browser plays and seeks", async ({ openPage }) => {
  const page = await open(openPage);
  await choose(page, "Format", "WebM (video)");
  await choose(page, "Width", "480");
  await choose(page, "Speed", "5×");
  const webm = await saved(page, "clip");
  expect(webm.name).toBe("timeline.webm");
  const film = await page.evaluate(async (bytes) => {
    const video = document.createElement("video");
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "video/webm" }));
    const heard = (name) =>
      new Promise((resolve, reject) => {
        video.addEventListener(name, resolve, { once: true });
        video.addEventListener("error", () => reject(new Error(video.error.message)), { once: true });
      });
    await heard("loadeddata");
    const grab = () => {
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = canvas.getContext("2d");
      context.drawImage(video, 0, 0);
      return context.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    const first = grab();
    const seeked = heard("seeked");
    video.currentTime = video.duration - 0.05;
    await seeked;
    const last = grab();
    const differs = first.filter((value, i) => Math.abs(value - last[i]) > 40).length;
    return { width: video.videoWidth, duration: video.duration, differs };
  }, [...webm.bytes]);
  expect(film.width).toBe(480);
  expect(film.duration).toBeGreaterThan(0.2);
  expect(film.duration).toBeLessThan(30);
  expect(film.differs).toBeGreaterThan(1000);
});

test("without a video encoder the dialog says so and offers the other way", async ({ openPage }) => {
  const page = await openPage(MACHINE, { lang: "en" });
  // The worker's loader runs before its program: the encoder goes with it.
  await page.route(/worker\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `delete self.VideoEncoder;\n${await response.text()}` });
  });
  await page.locator(".tl-export").click();
  await choose(page, "Format", "WebM (video)");
  await choose(page, "Speed", "10×");
  await page.locator("[data-export=clip]").click();
  await expect(page.locator(".export-said")).toContainText("no video encoder");
  await expect(page.locator(".export-said")).toContainText("Make a GIF instead");
});

test("what would be too long is told before it is made", async ({ openPage }) => {
  const page = await openPage("v1/trace", { lang: "en" });
  // 19 seconds, played as they were.
  await page.evaluate(() => window.concurrencyLab.importTrace('[{"ph":"X","name":"long","ts":0,"dur":19000000}]'));
  await page.locator(".tl-export").click();
  await choose(page, "Speed", "0.1×");
  await choose(page, "Pictures a second", "25");
  await expect(page.getByRole("dialog")).toContainText("4751 pictures, of at most 1500");
  await expect(page.locator("[data-export=clip]")).toBeDisabled();
});

for (const [lang, theme, viewport] of [
  ["ko", "light", { width: 390, height: 844 }],
  ["en", "dark", { width: 1440, height: 900 }],
]) {
  test(`the dialog is accessible and fits: ${lang}, ${theme}, ${viewport.width}`, async ({ openPage }) => {
    const page = await open(openPage, { lang, theme, viewport });
    await axe(page);
    const dialog = page.getByRole("dialog");
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(page.locator(".tl-export")).toBeFocused();
  });
}

test("embedded pages have no tools", async ({ openPage }) => {
  const page = await openPage(MACHINE, { lang: "en", query: "embed=1" });
  await expect(page.locator(".tl-lanes")).toBeVisible();
  await expect(page.locator(".tl-export")).toHaveCount(0);
});
