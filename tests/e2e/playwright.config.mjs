import { defineConfig } from "@playwright/test";
import { args, executablePath } from "./support/browser.mjs";

export default defineConfig({
  testDir: "specs",
  outputDir: "results/artifacts",
  // One page at a time: what is measured in one must not disturb another.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "results/report.json" }]],
  use: {
    launchOptions: { executablePath: executablePath(), args },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
