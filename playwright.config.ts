import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/checks/browser.ts";

const port = Number(process.env.PENSTOCK_E2E_PORT ?? 3187);
const baseURL = `http://localhost:${port}`;
const browser = process.env.PENSTOCK_TEST_BROWSER ?? findBrowser();
const crashes = /crash\.spec\.ts$/;
// The runner reads this file first and its workers inherit the answer: they end the stack's processes, found by their lock.
process.env.PENSTOCK_E2E_HOME ??= join(tmpdir(), `penstock-e2e-${process.pid}`);

/** Journeys through the built application: embedded PostgreSQL, worker, sandbox models, a data folder of its own. */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Generous, because machines are shared: what is waited for comes within a second on an idle one.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  outputDir: "test-results",
  projects: [
    { name: "journeys", testIgnore: crashes },
    { name: "crashes", testMatch: crashes, dependencies: ["journeys"] },
  ],
  use: {
    baseURL,
    trace: "retain-on-failure",
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" --disable-warning=ExperimentalWarning scripts/checks/serve-for-browser.ts`,
    url: `${baseURL}/api/ready`,
    env: {
      PORT: String(port),
      PENSTOCK_E2E_HOME: process.env.PENSTOCK_E2E_HOME,
      // The outside world of the journeys is on this machine.
      ALLOW_PRIVATE_HTTP: "1",
    },
    // A build may have to be made first.
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    reuseExistingServer: false,
  },
});
