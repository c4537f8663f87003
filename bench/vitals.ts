/**
 * P10: what the pages cost whoever opens them, against a production build of its own: `npm run vitals`. On a busy
 * machine read the weights and the shifts; times are of this machine and this minute.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import { ensureBrowser } from "#scripts/checks/browser.ts";
import { signIn } from "#scripts/demo/sign-in.ts";
import { prepareScenario, type Scenario } from "#scripts/screenshots/scenario.ts";
import { inviteVisitors, type VisitorName } from "#scripts/screenshots/visitors.ts";
import { measurePage, type PageVitals } from "./page-vitals.ts";

interface MeasuredPage {
  readonly name: string;
  readonly as: VisitorName;
  readonly path: string;
  readonly stayMs?: number;
}

const targets: Partial<PageVitals> = {
  firstLoadKb: 250,
  largestPaintMs: 1_500,
  layoutShift: 0.1,
  keyToPaintMs: 200,
};
const times = 3;
const usualStayMs = 1_500;

async function pagesOf(scenario: Scenario): Promise<readonly MeasuredPage[]> {
  const { workspaceSlug: slug, pipelineId, completedRunId, agentId } = scenario;
  const inside = (name: string, path: string): MeasuredPage => ({
    name,
    as: "demo",
    path: `/${slug}/${path}`,
  });
  const streamingRunId = await scenario.startStreaming();
  return [
    { name: "sign in", as: "stranger", path: "/sign-in" },
    // First, while its run is in the middle of its text.
    { ...inside("run, streaming", `runs/${streamingRunId}`), stayMs: 6_000 },
    inside("run, completed", `runs/${completedRunId}`),
    inside("runs", "runs"),
    inside("pipelines", "pipelines"),
    inside("pipeline", `pipelines/${pipelineId}`),
    inside("new pipeline", "pipelines/new"),
    inside("agents", "agents"),
    inside("agent", `agents/${agentId}`),
    inside("provider keys", "keys"),
    inside("API tokens", "tokens"),
    inside("settings", "settings"),
  ];
}

async function measureAll(browser: Browser, url: string, scenario: Scenario): Promise<boolean> {
  console.log(row("page", ["first load", "all scripts", "LCP", "CLS", "blocked", "key to paint"]));
  let isGood = true;
  for (const { name, as, path, stayMs = usualStayMs } of await pagesOf(scenario)) {
    const visit = { url: url + path, storageState: scenario.visitors.states[as], stayMs };
    const vitals: PageVitals[] = [];
    for (let time = 0; time < times; time += 1) vitals.push(await measurePage(browser, visit));
    const value = (of: keyof PageVitals) =>
      vitals.map((one) => one[of]).toSorted((a, b) => a - b)[1] ?? Number.NaN;
    const tell = (of: keyof PageVitals, unit: string, digits = 0) => {
      const isMet = value(of) <= (targets[of] ?? Number.POSITIVE_INFINITY);
      isGood &&= isMet;
      return `${value(of).toFixed(digits)}${unit}${isMet ? "" : " !"}`;
    };
    const cells = [tell("firstLoadKb", " kB"), tell("allScriptsKb", " kB"), tell("largestPaintMs", " ms")];
    cells.push(tell("layoutShift", "", 3), tell("blockedMs", " ms"), tell("keyToPaintMs", " ms"));
    console.log(row(name, cells));
  }
  return isGood;
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(16), ...cells.map((cell) => cell.padStart(13))].join("");
}

await runUntilStopped(async (signal) => {
  const home = mkdtempSync(join(tmpdir(), "penstock-vitals-"));
  const settings = readSettings({ PORT: process.env.PORT ?? "3191", PENSTOCK_HOME: home });
  const tell = (line: string) => console.log(line);
  const stack = await startStack({ settings, mode: "production", command: "vitals", signal, tell });
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ["--no-sandbox"] });
  try {
    const { client, workspaceSlug } = await signIn({
      settings,
      secrets: stack.secrets,
      database: stack.database(),
    });
    const { password } = stack.secrets.demo;
    const visitors = await inviteVisitors(settings.url, { password, workspaceSlug });
    const scenario = await prepareScenario(client, workspaceSlug, visitors);
    return (await measureAll(browser, settings.url, scenario)) ? 0 : 1;
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
