import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { expectNode, nodesOutOfSight, regionText, runPage } from "../fixtures/run-page.ts";

test("a run streams, survives a reload in the middle, and leaves its artifact", async ({
  page,
  workspace,
  readers: { pipelineId, left, right },
  faults,
}) => {
  const view = runPage(page);
  await page.goto(`/${workspace.slug}/runs`);
  await expect(page.getByRole("heading", { name: "No runs yet" })).toBeVisible();
  const { runId } = await workspace.startRun(pipelineId);

  await test.step("both agents run at the same time", async () => {
    // The list refreshes itself, so the run started through the API appears in it.
    await page.getByRole("link", { name: /^Two readers/ }).click();
    await expectNode(view, "Left reader", "running");
    await expectNode(view, "Right reader", "running");
    await expectNode(view, "Brief", "pending");
  });

  await test.step("the text of the selected node grows", async () => {
    await view.node("Right reader").click();
    for (const words of [20, 20]) {
      left.say(words);
      right.say(words);
      await expect.poll(() => regionText(view.streaming("Right reader"))).toBe(right.said());
    }
  });

  await test.step("a reload shows the same text at the same node, and continues", async () => {
    await page.reload();
    await expect.poll(() => regionText(view.streaming("Right reader"))).toBe(right.said());
    right.say(400);
    await expect.poll(() => regionText(view.streaming("Right reader"))).toBe(right.said());
  });

  await test.step("at the end, the shown text is the streamed and the stored one", async () => {
    left.end();
    right.end();
    await expect(view.topLine).toContainText("completed");
    await expect.poll(() => regionText(view.output("Right reader"))).toBe(right.said());
    await view.node("Left reader").click();
    await expect.poll(() => regionText(view.output("Left reader"))).toBe(left.said());
    const { nodeRuns } = await workspace.client.runs.get.query({ runId });
    const stored = (nodeId: string) => nodeRuns.find((node) => node.nodeId === nodeId)?.output;
    expect(stored("left")).toBe(left.said());
    expect(stored("right")).toBe(right.said());
  });

  await test.step("tokens and costs are counted", async () => {
    await expect(view.topLine).toContainText("$");
  });

  await test.step("the artifact is shown inline and downloaded", async () => {
    const artifacts = page.getByRole("region", { name: "Artifacts" });
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(artifacts).toBeVisible();
    await artifacts.getByRole("button", { name: /^brief\.md/ }).click();
    await expect(
      page.getByRole("region", { name: "brief.md" }).getByRole("heading", { name: "Brief" }),
    ).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("brief.md");
    expect(await readFile(await download.path(), "utf8")).toMatch(/^# Brief\n\n\S/);
  });

  await test.step("the browser saw no errors", () => expect(faults).toEqual([]));
});

test("a current run shows its costs, and all of its graph", async ({ page, workspace, readers }) => {
  const { runId, path } = await workspace.startRun(readers.pipelineId);
  const view = runPage(page);
  await page.goto(path);
  await expectNode(view, "Right reader", "running");

  await test.step("its cost so far is the same on its page and in the list", async () => {
    const soFar = /≤ \$0\.\d{4} so far/;
    await expect(view.topLine).toContainText(soFar);
    const { run } = await workspace.client.runs.get.query({ runId });
    const { runs } = await workspace.client.runs.list.query({});
    expect(run.heldMicros).toBeGreaterThan(0);
    expect(runs.find(({ id }) => id === runId)?.heldMicros).toBe(run.heldMicros);
  });

  await test.step("the graph stays in view when its space changes", async () => {
    const names = ["Start", "Left reader", "Right reader", "Brief", "Save"];
    const wide = page.viewportSize() ?? { width: 1280, height: 720 };
    for (const size of [{ width: 390, height: 844 }, wide]) {
      await page.setViewportSize(size);
      await expect.poll(() => nodesOutOfSight(view, names)).toEqual([]);
    }
  });

  await test.step("parallel nodes are drawn in the order of the definition", async () => {
    const left = await view.node("Left reader").boundingBox();
    const right = await view.node("Right reader").boundingBox();
    const place = (box: typeof left) => (box === null ? Number.NaN : box.x + box.y);
    expect(place(left)).toBeLessThan(place(right));
  });

  await workspace.client.runs.cancel.mutate({ runId });
  await expect(view.topLine).toContainText("cancelled");
});

test("data with keys of Object.prototype is shown correctly on every page", async ({ page, workspace }) => {
  const hostile = '{"constructor":{"prototype":1},"__proto__":{"kept":true}}';
  const definition = JSON.parse(`{
    "name": "Any keys", "variables": { "given": { "default": ${hostile} } },
    "nodes": [
      { "id": "start", "type": "trigger", "name": "Start" },
      { "id": "shape", "type": "transform", "name": "Shape", "config": { "value": "[input, variables.given]" } }
    ],
    "edges": [{ "id": "e1", "from": "start", "to": "shape" }]
  }`);
  const pipelineId = await workspace.createPipeline(definition);
  const { path } = await workspace.startRun(pipelineId, JSON.parse(hostile));
  const view = runPage(page);
  await page.goto(path);
  await expect(view.topLine).toContainText("completed");
  await view.node("Shape").click();
  await expect(view.output("Shape")).toContainText('"__proto__"');
  await expect(view.output("Shape")).toContainText('"constructor"');
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(page.getByRole("heading", { name: "Any keys" })).toBeVisible();
});

test("eight tabs watch runs at the same time, and each is up to date", async ({
  context,
  workspace,
  readers,
}) => {
  const { runId, path } = await workspace.startRun(readers.pipelineId);
  const pages = await Promise.all(Array.from({ length: 8 }, () => context.newPage()));
  await Promise.all(pages.map((page) => page.goto(path)));
  for (const page of pages) await expectNode(runPage(page), "Right reader", "running");
  await workspace.client.runs.cancel.mutate({ runId });
  // Tabs that gave up their stream poll now and then.
  for (const page of pages) await expect(runPage(page).topLine).toContainText("cancelled");
});
