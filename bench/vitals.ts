/**
 * P9 and P10: what pages cost the browser, and how smoothly a large pipeline is drawn, against its own production
 * build: `npm run vitals`, or `npm run vitals -- --drawing` for P9 alone. On a busy machine read weights and shifts;
 * times depend on the machine and the moment.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { readCommandLine } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import type { PenstockClient } from "#client/create-client.ts";
import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { JsonObject } from "#core/json/json.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { ensureBrowser } from "#scripts/checks/browser.ts";
import { signIn } from "#scripts/demo/sign-in.ts";
import { prepareScenario, type Scenario } from "#scripts/screenshots/scenario.ts";
import { inviteVisitors, type VisitorName } from "#scripts/screenshots/visitors.ts";
import { drawnNodes, largeDefinition, measureDrawing } from "./large-drawing.ts";
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
/** P9. */
const leastFrames = 50;
const mostCheckMs = 50;
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
    // First, while its run is still streaming.
    { ...inside("run, streaming", `runs/${streamingRunId}`), stayMs: 6_000 },
    inside("run, completed", `runs/${completedRunId}`),
    inside("home", ""),
    inside("runs", "runs"),
    inside("decisions", "decisions"),
    inside("pipelines", "pipelines"),
    inside("pipeline", `pipelines/${pipelineId}`),
    inside("new pipeline", "pipelines/new"),
    inside("agents", "agents"),
    inside("agent", `agents/${agentId}`),
    inside("provider keys", "keys"),
    inside("costs", "costs"),
    inside("budgets", "budgets"),
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
  return [name.padEnd(19), ...cells.map((cell) => cell.padStart(13))].join("");
}

/** P9: frames while moving about in a large drawing, and the cost of each edit. */
async function measureLargeDrawing(browser: Browser, client: PenstockClient, visit: Visit): Promise<boolean> {
  const definition = formatDefinitionYaml(largeDefinition() as JsonObject);
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  const path = `/${visit.workspaceSlug}/pipelines/${pipelineId}`;
  const vitals = await measureDrawing(browser, { url: visit.url + path, storageState: visit.storageState });
  const checkMs = checkTimeMs(definition);
  console.log(`\n${drawnNodes} nodes in the editor: seen after ${vitals.seenMs.toFixed(0)} ms`);
  console.log(row("", ["frames/s", "median", "p95", "longest", "thread/frame", "of it script"]));
  const moves = [
    [`pan, ${vitals.nodesInSight} seen`, vitals.pan],
    ["drag a node", vitals.drag],
    ["zoom", vitals.zoom],
    ["pan, close", vitals.closePan],
    ["drag, close", vitals.closeDrag],
  ] as const;
  for (const [name, { perSecond, medianMs, p95Ms, longestMs, mainMs, scriptMs }] of moves) {
    const cells = [`${perSecond.toFixed(1)}${perSecond < leastFrames ? " !" : ""}`];
    console.log(
      row(name, [
        ...cells,
        ...[medianMs, p95Ms, longestMs, mainMs, scriptMs].map((ms) => `${ms.toFixed(1)} ms`),
      ]),
    );
  }
  console.log(`\n${row("", ["thread", "of it script"])}`);
  for (const { name, mainMs, scriptMs } of vitals.edits)
    console.log(
      row(
        name,
        [mainMs, scriptMs].map((ms) => `${ms.toFixed(0)} ms`),
      ),
    );
  console.log(`validation ${checkMs.toFixed(1)} ms${checkMs > mostCheckMs ? " !" : ""} of processor time`);
  return moves.every(([, { perSecond }]) => perSecond >= leastFrames) && checkMs <= mostCheckMs;
}

interface Visit {
  readonly url: string;
  readonly workspaceSlug: string;
  readonly storageState: Scenario["visitors"]["states"][VisitorName];
}

/** The median time of validating the definition. */
function checkTimeMs(text: string): number {
  const parsed = parseDefinitionText(text);
  const spent = Array.from({ length: 21 }, () => {
    const before = process.cpuUsage();
    if (!parsed.ok || !validateDefinition(parsed.value).ok)
      throw new Error("The large pipeline is not valid");
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return spent.toSorted((left, right) => left - right)[10] ?? Number.NaN;
}

await runUntilStopped(async (signal) => {
  const home = mkdtempSync(join(tmpdir(), "penstock-vitals-"));
  const settings = readSettings({ PORT: process.env.PORT ?? "3191", PENSTOCK_HOME: home });
  const tell = (line: string) => console.log(line);
  const stack = await startStack({ settings, mode: "production", command: "vitals", signal, tell });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ["--no-sandbox"] });
  try {
    const { client, workspaceSlug } = await signIn({
      settings,
      secrets: stack.secrets,
      database: stack.database(),
    });
    const { password } = stack.secrets.demo;
    const visitors = await inviteVisitors(settings.url, { password, workspaceSlug });
    const isDrawingAlone = readCommandLine("vitals").values.drawing;
    const arePagesGood =
      isDrawingAlone ||
      (await measureAll(browser, settings.url, await prepareScenario(client, workspaceSlug, visitors)));
    const { demo: storageState } = visitors.states;
    const isDrawingGood = await measureLargeDrawing(browser, client, {
      url: settings.url,
      workspaceSlug,
      storageState,
    });
    return arePagesGood && isDrawingGood ? 0 : 1;
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
