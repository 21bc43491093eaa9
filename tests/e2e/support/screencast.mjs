// What a page showed, and when: the frames that Chromium presented, whatever
// paints them (2D canvas, WebGL, HTML).

/** Begins to record what a page shows. */
export async function record(page) {
  const session = await page.context().newCDPSession(page);
  const frames = [];
  session.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    frames.push({ at: metadata.timestamp * 1_000, data, heard: performance.now() });
    session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await session.send("Page.startScreencast", { format: "jpeg", quality: 80 });
  return {
    frames,
    /** Waits until nothing new was shown for so many milliseconds from now on. */
    async quiet(ms) {
      const asked = performance.now();
      while (!frames.length || performance.now() - Math.max(asked, frames.at(-1).heard) < ms) await new Promise((next) => setTimeout(next, 50));
    },
    async stop() {
      await session.send("Page.stopScreencast");
      await session.detach();
    },
  };
}

/**
 * For each frame the share of pixels of an area that look otherwise than in
 * the last one. Runs in a page of its own, so that the decoder of the browser
 * can be used.
 */
export async function otherThanLast(page, frames, area) {
  return page.evaluate(
    async ([frames, area]) => {
      const canvas = new OffscreenCanvas(area.width, area.height);
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const pixels = async (data) => {
        const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes]), area.x, area.y, area.width, area.height);
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, area.width, area.height).data;
      };
      const last = await pixels(frames.at(-1));
      const shares = [];
      for (const frame of frames) {
        const own = await pixels(frame);
        let other = 0;
        for (let at = 0; at < own.length; at += 4) {
          const far = Math.abs(own[at] - last[at]) + Math.abs(own[at + 1] - last[at + 1]) + Math.abs(own[at + 2] - last[at + 2]);
          if (far > 60) other += 1;
        }
        shares.push(other / (own.length / 4));
      }
      return shares;
    },
    [frames.map(({ data }) => data), area],
  );
}
