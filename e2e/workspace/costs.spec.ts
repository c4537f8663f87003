import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

test("costs are grouped, broken down and exported", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0&tokens=200"));
  await page.goto((await workspace.startRun(pipelineId)).path);
  await expect(runPage(page).topLine).toContainText("completed");
  await page.goto(`/${workspace.slug}`);
  await page.getByRole("link", { name: "What it was spent on" }).click();

  await test.step("by day, with a chart that describes itself", async () => {
    const main = page.getByRole("main");
    await expect(main.getByRole("img", { name: /^Costs by day from/ })).toBeVisible();
    await expect(main.getByRole("row", { name: /^Total/ })).toContainText("1");
    await expectAccessible(page);
  });

  await test.step("with the keyboard an arrow moves to another view, and Space selects it", async () => {
    const [first, last] = [page.getByRole("radio").first(), page.getByRole("radio").last()];
    await expect(first).toBeChecked();
    await first.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(last).toBeFocused();
    await expect(first).toBeChecked();
    await page.keyboard.press("Home");
    await page.keyboard.press("End");
    await page.keyboard.press("Space");
    await expect(last).toBeChecked();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("radio").and(page.locator(":focus"))).toHaveCount(0);
    await page.keyboard.press("Shift+Tab");
    await expect(last).toBeFocused();
    await first.click();
    await expect(first).toBeChecked();
  });

  await test.step("by pipeline, and from there by node", async () => {
    await page.getByRole("radio", { name: "Pipeline" }).click();
    await page.getByRole("table").getByRole("link", { name: "One agent" }).click();
    await expect(page.getByRole("table", { name: "Costs by node" })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`by=node&pipeline=${pipelineId}$`));
    await page.getByRole("radio", { name: "Started by" }).click();
    await expect(page.getByRole("table", { name: "Costs by member" }).getByRole("row")).toHaveCount(3);
    await expectAccessible(page);
  });

  await test.step("for a custom range", async () => {
    await page.getByLabel("Time").selectOption({ label: "Custom range" });
    await page.getByLabel("First day").fill("2020-02-01");
    await expect(page.getByText("at most a year apart")).toBeVisible();
    await page.getByLabel("Last day").fill("2020-02-29");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByRole("main")).toContainText("Nothing was spent");
  });

  await test.step("as a file", async () => {
    await page.getByLabel("Time").selectOption({ label: "Last 30 days" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export as CSV" }).click(),
    ]);
    const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("One agent");
  });
});
