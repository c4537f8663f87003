import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { quickReaders } from "../fixtures/pipelines.ts";

test("what runs left behind is found, read and led back to where it is from", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline(quickReaders(5));
  await page.goto((await workspace.startRun(pipelineId)).path);
  await expect(page.getByRole("main")).toContainText("completed");
  await page.getByRole("link", { name: "Artifacts", exact: true }).click();
  const table = page.getByRole("table", { name: "Artifacts" });
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.getByRole("button", { name: "brief.md" }).click();
  await expect(page.getByRole("heading", { name: "Brief" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Type").selectOption({ label: "JSON" });
  await expect(page.getByRole("main")).toContainText("No artifacts match");
  const withDocuments = page.getByLabel("With documents of runs");
  await withDocuments.click();
  await expect(withDocuments).toBeChecked();
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByLabel("Type").selectOption({ label: "Markdown" });
  await table.getByRole("link", { name: "Two readers" }).last().click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]+\?node=save$/);
});
