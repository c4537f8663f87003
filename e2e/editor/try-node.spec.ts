import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { editor, expectSaved, paste } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";

/** Pure nodes, so a run has ended when its start returns. One is incomplete, and an agent is only tried. */
const definition = `name: Tried
nodes:
  - { id: start, type: trigger, name: Start }
  - { id: shape, type: transform, name: Shape, config: { value: "'about ' + input.word" } }
  - { id: say, type: transform, name: Say, config: { value: "input + '.'" } }
  - { id: later, type: transform, name: Later, config: {} }
  - { id: ask, type: agent, name: Ask, config: { model: sandbox/echo, task: "{{ input }}" } }
edges:
  - { id: e1, from: start, to: shape }
  - { id: e2, from: shape, to: say }
  - { id: e3, from: say, to: later }
  - { id: e4, from: shape, to: ask }
`;

const graph = (page: Page) => page.getByLabel("Graph of Tried");
const node = (page: Page, name: string) =>
  graph(page).getByRole("button", { name: new RegExp(`^${name}, `) });
const form = (page: Page) => page.getByRole("region", { name: "Form" });
const dialog = (page: Page) => page.getByRole("dialog");
const value = (page: Page) => form(page).getByRole("textbox", { name: "Value", exact: true });
const preview = (page: Page) => form(page).getByRole("region", { name: "value with the values of the run" });
const output = (page: Page) => form(page).getByRole("region", { name: "Output in this run" });

test("a node is tried while the rest is incomplete", async ({ page, workspace, faults }) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({
    definition: definition.replace("config: {}", 'config: { value: "input" }'),
  });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(node(page, "Start")).toBeVisible();
  await paste(page, definition);
  await page.getByRole("button", { name: "Form", exact: true }).click();

  await test.step("without a run the input is asked for, and only the nodes before it run", async () => {
    await node(page, "Shape").click();
    await page.keyboard.press("t");
    await expect(dialog(page)).toContainText("Run up to Shape");
    await dialog(page).getByRole("textbox", { name: "word" }).fill("tides");
    await dialog(page).getByRole("button", { name: "Run pipeline" }).click();
    await expect(page).toHaveURL(/\/runs\//);
    await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
    await expect(
      graph(page).getByRole("button", { name: /^Shape, .*completed in the last run/ }),
    ).toContainText("about tides");
    await expect(node(page, "Say")).not.toContainText("in the last run");
  });

  await test.step("a preview below the field shows its result with the run's values", async () => {
    await node(page, "Say").click();
    await expect(preview(page)).toContainText('"about tides."');
    await value(page).fill("input + '?'");
    await expect(preview(page)).toContainText('"about tides?"');
    await value(page).fill("input.none");
    await expect(form(page)).toContainText("Not with this run");
    await value(page).fill("input.upperAscii()");
    await expect(preview(page)).toContainText('"ABOUT TIDES"');
  });

  await test.step("it runs alone with the run's values, and says first what it reuses", async () => {
    await form(page).getByRole("button", { name: "Try" }).click();
    await expect(dialog(page).getByLabel("What the fork does")).toContainText("Start, Shape");
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: "Run this node" }).click();
    await expect(output(page)).toHaveText("ABOUT TIDES");
  });

  await test.step("two models are compared, with prices before they run", async () => {
    await node(page, "Ask").click();
    // The form scrolls; the page does not.
    await form(page).locator("summary", { hasText: "Tools" }).click();
    await expect(form(page).getByRole("checkbox", { name: "owner" })).toBeAttached();
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
    await form(page).getByRole("button", { name: "Compare models" }).click();
    await dialog(page).getByLabel("Add a model").fill("sandbox/brief");
    await page.keyboard.press("Enter");
    await dialog(page).getByLabel("Type an input").fill("rivers");
    await dialog(page).getByRole("region", { name: "Inputs" }).getByRole("button", { name: "Add" }).click();
    await expect(dialog(page).getByRole("cell", { name: "at most" })).toHaveCount(4);
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: "Run 4 tries" }).click();
    await expect(dialog(page).getByRole("region", { name: "Answer", exact: true })).toHaveCount(4);
    await expect(dialog(page).getByRole("row", { name: /Typed: rivers/ })).toContainText("rivers");
    await dialog(page).getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("a pinned output replaces the node's own", async () => {
    await node(page, "Shape").click();
    await form(page).getByRole("button", { name: "Pin an output" }).click();
    await form(page).getByRole("textbox", { name: "Pinned output" }).fill('"rivers"');
    await expect(graph(page).getByRole("button", { name: /^Shape, .*output pinned/ })).toContainText(
      "rivers",
    );
    await node(page, "Say").click();
    await expect(preview(page)).toContainText('"RIVERS"');
    await form(page).getByRole("button", { name: "Try" }).click();
    await expect(dialog(page).getByLabel("What the fork does")).toContainText("the output of shape");
    await dialog(page).getByRole("radio", { name: "Up to here" }).click();
    await dialog(page).getByRole("button", { name: "Run up to here" }).click();
    await expect(output(page)).toHaveText("RIVERS");
    await expectAccessible(page);
  });

  await test.step("an emptied text can be started again in the drawing", async () => {
    await editor(page).click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.press("Delete");
    await graph(page).getByRole("button", { name: "Add a trigger" }).click();
    await expect(node(page, "Trigger")).toHaveAttribute("aria-pressed", "true");
    await expect(editor(page)).toContainText("id: trigger, type: trigger");
    await expectSaved(page);
  });
  expect(faults).toEqual([]);
});
