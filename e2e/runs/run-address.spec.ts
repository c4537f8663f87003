import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

test("the URL keeps the tab, the log line and the selected node", async ({ page, workspace }) => {
  const { client } = workspace;
  const definition = oneAgent("brief?pace=0&fault=529&times=1&retryAfter=0");
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  const { runId } = await client.runs.start.mutate({ pipelineId });
  await expect.poll(async () => (await client.runs.get.query({ runId })).run.status).toBe("completed");
  const view = runPage(page);
  await page.goto(`/${workspace.slug}/runs/${runId}`);

  await test.step("the key e goes to the node that was retried", async () => {
    await expect(page.getByRole("button", { name: "Go to the error" })).toBeVisible();
    await page.keyboard.press("e");
    await expect(view.panel("Writer")).toBeVisible();
    await expect(page.getByRole("button", { name: "Go to the error" })).toHaveCount(0);
  });

  await test.step("a tab and a line survive a reload", async () => {
    await view.tab("Log").click();
    await page
      .getByRole("link", { name: /^Line \d+: its address$/ })
      .nth(1)
      .click();
    await expect(page).toHaveURL(/node=writer&tab=log&line=\d+$/);
    await expectAccessible(page);
    await page.reload();
    const line = new URL(page.url()).searchParams.get("line");
    await expect(view.tab("Log")).toHaveAttribute("aria-selected", "true");
    await expect(page.locator("[aria-current=true]").filter({ hasText: /node\./ })).toContainText(
      line ?? "?",
    );
  });

  await test.step("the whole run can be exported", async () => {
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "More about this run" }).click();
    await page.getByRole("menuitem", { name: "Export as JSON" }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe(`run-${runId}.json`);
  });
});
