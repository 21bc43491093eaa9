// When the page counts as loaded.

/** To be added to a page before it loads: notes that the program has started. */
export function noteStart() {
  window.addEventListener("TrunkApplicationStarted", () => {
    window.started = true;
  });
}

/**
 * Waits until the page's program has started and, where the page says so
 * itself through `concurrencyLab.ready`, until it is ready for use.
 */
export async function whenReady(page) {
  await page.waitForFunction(() => window.started === true);
  await page.evaluate(() => window.concurrencyLab?.ready);
}
