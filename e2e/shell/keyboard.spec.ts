import { expect, type Locator, type Page } from "@playwright/test";
import { holdTimers } from "../fixtures/held-timers.ts";
import { intercept } from "../fixtures/intercept.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { regionText, runPage, stopRun } from "../fixtures/run-page.ts";

/** Presses Tab until the element has the focus; every stop on the way must be visible. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    await expect(page.locator(":focus")).toBeVisible();
  }
  throw new Error("Sixty stops, and the focus never came there.");
}

test("a run is read, stopped and left with the keyboard alone", async ({ page, workspace, readers }) => {
  const { path } = await workspace.startRun(readers.pipelineId);
  const view = runPage(page);
  await page.goto(path);
  await expect(view.node("Left reader")).toBeVisible();

  await test.step("the first tab stop skips the sidebar", async () => {
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the page" });
    await expect(skip).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("a node is selected in the graph", async () => {
    await tabTo(page, view.node("Right reader"));
    await page.keyboard.press("Enter");
    await expect(view.panel("Right reader")).toBeVisible();
  });

  await test.step("arrow keys move between its tabs", async () => {
    await tabTo(page, view.tab("Output"));
    await page.keyboard.press("ArrowRight");
    await expect(view.tab("Input")).toBeFocused();
    await expect(view.tab("Input")).toHaveAttribute("aria-selected", "true");
  });

  await test.step("the run is stopped, and the focus stays", async () => {
    await tabTo(page, page.getByRole("button", { name: "Stop run" }), "Shift+Tab");
    await page.keyboard.press("Space");
    // The confirmation works with the keyboard too, and Enter alone does not stop the run.
    await expect(page.getByRole("button", { name: "Keep running" })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(view.topLine).toContainText("cancelled");
    await expect(page.getByRole("button", { name: "Resume run" })).toBeFocused();
  });
});

test("dialogs on a streaming page block nothing, and return the focus", async ({
  page,
  workspace,
  readers: { pipelineId, right },
}) => {
  const { path } = await workspace.startRun(pipelineId);
  const view = runPage(page);
  await page.goto(`${path}?node=right`);
  right.say(5);
  await expect.poll(() => regionText(view.streaming("Right reader"))).toBe(right.said());

  await test.step("a loading dialog blocks nothing, and returns the focus", async () => {
    const tab = view.tab("Input");
    await tab.focus();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    const release = await holdScripts(page);
    await page.keyboard.press("?");
    await page.keyboard.press("ArrowLeft");
    await expect(view.tab("Output")).toBeFocused();
    right.say(5);
    await expect.poll(() => regionText(view.streaming("Right reader"))).toBe(right.said());
    await page.keyboard.press("ArrowRight");
    await expect(tab).toBeFocused();
    release();
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(tab).toBeFocused();
  });

  await test.step("text typed while the palette loads is kept", async () => {
    const release = await holdScripts(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("new pipx");
    await page.keyboard.press("Backspace");
    release();
    await expect(page.getByRole("combobox", { name: "Go to" })).toHaveValue("new pip");
    await page.keyboard.type("eline");
    await expect(page.getByRole("combobox", { name: "Go to" })).toHaveValue("new pipeline");
    await page.keyboard.press("Escape");
    await expect(view.tab("Input")).toBeFocused();
  });

  await stopRun(page);
  await expect(view.topLine).toContainText("cancelled");

  // The page still changes: the run's results are loading.
  for (const name of ["Resume run", "Fork from here"]) {
    await test.step(`the dialog of "${name}" takes the focus, and returns it on Escape`, async () => {
      const button = page.getByRole("button", { name });
      await button.focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await expect(dialog).toBeVisible();
      await expect(dialog.and(page.locator(":focus")).or(dialog.locator(":focus"))).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(button).toBeFocused();
    });
  }
});

/** Holds back scripts that are requested from now on; the returned function releases them. */
async function holdScripts(page: Page): Promise<() => void> {
  const released = Promise.withResolvers<void>();
  await intercept(page, "**/_next/static/chunks/**", async (route) => {
    await released.promise;
    await route.continue();
  });
  return released.resolve;
}

test("closing an overlay does not take the focus from one opened meanwhile", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline({ ...oneAgent("echo"), name: "Tide report" });
  const palette = page.getByRole("combobox", { name: "Go to" });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  const run = page.getByRole("main").getByRole("button", { name: "Run pipeline" });
  const dialog = page.getByRole("dialog", { name: "Run Tide report" });
  /** Types into the palette after another overlay has closed, before it returns the focus. */
  const typeThrough = async (opened: Locator) => {
    await expect(opened).toBeVisible();
    const letGo = await holdTimers(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("theme da");
    await expect(opened).toBeHidden();
    await expect(palette).toHaveValue("theme da");
    await letGo();
    await page.keyboard.type("rk");
    await expect(palette).toHaveValue("theme dark");
  };

  await test.step("a closing dialog leaves the focus in the palette", async () => {
    await run.click();
    await typeThrough(dialog);
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
    await expect(run).toBeFocused();
  });

  await test.step("a menu", async () => {
    const menu = page.getByRole("button", { name: /^Workspace .*: switch$/ });
    await menu.click();
    await typeThrough(page.getByRole("menu"));
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
  });
});
