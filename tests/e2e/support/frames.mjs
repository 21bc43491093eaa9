// The frames of a page. Both functions run in the page.

/** Begins to note frames and input events. */
export function begin() {
  const noted = { apart: [], begun: [], painted: [], inputs: 0 };
  const listening = new AbortController();
  for (const event of ["wheel", "pointermove"]) {
    const count = () => (noted.inputs += 1);
    addEventListener(event, count, { capture: true, passive: true, signal: listening.signal });
  }
  // A message that is sent in a frame arrives after the frame is painted.
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }) => noted.painted.push(performance.now() - data);
  let last;
  const frame = (begun) => {
    if (listening.signal.aborted) return;
    // The frame's own time stamp is that of the screen's beat: it tells of a
    // frame that was left out, but not of one that began late.
    const now = performance.now();
    if (last) {
      noted.apart.push(now - last.now);
      noted.begun.push(begun - last.begun);
    }
    last = { now, begun };
    port1.postMessage(begun);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.framesNoted = () => {
    listening.abort();
    port1.close();
    return noted;
  };
}

/**
 * Ends it: milliseconds between neighbouring frames' callbacks (`apart`) and
 * between their time stamps (`begun`), from each time stamp until the frame was
 * painted (`painted`), and how many input events came (`inputs`).
 */
export function end() {
  return window.framesNoted();
}
