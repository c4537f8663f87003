import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { editor, expectSaved, problems } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";
import { drag, middle, within } from "../fixtures/pointer.ts";

const definition = `name: Drawn # by hand
nodes:
  # Where it begins.
  - { id: start, type: trigger, name: Start }
  - { id: end, type: action, name: End, config: { action: noop } } # the last one
edges:
  - { id: e1, from: start, to: end } # straight on
`;

const graph = (page: Page) => page.getByLabel("Graph of Drawn");
const node = (page: Page, name: string) =>
  graph(page).getByRole("button", { name: new RegExp(`^${name}, `) });
const form = (page: Page) => page.getByRole("region", { name: "Form" });
const text = async (page: Page) => (await editor(page).locator(".cm-line").allTextContents()).join("\n");

test("a pipeline is drawn with the mouse, and its text keeps its comments", async ({
  page,
  workspace,
  faults,
}) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(node(page, "Start")).toBeVisible();

  await test.step("a type of the palette is dropped on an edge", async () => {
    const [from, to] = [await middle(node(page, "Start")), await middle(node(page, "End"))];
    const agent = page.getByRole("toolbar", { name: "Add a node" }).getByRole("button", { name: "Agent" });
    await agent.dragTo(graph(page), {
      targetPosition: await within(graph(page), (from.x + to.x) / 2, (from.y + to.y) / 2),
    });
    await expect(node(page, "Agent")).toHaveAttribute("aria-pressed", "true");
    await expect
      .poll(() => text(page))
      .toContain("- { id: e1, from: start, to: agent } # straight on\n  - { id: e2, from: agent, to: end }");
  });

  await test.step("a line is drawn from a handle into the open, and what fits is offered there", async () => {
    await node(page, "Agent").hover();
    const handle = graph(page).locator('[data-id="agent"] .drawing-handle-out');
    await drag(page, handle, { x: 90, y: 130 });
    const pick = page.getByRole("combobox", { name: "Add a node" });
    await expect(pick).toBeFocused();
    await expect(page.getByRole("option", { name: /^Trigger/ })).toHaveCount(0);
    await pick.fill("delay");
    await page.keyboard.press("Enter");
    await expect(node(page, "Delay")).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => text(page)).toContain("from: agent, to: delay }");
  });

  await test.step("a node is put on an edge that one points at, and taken back", async () => {
    const [from, to] = [await middle(node(page, "Start")), await middle(node(page, "Agent"))];
    await page.mouse.move((from.x + to.x) / 2 - 6, (from.y + to.y) / 2, { steps: 3 });
    await page.getByRole("button", { name: "Insert a node here" }).click();
    await page.getByRole("option", { name: /^Transform/ }).click();
    await expect.poll(() => text(page)).toContain("from: start, to: transform } # straight on");
    await page.getByRole("button", { name: "Undo: Add Transform" }).click();
    await expect.poll(() => text(page)).not.toContain("transform");
  });

  await test.step("a node is moved: its place is in the text, one step back", async () => {
    await drag(page, node(page, "End"), { x: 60, y: 96 });
    await expect
      .poll(() => text(page))
      .toMatch(/name: End, config: \{ action: noop \}, position: \{ x: -?\d+, y: -?\d+ \} \} # the last one/);
    await page.getByRole("button", { name: "Undo: Move End" }).click();
    await expect(page.getByRole("button", { name: "Redo: Move End" })).toBeEnabled();
  });

  await test.step("two are copied with what is between them, and pasted beside", async () => {
    await node(page, "Agent").click();
    await node(page, "Delay").click({ modifiers: ["Shift"] });
    for (const name of ["Agent", "Delay"])
      await expect(node(page, name)).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("ControlOrMeta+c");
    await page.keyboard.press("ControlOrMeta+v");
    await expect.poll(() => text(page)).toContain("from: agent2, to: delay2 }");
    await page.getByRole("button", { name: "Undo: Paste 2 nodes" }).click();
    await expect(node(page, "Agent")).toHaveCount(1);
  });

  await test.step("its form writes one field, and says what is wrong with it", async () => {
    await page.getByRole("button", { name: "Form", exact: true }).click();
    await node(page, "Agent").click();
    const task = form(page).getByRole("textbox", { name: "Task" });
    await task.fill("Sum up {{ nodes.sta");
    await page.keyboard.press("Enter");
    await expect(task).toHaveValue("Sum up {{ nodes.start.output");
    await page.keyboard.press("End");
    await task.pressSequentially(" }}");
    await expect.poll(() => text(page)).toContain('task: "Sum up {{ nodes.start.output }}"');
    await form(page).getByLabel("Max tokens").fill("0");
    await expect(form(page).getByRole("alert")).toContainText("1");
    await expect(node(page, "Agent")).toContainText("has a problem");
    await form(page).getByLabel("Max tokens").fill("");
  });

  await test.step("another id is another id wherever it is named", async () => {
    await node(page, "Start").click();
    await form(page).getByLabel("Id").fill("mail");
    await form(page).getByLabel("Id").press("Enter");
    await expect.poll(() => text(page)).toContain("Sum up {{ nodes.mail.output }}");
    await expect.poll(() => text(page)).toContain("- { id: e1, from: mail, to: agent } # straight on");
  });

  await test.step("what is deleted leaves no gap, and comes back with what was chosen", async () => {
    await node(page, "Agent").click();
    await page.keyboard.press("Delete");
    await expect(node(page, "Agent")).toHaveCount(0);
    await expect.poll(() => text(page)).toContain("from: mail, to: end } # straight on");
    await page.getByRole("button", { name: "Undo: Delete Agent" }).click();
    await expect(node(page, "Agent")).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("the text alone, the drawing alone: the choice is kept", async () => {
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await expect(editor(page)).toBeHidden();
    await expectSaved(page);
    const line = page.getByRole("separator", { name: "Width of the form" });
    await line.press("ArrowLeft");
    await line.press("ArrowLeft");
    await expect(line).toHaveAttribute("aria-valuenow", "58");
    const { x } = await middle(line);
    await page.reload();
    await expect(node(page, "Agent")).toBeVisible();
    await expect(editor(page)).toBeHidden();
    await expect(form(page)).toBeVisible();
    await expect.poll(async () => (await middle(line)).x).toBeCloseTo(x, 0);
    await expectAccessible(page);
  });

  const { draftText } = await workspace.client.pipelines.get.query({ pipelineId });
  for (const comment of ["# by hand", "# Where it begins.", "# the last one", "# straight on"])
    expect(draftText).toContain(comment);
  expect(faults).toEqual([]);
});

