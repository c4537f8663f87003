import { expect, type Page } from "@playwright/test";
import { definition, form, graph, node, text } from "../fixtures/drawing.ts";
import { problems } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";

test("a pipeline is drawn with the keyboard alone", async ({ page, workspace, faults }) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(node(page, "Start")).toBeVisible();
  await node(page, "Start").focus();
  await page.keyboard.press("Space");

  await test.step("arrow keys move between nodes, and a letter adds one after", async () => {
    await page.keyboard.press("ArrowRight");
    await expect(node(page, "End")).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(node(page, "Start")).toBeFocused();
    await page.keyboard.press("a");
    await expect(page.locator("input:focus")).toBeVisible();
    await page.keyboard.type("con");
    // With less space the drawing changes its direction; what is being typed stays.
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

  await test.step("a node is connected to another through its first branch", async () => {
    await page.keyboard.press("c");
    await expect(page.getByRole("combobox", { name: "Connect to a node" })).toBeFocused();
    await expect(page.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect.poll(() => text(page)).toContain('from: condition, to: end, condition: "true" }');
    await expect(node(page, "Condition")).toBeFocused();
  });

  await test.step("a letter inserts a node before it", async () => {
    await page.keyboard.press("i");
    await expect(page.getByRole("combobox", { name: "Insert a node" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(node(page, "Condition")).toBeFocused();
  });

  await test.step("a node is moved, duplicated and copied as text", async () => {
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(() => text(page)).toContain("position:");
    await page.keyboard.press("ControlOrMeta+d");
    await expect(node(page, "Condition").nth(1)).toBeFocused();
    await expect.poll(() => text(page)).toContain("id: condition2");
    await page.keyboard.press("l");
    await expect.poll(() => text(page)).not.toContain("position:");
  });

  await test.step("Enter opens the form, and Delete removes the node", async () => {
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

  await test.step("a note and a group are added and undone", async () => {
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

  await test.step("a body opens in the drawing, and edits inside it change the body", async () => {
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
    // Going back to the earlier selection leads through the body.
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

  await test.step("everything is undone with the same keys", async () => {
    for (let steps = 0; steps < 12; steps += 1) await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => text(page)).toBe(definition);
    await expect(problems(page)).toContainText("None.");
  });
  expect(faults).toEqual([]);
});

/** Whether the edge runs downwards rather than sideways; null while it is redrawn. */
async function isDrawnDown(page: Page): Promise<boolean | null> {
  const [start, end] = [await node(page, "Start").boundingBox(), await node(page, "End").boundingBox()];
  return start === null || end === null ? null : end.y - start.y > end.x - start.x;
}
