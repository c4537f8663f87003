import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { withProgress } from "#appliance/bootstrap/progress.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import { ensureBrowser } from "./checks/browser.ts";
import { signIn } from "./demo/sign-in.ts";
import { choosePages } from "./screenshots/choose-pages.ts";
import { prepareScenario } from "./screenshots/scenario.ts";
import { takePictures } from "./screenshots/take-pictures.ts";
import { inviteVisitors } from "./screenshots/visitors.ts";

await runUntilStopped(async (signal) => {
  const { pages, sizes, schemes } = choosePages();
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
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ["--no-sandbox"] });
  try {
    const installation = { settings, secrets: stack.secrets, database: stack.database() };
    const { client, workspaceSlug } = await signIn(installation);
    const scenario = await withProgress("Filling the demo workspace", async () => {
      const { password } = stack.secrets.demo;
      const visitors = await inviteVisitors(settings.url, { password, workspaceSlug });
      return prepareScenario(client, workspaceSlug, visitors);
    });
    const faults = await takePictures(browser, {
      url: settings.url,
      ...{ pages, sizes, schemes },
      scenario,
      tell,
    });
    return faults === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
