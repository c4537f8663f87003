/**
 * What a run with thousands of log lines costs the browser that watches it, against its own production build: `node
 * bench/busy-run.ts`. Sixteen agents stream in parallel; then the finished run is opened again, and one with five
 * hundred small nodes. Processor time is that of the page's main thread, so a busy machine changes it little; long
 * tasks and frames depend on the moment.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import type { PenstockClient } from "#client/create-client.ts";
import { watchRun } from "#client/watch-run.ts";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { ensureBrowser } from "#scripts/checks/browser.ts";
import { signIn } from "#scripts/demo/sign-in.ts";
import { inviteVisitors } from "#scripts/screenshots/visitors.ts";
import { type PageLoad, watchPage } from "./page-load.ts";

const speakers = 16;
const smallNodes = 500;
const watchMs = 12_000;
/** Waits until the page has handled its last line. */
const restMs = 3_000;

function fan(
  name: string,
  count: number,
  toNode: (index: number) => PipelineDefinitionInput["nodes"][number],
): PipelineDefinitionInput {
  const nodes = Array.from({ length: count }, (_, index) => toNode(index));
  return {
    name,
    nodes: [{ id: "start", type: "trigger", name: "Start" }, ...nodes],
    edges: nodes.map(({ id }) => ({ id: `to-${id}`, from: "start", to: id })),
  };
}

const speaking = fan("Many speakers", speakers, (index) => ({
  id: `speaker${index}`,
  type: "agent",
  name: `Speaker ${index}`,
  config: {
    model: "sandbox/brief?pace=8&tokens=3000",
    task: "Sum this up.\n\nThe gate must be opened at dawn. The water shall not rise above the mark.",
  },
}));
const stepping = fan("Many steps", smallNodes, (index) => ({
  id: `step${index}`,
  type: "action",
  name: `Step ${index}`,
  config: { action: "noop" },
}));

async function start(client: PenstockClient, definition: PipelineDefinitionInput): Promise<RunId> {
  const { pipelineId } = await client.pipelines.create.mutate({ definition: JSON.stringify(definition) });
  await client.pipelines.publish.mutate({ pipelineId });
  return (await client.runs.start.mutate({ pipelineId })).runId;
}

async function untilEnd(client: PenstockClient, runId: RunId): Promise<number> {
  let lines = 0;
  for await (const _ of watchRun(client, { runId })) lines += 1;
  return lines;
}

function tell(name: string, load: PageLoad): void {
  const figures = [
    `main thread ${load.busyMs.toFixed(0)} ms (scripts ${load.scriptMs.toFixed(0)}, layout ${load.layoutMs.toFixed(0)})`,
    `${load.longTasks} long tasks, worst ${load.worstTaskMs.toFixed(0)} ms`,
    `${load.frames} frames, ${load.droppedFrames} dropped`,
    `${load.elements} elements`,
    `${load.heapMb.toFixed(0)} MB`,
  ];
  console.log(`${name.padEnd(36)}${figures.join(" · ")}`);
}

interface Visit {
  readonly client: PenstockClient;
  readonly runsUrl: string;
  readonly storageState: Awaited<ReturnType<typeof inviteVisitors>>["states"]["demo"];
}

async function measure(browser: Browser, { client, runsUrl, storageState }: Visit): Promise<void> {
  const context = await browser.newContext({ storageState, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const load = await watchPage(page);
  const log = page.getByRole("tab", { name: /^Log\s*[1-9]/ });

  const spoken = await start(client, speaking);
  await page.goto(`${runsUrl}/${spoken}`);
  await log.waitFor();
  await load.begin();
  await page.waitForTimeout(watchMs);
  tell(`streaming for ${watchMs / 1_000} s`, await load.end());

  for (const [runId, name] of [
    [spoken, "opened again"],
    [await start(client, stepping), `${smallNodes} nodes, opened again`],
  ] as const) {
    const lines = await untilEnd(client, runId);
    await page.goto("about:blank");
    await load.begin();
    const beganMs = performance.now();
    await page.goto(`${runsUrl}/${runId}`);
    await log.waitFor();
    const readMs = performance.now() - beganMs;
    await page.waitForTimeout(restMs);
    tell(`${lines} lines, ${name}`, await load.end());
    console.log(`${"".padEnd(36)}its whole log was read after ${readMs.toFixed(0)} ms`);
  }
  await context.close();
}

await runUntilStopped(async (signal) => {
  const home = mkdtempSync(join(tmpdir(), "penstock-busy-run-"));
  const settings = readSettings({ PORT: process.env.PORT ?? "3192", PENSTOCK_HOME: home });
  const report = (line: string) => console.log(line);
  const stack = await startStack({
    settings,
    mode: "production",
    command: "bench/busy-run",
    signal,
    tell: report,
  });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ["--no-sandbox"] });
  try {
    const { client, workspaceSlug } = await signIn({
      settings,
      secrets: stack.secrets,
      database: stack.database(),
    });
    const { password } = stack.secrets.demo;
    const { states } = await inviteVisitors(settings.url, { password, workspaceSlug });
    const runsUrl = `${settings.url}/${workspaceSlug}/runs`;
    await measure(browser, { client, runsUrl, storageState: states.demo });
    return 0;
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
