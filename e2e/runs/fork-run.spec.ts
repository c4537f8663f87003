import { expect } from "@playwright/test";
import { intercept } from "../fixtures/intercept.ts";
import { test } from "../fixtures/journey.ts";
import { quickReaders } from "../fixtures/pipelines.ts";
import { expectNode, runPage } from "../fixtures/run-page.ts";

// Logged while the server is down for a moment.
test.use({ expectedFaults: [/net::ERR_FAILED/] });

test("a fork from a node reuses what comes before it and pays for nothing twice", async ({
  page,
  workspace,
}) => {
  const pipelineId = await workspace.createPipeline(quickReaders(20));
  const { runId, path } = await workspace.startRun(pipelineId);
  const view = runPage(page);

  await page.goto(path);
  await expect(view.topLine).toContainText("completed");
  await view.node("Brief").click();

  await test.step("the dialog opens although its code fails to load at first", async () => {
    let asked = 0;
    await intercept(page, "**/_next/static/chunks/**", (route) => {
      asked += 1;
      return asked <= 3 ? route.abort() : route.continue();
    });
    await view.panel("Brief").getByRole("button", { name: "Fork from here" }).click();
    await expect(page.getByRole("dialog", { name: "Fork from Brief" })).toBeVisible();
    expect(asked).toBeGreaterThan(0);
  });

  await test.step("the dialog says what is reused and what runs again", async () => {
    const dialog = page.getByRole("dialog", { name: "Fork from Brief" });
    await expect(dialog).toContainText("Start, Left reader, Right reader");
    await expect(dialog).toContainText("Brief, Save");
    await dialog.getByText("Change something").click();
    await dialog
      .getByLabel("Task of Brief")
      .fill(`Shorter: {{ nodes.left.output }} ${"and shorter still, ".repeat(300)}`);
    const plan = dialog.getByLabel("What the fork does");
    await expect(plan).toContainText("the task of brief");
    await expect(plan).toContainText(/at most .*; last time/);
    await dialog.getByRole("button", { name: "Fork from here" }).click();
  });

  await test.step("the fork is a run of its own, with reused nodes before its start", async () => {
    await expect(page).not.toHaveURL(new RegExp(runId));
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
    await expect(view.topLine).toContainText("completed");
    for (const name of ["Left reader", "Right reader"]) await expectNode(view, name, "reused");
    await expectNode(view, "Brief", "completed");
  });

  await test.step("only the brief is called again", async () => {
    const { runs } = await workspace.client.runs.list.query({ pipelineId });
    const fork = runs.find((run) => run.forkedFromRunId === runId);
    const { attempts } = await workspace.client.runs.get.query({ runId: fork?.id ?? "" });
    expect(new Set(attempts.map(({ nodeId }) => nodeId))).toEqual(new Set(["brief", "save"]));
  });

  await test.step("the comparison marks the changed node as the first difference", async () => {
    await page.getByRole("main").getByRole("button", { name: "Run", exact: true }).click();
    await view.tab("Facts").click();
    await expect(page.getByRole("tabpanel")).toContainText("the task of brief");
    await page.getByLabel("Compare with another run").selectOption(runId);
    await expect(page.getByRole("main")).toContainText("They first differ at Brief.");
    const rows = page.getByRole("table", { name: "Nodes of both runs" });
    await expect(rows.getByRole("row", { name: /Left reader/ })).toContainText("same");
    await rows.getByRole("button", { name: "Brief" }).click();
    await expect(page.getByRole("region", { name: "Values of Brief" })).toContainText(
      "Extract by the sandbox",
    );
  });
});

test("stopping a run undoes what it did, as announced", async ({ page, workspace }) => {
  const note = { action: "log", message: "Noted." } as const;
  const pipelineId = await workspace.createPipeline({
    name: "Undone",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "note",
        type: "action",
        name: "Note",
        config: { ...note, undo: { ...note, message: "Not noted." } },
      },
      { id: "pause", type: "delay", name: "Pause", config: { seconds: 600 } },
    ],
    edges: [
      { id: "e1", from: "start", to: "note" },
      { id: "e2", from: "note", to: "pause" },
    ],
  });
  const { path } = await workspace.startRun(pipelineId);
  const view = runPage(page);
  await page.goto(path);
  await expectNode(view, "Pause", "waiting");
  await page.getByRole("button", { name: "Stop run" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop the run?" });
  await expect(dialog.getByRole("list", { name: "In this order" })).toContainText("Note: log");
  await dialog.getByLabel("Undo what it did").click();
  await dialog.getByRole("button", { name: "Stop run" }).click();
  await expect(view.topLine).toContainText("cancelled");
  await expect(view.node("Note")).toHaveAccessibleName(/undone/);
});
