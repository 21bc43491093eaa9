// What a button of the timeline does, its key does too.
import { expect, test } from "../support/fixtures.mjs";

const OPEN = "v1/concurrency-parallelism?ways=interleaved";
const picture = (page) => page.locator(".tl-lanes canvas").first().evaluate((canvas) => canvas.toDataURL());
const moment = (page) => page.locator(".tl-time").textContent();
const button = (page, command) => page.locator(`.tl-transport [data-command=${command}]`);

async function press(page, ...keys) {
  await page.locator(".tl-lanes").focus();
  for (const key of keys) await page.keyboard.press(key);
}

/** The picture once it stays the same. */
async function settled(page) {
  let last;
  const stays = async () => {
    const now = await picture(page);
    const same = now === last;
    last = now;
    return same;
  };
  await expect.poll(stays).toBe(true);
  return last;
}

test("zooming and panning", async ({ openPage }) => {
  const page = await openPage(OPEN, { lang: "en" });
  const whole = await settled(page);
  for (const [before, command, key] of [
    [[], "ZoomIn", "KeyW"],
    [["KeyW", "KeyW"], "ZoomOut", "KeyS"],
    [["KeyW"], "PanRight", "KeyD"],
    [["KeyW", "KeyD", "KeyD"], "PanLeft", "KeyA"],
  ]) {
    const pictures = [];
    for (const act of [() => button(page, command).click(), () => press(page, key)]) {
      await press(page, ...before);
      const old = await settled(page);
      await act();
      await expect.poll(() => picture(page), { message: command }).not.toBe(old);
      pictures.push(await settled(page));
      await button(page, "FitAll").click();
      await expect.poll(() => picture(page), { message: "everything is seen again" }).toBe(whole);
    }
    expect(pictures[0] === pictures[1], `${command} by button and by key`).toBe(true);
  }
});

test("moving in time", async ({ openPage }) => {
  const page = await openPage(OPEN, { lang: "en" });
  for (const [from, command, key] of [
    ["Home", "StepOn", "ArrowRight"],
    ["Home", "ToEnd", "End"],
    ["End", "StepBack", "ArrowLeft"],
    ["End", "ToStart", "Home"],
  ]) {
    await press(page, from);
    const before = await moment(page);
    await button(page, command).click();
    await expect.poll(() => moment(page), { message: command }).not.toBe(before);
    const after = await moment(page);
    await press(page, from);
    await expect.poll(() => moment(page)).toBe(before);
    await press(page, key);
    await expect.poll(() => moment(page), { message: key }).toBe(after);
  }
});
