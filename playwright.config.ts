import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/checks/browser.ts";

const port = Number(process.env.PENSTOCK_E2E_PORT ?? 3187);
const baseURL = `http://localhost:${port}`;
const browser = process.env.PENSTOCK_TEST_BROWSER ?? findBrowser();

/** Journeys through the built application: embedded PostgreSQL, worker, sandbox models, a data folder of its own. */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: "test-results",
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
    env: { PORT: String(port) },
    // A build may have to be made first.
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    reuseExistingServer: false,
  },
});