test("a pipeline is drawn with the keyboard alone", async ({ page, workspace, faults }) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(node(page, "Start")).toBeVisible();
  await node(page, "Start").focus();
  await page.keyboard.press("Space");

  await test.step("arrows lead from node to node, a letter adds one behind", async () => {
    await page.keyboard.press("ArrowRight");
    await expect(node(page, "End")).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(node(page, "Start")).toBeFocused();
    await page.keyboard.press("a");
    await expect(page.locator("input:focus")).toBeVisible();
    await page.keyboard.type("con");
    // For another room the drawing turns round; what is being typed stays.
    const wide = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.setViewportSize({ ...wide, width: 1024 });
    await expect.poll(() => isDrawnDown(page)).toBe(true);
    await page.setViewportSize(wide);
    await expect.poll(() => isDrawnDown(page)).toBe(false);
    await page.keyboard.type("di");
    await expect(page.getByRole("combobox", { name: "Add a node" })).toHaveValue("condi");
    await page.keyboard.press("Enter");
    await expect(node(page, "Condition")).toBeFocused();
  });

  await test.step("it is led to another node, along its first way", async () => {
    await page.keyboard.press("c");
    await expect(page.getByRole("combobox", { name: "Connect to a node" })).toBeFocused();
    await expect(page.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect.poll(() => text(page)).toContain('from: condition, to: end, condition: "true" }');
    await expect(node(page, "Condition")).toBeFocused();
  });

  await test.step("another letter asks what is put before it", async () => {
    await page.keyboard.press("i");
    await expect(page.getByRole("combobox", { name: "Insert a node" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(node(page, "Condition")).toBeFocused();
  });

  await test.step("it is moved, duplicated and copied into the text of another place", async () => {
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(() => text(page)).toContain("position:");
    await page.keyboard.press("ControlOrMeta+d");
    await expect(node(page, "Condition").nth(1)).toBeFocused();
    await expect.poll(() => text(page)).toContain("id: condition2");
    await page.keyboard.press("l");
    await expect.poll(() => text(page)).not.toContain("position:");
  });

  await test.step("Enter opens its form, and Delete takes it out", async () => {
    await page.keyboard.press("Enter");
    await expect(form(page).getByRole("textbox", { name: "Condition" })).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("size(input) > 1");
    await expect.poll(() => text(page)).toContain("size(input) > 1");
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => text(page)).not.toContain("size(input) > 1");
    await node(page, "Condition").nth(1).focus();
    await page.keyboard.press("Delete");
    await expect.poll(() => text(page)).not.toContain("condition2");
  });

  await test.step("a note and a group are written and taken back", async () => {
    await node(page, "End").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("g");
    await expect(form(page).getByRole("textbox", { name: "Name" })).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Last things");
    await expect.poll(() => text(page)).toContain("name: Last things");
    const group = graph(page).getByRole("button", { name: "Group Last things, 1 node" });
    await group.focus();
    await page.keyboard.press("f");
    await expect(node(page, "End")).toHaveCount(0);
    await expect(group).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("f");
    await expect(node(page, "End")).toBeVisible();
    await page.keyboard.press("n");
    await expect(form(page).getByRole("textbox", { name: "Text" })).toBeFocused();
    await page.keyboard.type("Mind the gap");
    const note = graph(page).getByRole("button", { name: "Note: Mind the gap" });
    await expect(note).toBeVisible();
    await note.focus();
    await page.keyboard.press("ControlOrMeta+Shift+ArrowRight");
    await expect.poll(() => text(page)).toContain("width: 216");
    await page.keyboard.press("Delete");
    await expect.poll(() => text(page)).not.toContain("notes:");
    for (let steps = 0; steps < 6; steps += 1) await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => text(page)).not.toContain("groups:");
  });

  await test.step("a body opens in the drawing, and what is done in it is written in it", async () => {
    await node(page, "End").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("a");
    await expect(page.locator("input:focus")).toBeVisible();
    await page.keyboard.type("map");
    await page.keyboard.press("Enter");
    await expect(node(page, "Map")).toBeFocused();
    await page.keyboard.press("o");
    await expect(page.getByRole("navigation", { name: "Open body" })).toContainText("Map");
    await page.keyboard.press("ArrowRight");
    await expect(node(page, "Work on it")).toBeFocused();
    await page.keyboard.press("a");
    await expect(page.locator("input:focus")).toBeVisible();
    await page.keyboard.type("transf");
    await page.keyboard.press("Enter");
    await expect(node(page, "Transform")).toBeFocused();
    await expect.poll(() => text(page)).toContain("from: work, to: transform }");
    // The way back to what was chosen leads through the body.
    await page.keyboard.press("u");
    await expect(node(page, "Map")).toBeFocused();
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => text(page)).not.toContain("to: transform }");
    await expect(node(page, "Work on it")).toBeFocused();
    await expect(node(page, "Transform")).toHaveCount(0);
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => text(page)).not.toContain("type: map");
    await expect(node(page, "Map")).toHaveCount(0);
    await expect(node(page, "End")).toBeFocused();
  });

  await test.step("all of it is undone with the same keys", async () => {
    for (let steps = 0; steps < 12; steps += 1) await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => text(page)).toBe(definition);
    await expect(problems(page)).toContainText("None.");
  });
  expect(faults).toEqual([]);
});

/** Whether its end stands below its start, and not beside it; null while it is drawn again. */
async function isDrawnDown(page: Page): Promise<boolean | null> {
  const [start, end] = [await node(page, "Start").boundingBox(), await node(page, "End").boundingBox()];
  return start === null || end === null ? null : end.y - start.y > end.x - start.x;
}
