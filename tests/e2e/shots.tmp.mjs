import { chromium } from "@playwright/test";
import { args, executablePath } from "/tmp/wt/explore/tests/e2e/support/browser.mjs";
import { noteStart, whenReady } from "/tmp/wt/explore/tests/e2e/support/ready.mjs";
import { serve } from "/tmp/wt/explore/tests/e2e/support/server.mjs";
const server = await serve({ root: "/tmp/wt/explore/dist", prefix: "/lab/", isolated: true });
const browser = await chromium.launch({ executablePath: executablePath(), args });
const list = JSON.parse(process.argv[2]);
for (const [name, hash, lang, theme, w, h, steps] of list) {
  const c = await browser.newContext({ locale: lang === "ko" ? "ko-KR" : "en-US", colorScheme: theme, viewport: { width: w, height: h } });
  const page = await c.newPage();
  page.on("console", (m) => console.log(name, m.type(), m.text()));
  page.on("pageerror", (e) => console.log(name, "ERR", e.message));
  await page.addInitScript(noteStart);
  await page.goto(server.url + hash);
  await whenReady(page);
  await page.waitForTimeout(2500);
  for (let i = 0; i < (steps ?? 0); i++) { await page.keyboard.press("ArrowRight"); await page.waitForTimeout(120); }
  await page.screenshot({ path: `/tmp/wt/shot-${name}.png` });
  await page.evaluate(() => { const m = document.querySelector("main"); document.querySelector(".app").style.height = "auto"; for (const e of document.querySelectorAll(".app, .frame, .frame > *, main")) { e.style.overflow = "visible"; e.style.height = "auto"; } });
  await page.screenshot({ path: `/tmp/wt/shot-${name}-full.png`, fullPage: true });
  await c.close();
}
await browser.close(); await server.close();
