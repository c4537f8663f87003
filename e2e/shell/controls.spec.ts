import { expect } from "@playwright/test";
import { holdTimers } from "../fixtures/held-timers.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

test("tabs respond to arrow keys, Home and End, and are one tab stop", async ({ page, workspace }) => {
  const { path } = await workspace.startRun(await workspace.createPipeline(oneAgent("echo?pace=0")));
  await page.goto(`${path}?node=writer`);
  const tabs = runPage(page).panel("Writer").getByRole("tab");
  const first = tabs.first();
  const last = tabs.last();
  /** Exactly the focused tab's panel is shown. */
  const isShown = async (tab: typeof first) => {
    await expect(tab).toBeFocused();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    await expect(tabs.and(page.locator("[aria-selected=true]"))).toHaveCount(1);
    const panelId = (await tab.getAttribute("aria-controls")) ?? "";
    await expect(page.locator(`[id="${panelId}"]`)).toBeVisible();
  };
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await isShown(tabs.nth(1));
  await page.keyboard.press("End");
  await isShown(last);
  await page.keyboard.press("ArrowRight");
  await isShown(first);
  await page.keyboard.press("ArrowLeft");
  await isShown(last);
  await page.keyboard.press("Home");
  await isShown(first);
  // Up and down scroll the panel.
  await page.keyboard.press("ArrowDown");
  await isShown(first);
  await page.keyboard.press("Tab");
  await expect(tabs.and(page.locator(":focus"))).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await isShown(first);
});

test("a checkbox for many shows a mixed state; Space ticks, and Enter does nothing", async ({
  page,
  workspace,
}) => {
  const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0"));
  await workspace.startRun(pipelineId);
  await workspace.startRun(pipelineId);
  await page.goto(`/${workspace.slug}/runs`);
  const all = page.getByRole("checkbox", { name: "Select all runs on this page" });
  const one = page.getByRole("checkbox", { name: /^Select One agent/ }).first();
  const chosen = page.getByRole("region", { name: "Selected runs" });
  await one.focus();
  await page.keyboard.press("Enter");
  await expect(one).not.toBeChecked();
  await page.keyboard.press("Space");
  await expect(one).toBeChecked();
  await expect(chosen).toContainText("1 run selected");
  await expect(all).toBeChecked({ indeterminate: true });
  await all.focus();
  await page.keyboard.press("Space");
  await expect(all).toBeChecked();
  await expect(chosen).toContainText("2 runs selected");
  await page.keyboard.press("Space");
  await expect(all).not.toBeChecked();
  await expect(all).toHaveJSProperty("indeterminate", false);
  await expect(chosen).toBeHidden();
});

test("pressing twice quickly sends once, however busy the browser is", async ({ page, workspace }) => {
  await page.goto(`/${workspace.slug}/pipelines/new`);
  const create = page.getByRole("button", { name: "Create pipeline" });
  await expect(create).toBeEnabled();
  const letGo = await holdTimers(page);
  await create.dblclick();
  await letGo();
  await expect(page).toHaveURL(/\/pipelines\/[0-9a-f-]{36}$/);
  expect((await workspace.client.pipelines.list.query({})).pipelines).toHaveLength(1);
});
