// The pages there are, with what a reader sees first.

/** The questions: key, names and the presets' keys. */
export const QUESTIONS = [
  { key: "concurrency-parallelism", ko: "동시성과 병렬성", en: "Concurrency and parallelism" },
  { key: "blocking-nonblocking", ko: "블로킹과 논블로킹", en: "Blocking and non-blocking" },
  { key: "sync-async", ko: "동기와 비동기", en: "Synchronous and asynchronous" },
  { key: "matrix", ko: "2×2 표로 보기", en: "The 2×2 matrix" },
];

/** The fragments of all pages. */
export const FRAGMENTS = ["", ...QUESTIONS.map((question) => `v1/${question.key}`)];

/** Presses “Measure” and waits until every way was measured. */
export async function measure(page) {
  await page.locator(".bar button.primary").click();
  await page.waitForFunction(() => window.concurrencyLab.state().measuring);
  await page.waitForFunction(() => !window.concurrencyLab.state().measuring, null, { timeout: 40_000 });
}

/** How many different colours the first canvas holds. */
export function colours(page) {
  return page.locator("canvas").first().evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4 * 7) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return seen.size;
  });
}
