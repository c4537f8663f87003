import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { runPage } from "../fixtures/run-page.ts";

const start = { id: "start", type: "trigger" as const, name: "Start" };
const shape = {
  id: "shape",
  type: "transform" as const,
  name: "Shape",
  config: { value: { said: "input" } },
};

test("a called pipeline is a run of its own, with links in both directions", async ({ page, workspace }) => {
  const called = await workspace.createPipeline({
    name: "Tide table",
    nodes: [start, shape],
    edges: [{ id: "e1", from: "start", to: "shape" }],
  });
  const call = { id: "look", type: "call" as const, name: "Look up", config: { pipeline: called } };
  const caller = await workspace.createPipeline({
    name: "Harbour news",
    nodes: [start, call],
    edges: [{ id: "e1", from: "start", to: "look" }],
  });
  const { path, runId } = await workspace.startRun(caller, "ebb");
  const view = runPage(page);
  await page.goto(`${path}?node=look`);
  await expect(view.topLine).toContainText("completed");

  await view.tab("Runs").click();
  const list = view.panel("Look up");
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);
  await list.getByRole("link", { name: /^Tide table, run/ }).click();

  await expect(view.topLine).toContainText("Tide table");
  await expect(view.node("Shape")).toBeVisible();
  await view.topLine.getByRole("link", { name: /^Harbour news/ }).click();
  await expect(page).toHaveURL(new RegExp(`${runId}\\?node=look$`));
  await expect(view.tab("Runs")).toBeVisible();
});
