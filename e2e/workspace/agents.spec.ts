import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";

const asking = {
  name: "Tide table",
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    {
      id: "write",
      type: "agent" as const,
      name: "Write it",
      config: { agentId: "careful-writer", task: "Say what the tide does." },
    },
  ],
  edges: [{ id: "e1", from: "start", to: "write" }],
};

test("an agent is created, changed, found where it is used, and archived with a warning", async ({
  page,
  workspace,
}) => {
  await page.goto(`/${workspace.slug}/agents`);

  await test.step("an empty page explains agents", async () => {
    await expect(page.getByRole("heading", { name: "No agents yet" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "New agent" }).click();
  });

  await test.step("missing values are reported at their fields", async () => {
    await page.getByRole("button", { name: "Create agent" }).click();
    await expect(page.getByLabel("Name")).toHaveAccessibleDescription(/Give it a name/);
    await page.getByLabel("Model", { exact: true }).fill("haiku");
    await page.getByRole("button", { name: "Create agent" }).click();
    await expect(page.getByLabel("Model", { exact: true })).toHaveAccessibleDescription(/provider\/model/);
    await expectAccessible(page);
  });

  await test.step("its key is derived from its name", async () => {
    await page.getByLabel("Name").fill("Careful writer");
    await expect(page.getByLabel("Identifier")).toHaveValue("careful-writer");
    await page.getByLabel("Instructions").fill("You write with care.");
    await page.getByLabel("Model", { exact: true }).fill("sandbox/brief");
    await page.getByRole("button", { name: "Create agent" }).click();
    await page.getByRole("link", { name: "Careful writer" }).click();
    await expect(page.getByLabel("Instructions")).toHaveValue("You write with care.");
    await expect(page.getByRole("region", { name: "Where it is used" })).toContainText("No pipeline uses it");
  });

  await test.step("a change is saved, and the key stays", async () => {
    await expect(page.getByLabel("Identifier")).not.toBeEditable();
    await page.getByLabel("Instructions").fill("You write with great care.");
    await page.getByLabel("Effort").selectOption("low");
    await page.getByRole("button", { name: "Save agent" }).click();
    await expect(page.getByText("Agent saved")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Instructions")).toHaveValue("You write with great care.");
    await expect(page.getByLabel("Effort")).toHaveValue("low");
  });

  await workspace.createPipeline(asking);
  await test.step("it lists the pipelines that use it", async () => {
    await page.reload();
    const uses = page.getByRole("region", { name: "Where it is used" });
    await expect(uses.getByRole("link", { name: "Tide table" })).toBeVisible();
    await expect(uses).toContainText("Write it");
    await expectAccessible(page);
  });

  await test.step("archiving it first says what this means for drafts", async () => {
    await page.getByRole("button", { name: "Archive" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("cannot be published or run");
    await expect(dialog).toContainText("Tide table");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Archive agent" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("main")).toContainText("Restore it to change it");
    await expect(page.getByLabel("Instructions")).not.toBeEditable();
    await expectAccessible(page);
  });

  await test.step("and it can be restored", async () => {
    await page.getByRole("button", { name: "Restore" }).click();
    await expect(page.getByLabel("Instructions")).toBeEditable();
  });
});

test.describe("a key that is taken", () => {
  test.use({ expectedFaults: [/status of 409/] });

  test("is refused, and the form keeps its values", async ({ page, workspace }) => {
    const agent = { key: "reader", name: "Reader", instructions: "", model: "sandbox/brief" };
    await workspace.client.agents.create.mutate(agent);
    await page.goto(`/${workspace.slug}/agents/new`);
    await page.getByLabel("Name").fill("Reader");
    await page.getByLabel("Instructions").fill("You read.");
    await page.getByRole("button", { name: "Create agent" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("reader");
    await expect(page.getByLabel("Instructions")).toHaveValue("You read.");
  });
});
