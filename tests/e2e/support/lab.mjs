// The page's own programming interface, `window.concurrencyLab`, from a test.

/**
 * The interface of a page or frame. Every call fails with the page's own error
 * when the page rejects it, and when the page has no such interface.
 *
 * - `version()`: the page's version.
 * - `state()`: what is on screen, as the page reports it.
 * - `exportTrace()`: the trace on screen, parsed from Chrome Trace Event JSON.
 * - `runLive(id, params)`: measures an experiment; its trace, parsed likewise.
 */
export function lab(page) {
  const call = (name, ...values) =>
    page.evaluate(
      async ([name, values]) => {
        const api = window.concurrencyLab;
        if (!api) throw new Error("The page has no window.concurrencyLab.");
        await api.ready;
        return typeof api[name] === "function" ? api[name](...values) : api[name];
      },
      [name, values],
    );
  return {
    version: () => call("version"),
    state: () => call("state"),
    exportTrace: async () => JSON.parse(await call("exportTrace")),
    runLive: async (id, params) => JSON.parse(await call("runLive", id, params)),
  };
}
