import { chromium } from "@playwright/test";
import fs from "node:fs";
import { args, executablePath } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
const [dist, hash="#v1/python?example=threads-overlap"] = process.argv.slice(2);
const site = await serve({ root: dist, prefix: "/lab/" });
const browser = await chromium.launch({ executablePath: executablePath(), args });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const s = await page.context().newCDPSession(page);
await s.send("Network.setCacheDisabled", { cacheDisabled: true });
await page.addInitScript(() => {
  window.addEventListener("TrunkApplicationStarted", async () => {
    performance.mark("light");
    while (!window.concurrencyLab) await new Promise((d) => setTimeout(d));
    performance.mark("lab");
    await window.concurrencyLab.ready;
    performance.mark("trace");
    await new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)));
    performance.mark("seen");
    window.times = performance.getEntriesByType("mark").map((m) => [m.name, m.startTime]);
  });
});
await browser.startTracing(page, { path: "/tmp/start-trace.json", categories: ["devtools.timeline","v8","v8.wasm","disabled-by-default-v8.wasm.detailed","disabled-by-default-v8.compile","blink.user_timing","loading","toplevel","disabled-by-default-devtools.timeline","disabled-by-default-v8.cpu_profiler"] });
await page.goto(site.url + hash);
await page.waitForFunction(() => window.times, undefined, { timeout: 60000, polling: 50 });
console.log(await page.evaluate(() => window.times));
console.log((await page.evaluate(() => performance.getEntriesByType("resource").map(r => [r.name.split("/").pop().slice(0,40), Math.round(r.startTime), Math.round(r.responseEnd), r.encodedBodySize]))).map(x=>x.join(" ")).join("\n"));
await browser.stopTracing();
await browser.close(); await site.close();
const ev = JSON.parse(fs.readFileSync("/tmp/start-trace.json")).traceEvents;
const names = {}; for (const e of ev) if (e.ph === "M" && e.name === "thread_name") names[e.pid + "/" + e.tid] = e.args.name;
const nav = ev.find(e => e.name === "navigationStart" && e.args?.data?.documentLoaderURL?.includes("/lab/"))?.ts ?? Math.min(...ev.filter(e=>e.ts).map(e=>e.ts));
const by = {};
for (const e of ev) { if (e.ph !== "X" || !e.dur || e.dur < 3000) continue; const k = names[e.pid+"/"+e.tid] + " " + e.pid+"/"+e.tid; (by[k] ??= []).push(e); }
for (const [k, l] of Object.entries(by)) { console.log("==", k); for (const e of l.sort((a,b)=>a.ts-b.ts).slice(0, 70)) console.log(((e.ts-nav)/1000).toFixed(0).padStart(6), (e.dur/1000).toFixed(1).padStart(7), e.name, JSON.stringify(e.args?.data?.url ?? e.args?.data?.functionName ?? e.args?.src_func ?? "").slice(0, 80)); }
