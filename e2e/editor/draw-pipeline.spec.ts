import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { definition, form, graph, inSight, node, text } from "../fixtures/drawing.ts";
import { editor, expectSaved } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";
import { drag, middle, within } from "../fixtures/pointer.ts";

test("a pipeline is drawn with the mouse, and its text keeps its comments", async ({
  page,
  workspace,
  faults,
}) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(node(page, "Start")).toBeVisible();

  await test.step("a node type is dropped on an edge", async () => {
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

  await test.step("dragging a handle into empty space offers what fits", async () => {
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

  await test.step("a node is inserted into the hovered edge, and undone", async () => {
    const [from, to] = [await middle(node(page, "Start")), await middle(node(page, "Agent"))];
    await page.mouse.move((from.x + to.x) / 2 - 6, (from.y + to.y) / 2, { steps: 3 });
    await page.getByRole("button", { name: "Insert a node here" }).click();
    await page.getByRole("option", { name: /^Transform/ }).click();
    await expect.poll(() => text(page)).toContain("from: start, to: transform } # straight on");
    await page.getByRole("button", { name: "Undo: Add Transform" }).click();
    await expect.poll(() => text(page)).not.toContain("transform");
  });

  await test.step("moving a node writes its position, as one undo step", async () => {
    await drag(page, node(page, "End"), { x: 60, y: 96 });
    await expect
      .poll(() => text(page))
      .toMatch(/name: End, config: \{ action: noop \}, position: \{ x: -?\d+, y: -?\d+ \} \} # the last one/);
    await page.getByRole("button", { name: "Undo: Move End" }).click();
    await expect(page.getByRole("button", { name: "Redo: Move End" })).toBeEnabled();
  });

  await test.step("two nodes are copied with their edge, and pasted", async () => {
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

  await test.step("several nodes are aligned, as one undo step", async () => {
    const tops = async () => [(await middle(node(page, "Agent"))).y, (await middle(node(page, "Delay"))).y];
    await node(page, "Agent").click();
    await node(page, "Delay").click({ modifiers: ["Shift"] });
    const [agent = 0, delay = 0] = await tops();
    expect(Math.abs(agent - delay)).toBeGreaterThan(20);
    await page.getByRole("button", { name: "Align top" }).click();
    await expect.poll(async () => new Set((await tops()).map(Math.round)).size).toBe(1);
    await page.getByRole("button", { name: /^Undo: / }).click();
    await expect.poll(async () => Math.round((await tops())[1] ?? 0)).toBe(Math.round(delay));
  });

  await test.step("the view zooms to the selection, and back to the whole graph", async () => {
    const size = async () => (await node(page, "Agent").boundingBox())?.width ?? 0;
    await node(page, "Agent").click();
    await page.keyboard.press("Shift+Digit1");
    await expect.poll(() => inSight(page, ["Start", "Agent", "Delay", "End"])).toBe(true);
    const small = await size();
    await page.keyboard.press("Shift+Digit2");
    await expect.poll(size).toBeGreaterThan(small * 1.1);
    await expect.poll(() => inSight(page, ["Agent"])).toBe(true);
    await page.keyboard.press("Shift+Digit1");
    await expect.poll(() => inSight(page, ["Start", "Agent", "Delay", "End"])).toBe(true);
  });

  await test.step("a double click on the background adds a node there", async () => {
    const spot = { x: 160, y: 470 };
    await graph(page).dblclick({ position: spot });
    const pick = page.getByRole("combobox", { name: "Add a node" });
    await expect(pick).toBeFocused();
    await pick.fill("transf");
    await page.keyboard.press("Enter");
    await expect(node(page, "Transform")).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => text(page)).toContain("type: transform");
    const there = await middle(node(page, "Transform"));
    const place = await within(graph(page), there.x, there.y);
    expect(Math.hypot(place.x - spot.x, place.y - spot.y)).toBeLessThan(100);
    await page.getByRole("button", { name: "Undo: Add Transform" }).click();
    await expect(node(page, "Transform")).toHaveCount(0);
  });

  await test.step("the form writes one field, and shows its error", async () => {
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

  await test.step("renaming an id updates every reference", async () => {
    await node(page, "Start").click();
    await form(page).getByLabel("Id").fill("mail");
    await form(page).getByLabel("Id").press("Enter");
    await expect.poll(() => text(page)).toContain("Sum up {{ nodes.mail.output }}");
    await expect.poll(() => text(page)).toContain("- { id: e1, from: mail, to: agent } # straight on");
  });

  await test.step("deleting a node connects its neighbours, and undo restores the selection", async () => {
    await node(page, "Agent").click();
    await page.keyboard.press("Delete");
    await expect(node(page, "Agent")).toHaveCount(0);
    await expect.poll(() => text(page)).toContain("from: mail, to: end } # straight on");
    await page.getByRole("button", { name: "Undo: Delete Agent" }).click();
    await expect(node(page, "Agent")).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("hiding text or drawing is remembered", async () => {
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
