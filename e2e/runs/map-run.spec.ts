import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { runPage } from "../fixtures/run-page.ts";

/** Doubles the stars of a review, by this expression. */
const doubled = (stars: string) => ({
  name: "Double the stars",
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    { id: "double", type: "transform" as const, name: "Double", config: { value: { stars } } },
  ],
  edges: [{ id: "e1", from: "start", to: "double" }],
});

test("a failed item of a map is found, fixed and resumed in place", async ({ page, workspace }) => {
  const called = await workspace.createPipeline(doubled("input.stars * 2"));
  const mapped = await workspace.createPipeline({
    name: "All reviews",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "each",
        type: "map",
        name: "Each review",
        config: { items: "input", pipeline: called, concurrency: 1 },
      },
    ],
    edges: [{ id: "e1", from: "start", to: "each" }],
  });
  const { path } = await workspace.startRun(mapped, [{ stars: 1 }, { stars: 2 }, {}]);
  const view = runPage(page);
  const panel = view.panel("Each review");

  await page.goto(`${path}?node=each`);
  await expect(view.topLine).toContainText("failed");
  await expect(panel.getByRole("link", { name: "Open item 2" })).toBeVisible();
  await view.tab("Runs").click();
  await expect(panel).toContainText("2 of 3 items completed, 1 failed");
  await expect(panel.getByRole("listitem")).toHaveCount(3);
  await panel.getByRole("button", { name: "Only failed" }).click();
  await expect(panel.getByRole("listitem")).toHaveCount(1);
  await expect(panel.getByRole("listitem")).toContainText("no such key: stars");
  await expectAccessible(page);

  await panel.getByRole("button", { name: "Run the failed item again" }).click();
  const again = page.getByRole("dialog", { name: "Run failed items of Each review again" });
  await expect(again).toContainText("Each review: inside the runs that they had started");
  await expect(again).toContainText("last time $0");
  await page.keyboard.press("Escape");
  await expect(again).toBeHidden();

  const { draftRevision: expectedRevision } = await workspace.client.pipelines.get.query({
    pipelineId: called,
  });
  const definition = JSON.stringify(doubled("has(input.stars) ? input.stars * 2 : 0"));
  await workspace.client.pipelines.saveDraft.mutate({ pipelineId: called, definition, expectedRevision });
  await workspace.client.pipelines.publish.mutate({ pipelineId: called });

  await page.getByRole("button", { name: "Resume run" }).click();
  const dialog = page.getByRole("dialog", { name: "Resume the run" });
  await expect(dialog).toContainText("Each review: inside the runs that they had started");
  await dialog.getByRole("button", { name: "Resume run" }).click();
  await expect(page).not.toHaveURL(new RegExp(path));
  await expect(view.topLine).toContainText("completed");
  await view.timelineRow("Each review").click();
  await view.tab("Output").click();
  await expect(view.output("Each review")).toContainText(/"stars": 2[\s\S]*"stars": 4[\s\S]*"stars": 0/);
  await view.tab("Runs").click();
  await expect(panel).toContainText("3 of 3 items completed");
  await expect(panel.getByRole("listitem")).toHaveCount(3);
});

test("a map's concurrency is changed while it runs", async ({ page, workspace }) => {
  const pause = { id: "pause", type: "delay" as const, name: "Pause", config: { seconds: 3_600 } };
  const body = { nodes: [pause] };
  const mapped = await workspace.createPipeline({
    name: "Patient",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      { id: "each", type: "map", name: "Each", config: { items: "input", concurrency: 1, body } },
    ],
    edges: [{ id: "e1", from: "start", to: "each" }],
  });
  const { path, runId } = await workspace.startRun(mapped, [1, 2, 3]);
  const view = runPage(page);
  const panel = view.panel("Each");
  await page.goto(`${path}?node=each`);
  await view.tab("Runs").click();
  await expect(panel).toContainText("1 running, 2 not started");
  await panel.getByLabel("Items at the same time").fill("3");
  await panel.getByRole("button", { name: "Change" }).click();
  await expect(panel).toContainText("0 of 3 items completed, 3 running");
  await expect(panel.getByRole("listitem")).toHaveCount(3);
  await expect(panel.getByLabel("Items at the same time")).toHaveValue("3");
  await workspace.client.runs.cancel.mutate({ runId });
  await expect(view.topLine).toContainText("cancelled");
});
