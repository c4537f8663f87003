import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "./fixtures/journey.ts";
import { twoReaders } from "./fixtures/pipelines.ts";
import { runPage } from "./fixtures/run-page.ts";

/** Goes on with Tab until the focus is there, as somebody without a mouse does; every stop on the way must be visible. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    await expect(page.locator(":focus")).toBeVisible();
  }
  throw new Error("Sixty stops, and the focus never came there.");
}

test("a run is read, stopped and left with the keyboard alone", async ({ page, workspace }) => {
  const { definition } = twoReaders({ words: 400, paceMs: 200 });
  const { path } = await workspace.startRun(await workspace.createPipeline(definition));
  const view = runPage(page);
  await page.goto(path);
  await expect(view.node("Left reader")).toBeVisible();

  await test.step("the first stop leads past the sidebar to the page", async () => {
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the page" });
    await expect(skip).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("a node is chosen in the graph", async () => {
    await tabTo(page, view.node("Right reader"));
    await page.keyboard.press("Enter");
    await expect(view.panel("Right reader")).toBeVisible();
  });

  await test.step("its tabs are walked with the arrows", async () => {
    await tabTo(page, view.tab("Output"));
    await page.keyboard.press("ArrowRight");
    await expect(view.tab("Input")).toBeFocused();
    await expect(view.tab("Input")).toHaveAttribute("aria-selected", "true");
  });

  await test.step("the run is stopped", async () => {
    await tabTo(page, page.getByRole("button", { name: "Stop run" }), "Shift+Tab");
    await page.keyboard.press("Space");
    await expect(view.topLine).toContainText("cancelled");
  });

  await test.step("a dialog takes the focus, and gives it back on Escape", async () => {
    // The page of a run that has ended: nothing on it changes any more.
    await page.reload();
    const fork = page.getByRole("button", { name: "Fork from here" });
    await expect(fork).toBeVisible();
    await tabTo(page, fork);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    await expect(dialog.and(page.locator(":focus")).or(dialog.locator(":focus"))).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(fork).toBeFocused();
  });
});
