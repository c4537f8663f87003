import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

test.use({ colorScheme: "light" });

test("the dark theme is remembered; the system theme follows the system", async ({ page, workspace }) => {
  const { path } = await workspace.startRun(await workspace.createPipeline(oneAgent("echo?pace=0")));
  const paper = () => page.getByRole("main").evaluate((main) => getComputedStyle(main).backgroundColor);
  const choose = async (theme: string) => {
    await page.getByRole("button", { name: "Account of Ada Weir" }).click();
    await page.getByRole("menuitemradio", { name: theme }).click();
    await page.keyboard.press("Escape");
  };

  await page.goto(path);
  await expect(runPage(page).topLine).toContainText("completed");
  const light = await paper();

  await choose("Dark");
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await page.reload();
  expect(await paper()).toBe(dark);

  await choose("System");
  await expect.poll(paper).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(paper).toBe(dark);
});

test("with reduced motion the theme changes immediately, everywhere", async ({ page, workspace }) => {
  await page.goto(`/${workspace.slug}/pipelines`);
  await expect(page.getByRole("heading", { name: "No pipelines yet" })).toBeVisible();
  const underWay = await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
    // Wait for colour transitions before reading colours.
    getComputedStyle(document.body).color;
    return document.getAnimations().length;
  });
  expect(underWay).toBe(0);
});

test("a checkbox is centred in its row, and has no border when ticked", async ({ page, workspace }) => {
  await workspace.startRun(await workspace.createPipeline(oneAgent("echo?pace=0")));
  await page.goto(`/${workspace.slug}/runs`);
  const all = page.getByRole("checkbox", { name: "Select all runs on this page" });
  await all.check();
  await all.hover();
  await expect(all).toHaveCSS("border-top-color", "rgba(0, 0, 0, 0)");
  const fromMiddle = await all.evaluate((box) => {
    const middleOf = (element: Element | null) => {
      const { top = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
      return top + height / 2;
    };
    return Math.abs(middleOf(box) - middleOf(box.closest("th")));
  });
  expect(fromMiddle).toBeLessThan(1.5);
});

test("nothing overflows a row of tabs, which would clip it", async ({ page, workspace }) => {
  const { path } = await workspace.startRun(await workspace.createPipeline(oneAgent("echo?pace=0")));
  await page.goto(`${path}?node=writer`);
  const row = page.getByRole("tablist").first();
  await expect(row).toBeVisible();
  const hangsOut = await row.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(hangsOut).toBe(0);
});
