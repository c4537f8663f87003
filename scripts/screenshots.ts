import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { withProgress } from "#appliance/bootstrap/progress.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import { ensureBrowser } from "./checks/browser.ts";
import { signIn } from "./demo/sign-in.ts";
import { pages } from "./screenshots/pages/all.ts";
import { prepareScenario } from "./screenshots/scenario.ts";
import { takePictures } from "./screenshots/take-pictures.ts";
import { inviteVisitors } from "./screenshots/visitors.ts";

// `npm run screenshots -- run-streaming sign-in` takes only the pages that are named.
function choosePages() {
  const { positionals } = readCommandLine("screenshots");
  const names = pages.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usageError("screenshots", `There is no page ${unknown}. There are: ${names.join(", ")}.`);
  return pages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
}

await runUntilStopped(async (signal) => {
  const chosen = choosePages();
  const home = mkdtempSync(join(tmpdir(), "penstock-screenshots-"));
  const settings = readSettings({ PORT: process.env.PORT ?? "3190", PENSTOCK_HOME: home });
  const tell = (line: string) => console.log(line);
  const stack = await startStack({
    settings,
    mode: "production",
    command: "npm run screenshots",
    signal,
    tell,
  });
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ["--no-sandbox"] });
  try {
    const installation = { settings, secrets: stack.secrets, database: stack.database() };
    const { client, workspaceSlug } = await signIn(installation);
    const scenario = await withProgress("Filling the demo workspace", async () => {
      const { password } = stack.secrets.demo;
      const visitors = await inviteVisitors(settings.url, { password, workspaceSlug });
      return prepareScenario(client, workspaceSlug, visitors);
    });
    const faults = await takePictures(browser, { url: settings.url, pages: chosen, scenario, tell });
    return faults === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
