import { chromium } from "@playwright/test";
import { args, executablePath } from "./support/browser.mjs";
import { noteStart, whenReady } from "./support/ready.mjs";
import { serve } from "./support/server.mjs";
const server = await serve({ root: "/tmp/wt/explore/dist", prefix: "/lab/", isolated: true });
const browser = await chromium.launch({ executablePath: executablePath(), args });
const page = await browser.newPage({ locale: "en-US" });
page.on("pageerror", (e) => console.log("ERR", e.message));
await page.addInitScript(noteStart);
await page.goto(server.url + "#v1/explore"); await whenReady(page);
const keys = await page.locator(".chooser option").evaluateAll((o) => o.map((x) => x.value));
for (const key of keys) {
  const t = Date.now();
  await page.locator(".chooser select").selectOption(key);
  await page.waitForTimeout(50);
  await page.waitForFunction(() => !document.querySelector(".results .progress"), null, { timeout: 60000 });
  const s = await page.locator(".results").innerText();
  console.log(key, Date.now() - t, "ms |", s.replace(/\s+/g, " ").slice(0, 260), "|", await page.locator(".schedule input").inputValue());
}
await browser.close(); await server.close();
