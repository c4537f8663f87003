import { expect } from "@playwright/test";
import { editor, paste, problems } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";
import { runPage } from "../fixtures/run-page.ts";

/** Two delays after the trigger, and a last edge that may close a cycle. */
function looped(from: string, to: string): string {
  return [
    "name: Draft",
    "nodes:",
    "  - { id: start, type: trigger, name: Start }",
    "  - { id: a, type: delay, name: A, config: { seconds: 1 } }",
    "  - { id: b, type: delay, name: B, config: { seconds: 1 } }",
    "edges:",
    "  - { id: e1, from: start, to: a }",
    "  - { id: e2, from: a, to: b }",
    `  - { id: e3, from: ${from}, to: ${to} }`,
  ].join("\n");
}

test("a pipeline is created from a template, validated, published, run and watched", async ({
  page,
  workspace,
  faults,
}) => {
  const view = runPage(page);

  await test.step("an empty workspace explains pipelines, and links to the templates", async () => {
    await page.goto(`/${workspace.slug}/pipelines`);
    await expect(page.getByRole("heading", { name: "No pipelines yet" })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "New pipeline" }).first().click();
    await expect.poll(() => page.getByRole("radio").count()).toBeGreaterThanOrEqual(12);
  });

  await test.step("a template is selected and named", async () => {
    await page.getByRole("radio", { name: /Two summaries/ }).click();
    await page.getByLabel("Name").fill("My summaries");
    await page.getByRole("button", { name: "Create pipeline" }).click();
    await expect(page).toHaveURL(/\/pipelines\/[0-9a-f-]{36}/);
    await expect(editor(page)).toContainText(/name: "?My summaries/);
    await expect(problems(page)).toContainText("None. This can be published and run.");
  });

  await test.step("the server confirms the validation, and a version is published", async () => {
    await page.getByRole("button", { name: "Validate" }).click();
    await expect(page.getByText("No problems", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Publish" }).click();
    const sheet = page.getByRole("dialog", { name: "Publish My summaries" });
    await expect(sheet).toContainText("The first version.");
    await sheet.getByRole("button", { name: "Publish" }).click();
    await expect(view.topLine).toContainText("v1 published");
  });

  await test.step("the run form asks for what the pipeline reads", async () => {
    await page.getByRole("button", { name: "Run pipeline" }).click();
    const dialog = page.getByRole("dialog", { name: "Run My summaries" });
    // The template suggests the input of the first run.
    await expect(dialog.getByRole("textbox", { name: "text" })).toHaveValue(/^Tides are caused/);
    await expect(dialog.getByLabel("Version", { exact: true })).toHaveValue("1");
    await expect(dialog.getByLabel("Estimate")).toContainText("play money");
    await dialog.getByRole("button", { name: "Run pipeline" }).click();
  });

  await test.step("the run page follows the run to its end, and the run list has it", async () => {
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
    await expect(view.topLine).toContainText("completed");
    for (const word of ["sandbox", "$"]) await expect(view.topLine).toContainText(word);
    await page.getByRole("navigation", { name: "Workspace" }).getByRole("link", { name: "Runs" }).click();
    await expect(page.getByRole("table", { name: "Runs" })).toContainText("My summaries");
    await expect(page.getByRole("table", { name: "Runs" })).toContainText("completed");
  });

  expect(faults).toEqual([]);
});

test("errors are located while typing, link to their line, and block publishing", async ({
  page,
  workspace,
}) => {
  const pipelineId = await workspace.createPipeline({
    name: "Draft",
    nodes: [{ id: "start", type: "trigger", name: "Start" }],
    edges: [],
  });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(problems(page)).toContainText("None.");

  await test.step("a cycle is reported with its nodes, and blocks publishing", async () => {
    await paste(page, looped("b", "a"));
    await expect(problems(page)).toContainText("a -> b -> a");
    await expect(page.getByRole("button", { name: "Publish" })).toBeDisabled();
  });

  await test.step("meanwhile only the published version can be run", async () => {
    await page.getByRole("button", { name: "Run pipeline" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("option")).toHaveText(["Version 1, published"]);
    await expect(dialog).toContainText("The draft has errors and cannot run.");
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("a dangling edge is reported, and links to its line", async () => {
    await paste(page, looped("b", "nowhere"));
    await problems(page)
      .getByRole("button", { name: /"nowhere"/ })
      .click();
    await expect(editor(page)).toBeFocused();
    await expect(page.locator(".cm-activeLine")).toContainText("nowhere");
  });

  await test.step("once fixed it can be published", async () => {
    await paste(page, "name: Fixed up\nnodes:\n  - { id: start, type: trigger, name: Start }\nedges: []\n");
    await expect(problems(page)).toContainText("None.");
    await page.getByRole("button", { name: "Publish" }).click();
    const sheet = page.getByRole("dialog", { name: "Publish Fixed up" });
    await expect(sheet).toContainText("It replaces version 1");
    await expect(sheet.getByText("About the pipeline")).toBeVisible();
    await sheet.getByLabel("Note").fill("It leads somewhere now");
    await sheet.getByRole("button", { name: "Publish" }).click();
    await expect(runPage(page).topLine).toContainText("v2 published");
    await page.getByRole("tab", { name: "Versions" }).click();
    await expect(page.getByRole("row", { name: /Version 2/ })).toContainText("It leads somewhere now");
  });

  await test.step("the shortcut for running works outside of the text, too", async () => {
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("dialog", { name: "Run Fixed up" })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("the draft was saved while it was typed", async () => {
    const { draftText } = await workspace.client.pipelines.get.query({ pipelineId });
    expect(draftText).toContain("name: Fixed up");
  });
});

test("a large graph is shown whole, and a node is found by name", async ({ page, workspace, faults }) => {
  const steps = Array.from({ length: 150 }, (_, index) => `n${index}`);
  const { pipelineId } = await workspace.client.pipelines.create.mutate({
    definition: JSON.stringify({
      name: "Long",
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        ...steps.map((id, index) => ({
          id,
          type: "delay",
          name: `Step ${index + 1}`,
          config: { seconds: 1 },
        })),
      ],
      edges: steps.map((id, index) => ({ id: `e${index}`, from: steps[index - 1] ?? "start", to: id })),
    }),
  });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  const graph = page.getByLabel("Graph of Long");
  await expect(graph.getByRole("button", { name: /^Step 1,/ })).toBeInViewport();
  await expect(graph.getByRole("button", { name: /^Step 150,/ })).toBeInViewport();
  await expect(graph.getByRole("img", { name: "Overview of the whole graph" })).toBeVisible();
  // Too small to read: no text is rendered, and moving the view renders nothing.
  await expect(graph.getByText("Step 1", { exact: true })).toHaveCount(0);
  const first = graph.getByRole("button", { name: /^Step 1,/ });
  const [start, room] = [await first.boundingBox(), await graph.boundingBox()];
  if (start === null || room === null) throw new Error("The graph is not on the page.");
  await page.evaluate(watchNodes);
  const hold = { x: room.x + room.width * 0.6, y: room.y + room.height * 0.3 };
  await page.mouse.move(hold.x, hold.y);
  await page.mouse.down();
  await page.mouse.move(hold.x, hold.y + 24, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await first.boundingBox())?.y ?? 0).toBeGreaterThan(start.y + 12);
  expect(await page.evaluate(changedNodes)).toBe(0);

  await graph.getByRole("button", { name: "Find a node" }).click();
  await page.getByRole("combobox", { name: "Find a node" }).fill("step 77");
  await page.keyboard.press("Enter");
  const found = graph.getByRole("button", { name: /^Step 77,/ });
  await expect(found).toHaveAttribute("aria-pressed", "true");
  await expect(async () => expect((await found.boundingBox())?.width ?? 0).toBeGreaterThan(150)).toPass();
  await expect(found.getByText("Step 77", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("combobox", { name: "Find a node" })).toBeFocused();
  expect(faults).toEqual([]);
});

interface Watched {
  __changedNodes: number;
}

/** Runs in the page: counts changes in rendered nodes from now on. */
function watchNodes(): void {
  const nodes = document.querySelector(".react-flow__nodes");
  if (nodes === null) throw new Error("No graph is drawn");
  const watched: Watched = { __changedNodes: 0 };
  Object.assign(globalThis, watched);
  new MutationObserver((changes) => {
    (globalThis as unknown as Watched).__changedNodes += changes.length;
  }).observe(nodes, { subtree: true, attributes: true, characterData: true });
}

function changedNodes(): number {
  return (globalThis as unknown as Watched).__changedNodes;
}
