import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { editor } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";
import { middle } from "../fixtures/pointer.ts";

const definition = `name: Filled
nodes:
  - { id: start, type: trigger, name: Start }
  - id: draft
    type: agent
    name: Draft
    config: { model: sandbox/brief, task: "{{ input }}" }
  - { id: check, type: condition, name: Check, config: { condition: "size(input) > 20" } }
  - { id: end, type: action, name: End, config: { action: noop } }
edges:
  - { id: e1, from: start, to: draft }
  - { id: e2, from: draft, to: check }
  - { id: e3, from: check, to: end, condition: "true" }
`;

const graph = (page: Page) => page.getByLabel("Graph of Filled");
const node = (page: Page, name: string) =>
  graph(page).getByRole("button", { name: new RegExp(`^${name}, `) });
const form = (page: Page) => page.getByRole("region", { name: "Form" });
const text = async (page: Page) => (await editor(page).locator(".cm-line").allTextContents()).join("\n");

test("a form explains its fields, and helps to fill them in", async ({ page, workspace, faults }) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}?node=draft`);
  // The URL selects a node.
  await expect(node(page, "Draft")).toHaveAttribute("aria-pressed", "true");
  await expect(page).not.toHaveURL(/node=/);
  await page.getByRole("button", { name: "Form", exact: true }).click();

  await test.step("the help text is below the field, and a value is inserted with the mouse", async () => {
    const instructions = form(page).getByRole("textbox", { name: "Instructions" });
    await expect(instructions).toHaveAccessibleDescription(/system prompt/);
    await form(page).getByRole("button", { name: "Insert a value into Instructions" }).click();
    const offers = page.getByRole("listbox", { name: "What can be written here" }).getByRole("option");
    await offers.filter({ hasText: /^nodes/ }).click();
    // Only nodes before this one have run when it runs.
    await expect(offers).toHaveText([/^start/]);
    await offers.click();
    await expect(instructions).toHaveValue("{{ nodes.start.output }}");
    await expect.poll(() => text(page)).toContain("{{ nodes.start.output }}");
  });

  await test.step("a tool is added, shows what is missing, and is removed", async () => {
    await form(page).locator("summary", { hasText: "Tools" }).click();
    await form(page).getByRole("button", { name: "Add a request" }).click();
    await form(page).getByRole("textbox", { name: "URL" }).fill("https://example.com/find");
    await expect.poll(() => text(page)).toContain("https://example.com/find");
    const description = form(page).getByRole("textbox", { name: "Description" });
    await expect(description).toHaveAttribute("aria-invalid", "true");
    await expectAccessible(page);
    await form(page).getByRole("button", { name: "Remove the tool request" }).click();
    await expect.poll(() => text(page)).not.toContain("tools:");
  });

  await test.step("a schema is generated from a sample", async () => {
    await form(page).locator("summary", { hasText: "Mappings, limits and failures" }).click();
    await form(page).getByRole("button", { name: "From a sample" }).click();
    const sample = form(page).getByRole("textbox", { name: "A sample" });
    await expect(sample).toBeFocused();
    await sample.fill("score: 7");
    await expect(form(page).getByRole("button", { name: "Describe it" })).toBeDisabled();
    await sample.fill('{ "score": 7 }');
    await form(page).getByRole("button", { name: "Describe it" }).click();
    await expect(form(page).getByRole("textbox", { name: "Name in Output schema" })).toHaveValue("score");
    await expect.poll(() => text(page)).toContain("score:");
  });

  await test.step("a field gets allowed values", async () => {
    const score = "Output schema: score";
    await form(page).getByLabel(`Type of ${score}`, { exact: true }).selectOption("array");
    await form(page).getByLabel("Type of an item of score").selectOption("string");
    await form(page)
      .getByRole("button", { name: "Title, description and choices of an item of score" })
      .click();
    const more = form(page).getByRole("group", { name: "More of an item of score" });
    await more.getByRole("textbox", { name: "Choices" }).fill("low\nhigh");
    await more.getByRole("textbox", { name: "Title" }).fill("How urgent");
    await expect.poll(() => text(page)).toMatch(/items:[\s\S]*low[\s\S]*high/);
    await expect.poll(() => text(page)).toContain("How urgent");
    await expectAccessible(page);
  });

  await test.step("a condition is built from several comparisons", async () => {
    await node(page, "Check").click();
    const put = form(page).getByRole("group", { name: "As comparisons" });
    await expect(put.getByLabel("Test")).toHaveValue("length-more");
    await expect(put.getByRole("textbox", { name: "Compared with" })).toHaveValue("20");
    await put.getByRole("button", { name: "Add a comparison" }).click();
    const second = put.getByRole("group", { name: "Comparison 2" });
    await second.getByRole("textbox", { name: "Value" }).fill("input.kind");
    await expect.poll(() => text(page)).toContain("size(input) > 20 && input.kind ==");
    await second.getByLabel("Test").selectOption({ label: "is there" });
    await expect.poll(() => text(page)).toContain("size(input) > 20 && has(input.kind)");
    await put.getByRole("radio", { name: "Any is true" }).click();
    await expect.poll(() => text(page)).toContain("size(input) > 20 || has(input.kind)");
    await expectAccessible(page);
  });

  await test.step("a rectangle selects the nodes it touches", async () => {
    const [start, end] = [await middle(node(page, "Start")), await middle(node(page, "End"))];
    await page.keyboard.down("Shift");
    await page.mouse.move(Math.min(start.x, end.x) - 8, Math.min(start.y, end.y) - 50);
    await page.mouse.down();
    await page.mouse.move(Math.max(start.x, end.x) + 8, Math.max(start.y, end.y), { steps: 6 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    for (const name of ["Start", "Draft", "End"])
      await expect(node(page, name)).toHaveAttribute("aria-pressed", "true");
    // The first click on the background clears the selection.
    await page.mouse.click(Math.min(start.x, end.x) - 8, Math.min(start.y, end.y) - 50);
    for (const name of ["Start", "Draft", "End"])
      await expect(node(page, name)).toHaveAttribute("aria-pressed", "false");
  });
  expect(faults).toEqual([]);
});
