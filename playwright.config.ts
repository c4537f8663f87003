import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/checks/browser.ts";
import { freeTestPort } from "./scripts/checks/free-test-port.ts";

// The runner reads this file first and its workers inherit its answers: where the stack is, and where its lock lies.
process.env.PENSTOCK_E2E_PORT ??= String(await freeTestPort());
process.env.PENSTOCK_E2E_HOME ??= join(tmpdir(), `penstock-e2e-${process.pid}`);
const port = process.env.PENSTOCK_E2E_PORT;
const baseURL = `http://localhost:${port}`;
const browser = process.env.PENSTOCK_TEST_BROWSER ?? findBrowser();
const crashes = /crash\.spec\.ts$/;

/** What Playwright turns off, and processes that are kept ready for pages that are never opened. */
const featuresOff = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "MediaRouter",
  "OptimizationHints",
  "PaintHolding",
  "SpareRendererForSitePerProcess",
  "ThirdPartyStoragePartitioning",
];

/** Journeys through the built application: embedded PostgreSQL, worker, sandbox models, a data folder of its own. */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Generous, because machines are shared, and the database tests run beside: what is waited for comes within a second
  // on an idle one.
  timeout: 240_000,
  // Nobody waits longer for an answer than this, whatever hangs.
  globalTimeout: 25 * 60_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  outputDir: "test-results",
  projects: [
    { name: "journeys", testIgnore: crashes },
    { name: "crashes", testMatch: crashes, dependencies: ["journeys"] },
  ],
  use: {
    baseURL,
    // A trace costs a third of the time: `--trace on` for the journey that one looks into.
    screenshot: "only-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: [
        "--no-sandbox",
        // A host that is neither localhost nor https, as in a local network.
        "--host-resolver-rules=MAP penstock.test 127.0.0.1",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-site-isolation-trials",
        `--disable-features=${featuresOff.join(",")}`,
      ],
    },
  },
  webServer: {
    // In place of the shell, so that the runner is its parent: it ends when that one is gone.
    command: `exec "${process.execPath}" --disable-warning=ExperimentalWarning scripts/checks/serve-for-browser.ts`,
    url: `${baseURL}/api/ready`,
    env: {
      PORT: port,
      PENSTOCK_E2E_HOME: process.env.PENSTOCK_E2E_HOME,
      // The outside world of the journeys is on this machine.
      ALLOW_PRIVATE_HTTP: "1",
    },
    // A build may have to be made first.
    timeout: 600_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    reuseExistingServer: false,
  },
});
