import { expect } from "@playwright/test";
import { expectAccessible, expectAccessibleMenu } from "../fixtures/accessibility.ts";
import { intercept } from "../fixtures/intercept.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { createWorkspace } from "../fixtures/workspace.ts";

test("the palette opens any page by name, with the keyboard alone", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline({ ...oneAgent("echo"), name: "Tide report" });
  const palette = page.getByRole("dialog", { name: "Go to" });
  const chosen = (name: RegExp) =>
    expect(palette.getByRole("option", { name, selected: true })).toBeVisible();
  await page.goto(`/${workspace.slug}/agents`);
  await expect(page.getByRole("heading", { name: "No agents yet" })).toBeVisible();

  await test.step("it opens, filters its results, and says when nothing matches", async () => {
    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("option", { name: /^Runs/ })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.type("nothing of that name");
    await expect(palette).toContainText("Nothing found");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
  });

  await test.step("it creates things, and finds runs by id", async () => {
    const { runId } = await workspace.startRun(pipelineId, "Where is the sluice?");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("new pipe");
    await expect(palette.getByRole("option", { name: /^New pipeline/ })).toBeVisible();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(runId.slice(-8));
    await expect(palette.getByRole("option", { name: /^Tide report [0-9a-f]{8}/ })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/runs/${runId}$`));
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("it finds runs by their input, and links to the lists", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("the sluice");
    const saying = palette.getByRole("group", { name: "In the input or output of runs" });
    await expect(saying.getByRole("option")).toHaveText(/^Tide report [0-9a-f]{8}/);
    await expect(saying.getByText("Where is")).toContainText("Where is the sluice?");
    await expect(saying.locator("mark")).toHaveText("the sluice");
    await expectAccessible(page);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("a desert");
    await expect(palette).toContainText("Nothing found");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/runs\?has=a%20desert$/);
    await expect(page.getByRole("searchbox", { name: "Find in input and output" })).toHaveValue("a desert");
    await page.getByRole("link", { name: "Show all runs" }).click();
    await expect(page.getByRole("searchbox", { name: "Find in input and output" })).toHaveValue("");
  });

  await test.step("Enter opens the selected result", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("tide");
    // Search results arrive a moment later, below it.
    const first = palette.getByRole("option").first();
    await expect(first).toHaveText(/^Tide report/);
    await expect(first).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/pipelines/${pipelineId}$`));
    await expect(palette).toBeHidden();
  });

  await test.step("it starts a run from any page, and changes the theme", async () => {
    await page.keyboard.press("Control+k");
    await expect(
      palette.getByRole("group", { name: "Used recently" }).getByRole("option").first(),
    ).toHaveText(/^Tide report/);
    await page.keyboard.type("run tide");
    await chosen(/^Run Tide report/);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Run Tide report" });
    await expect(dialog).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/pipelines/${pipelineId}$`));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("theme dark");
    await chosen(/^Theme: dark/);
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("sign out");
    await chosen(/^Sign out/);
    await page.keyboard.press("Escape");
  });
});

test("a slow page shows a progress line without a layout shift", async ({ page, workspace }) => {
  const { promise: isLet, resolve: letThrough } = Promise.withResolvers<void>();
  await page.goto(`/${workspace.slug}/settings`);
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
  await intercept(page, /\/agents\?/, async (route) => {
    await isLet;
    await route.continue();
  });
  const sign = page.getByRole("progressbar", { name: "Opening the next page" });
  const place = await page.getByRole("heading", { name: "Members" }).boundingBox();
  await expect(sign).toHaveCount(0);
  await page.getByRole("link", { name: "Agents", exact: true }).click();
  await expect(sign).toHaveCSS("opacity", "1");
  expect(await page.getByRole("heading", { name: "Members" }).boundingBox()).toEqual(place);
  await expectAccessible(page);
  letThrough();
  await expect(page.getByRole("heading", { name: "No agents yet" })).toBeVisible();
  await expect(sign).toHaveCount(0);
});

test("? lists the shortcuts, except in a text field", async ({ page, workspace }) => {
  await page.goto(`/${workspace.slug}/settings`);
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog).toContainText("Show this list");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByLabel("Name", { exact: true }).press("End");
  await page.keyboard.press("?");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(/\?$/);
  await expect(dialog).toBeHidden();
});

test("the switcher opens another workspace, and creates one", async ({
  page,
  workspace,
  person,
  baseURL,
}) => {
  const other = await createWorkspace(baseURL ?? "", person, "Upper weir");
  await page.goto(`/${workspace.slug}/runs`);
  const switcher = (name: string) => page.getByRole("button", { name: `Workspace ${name}: switch` });

  await test.step("another workspace is one click away", async () => {
    await switcher(workspace.name).click();
    await expect(page.getByRole("menuitem", { name: "Upper weir" })).toBeVisible();
    await expectAccessibleMenu(page);
    await page.getByRole("menuitem", { name: "Upper weir" }).click();
    await expect(page).toHaveURL(new RegExp(`/${other.slug}$`));
    await expect(switcher("Upper weir")).toBeVisible();
  });

  await test.step("a new one is empty, and opens immediately", async () => {
    await switcher("Upper weir").click();
    await page.getByRole("menuitem", { name: "New workspace" }).click();
    const dialog = page.getByRole("dialog", { name: "New workspace" });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel("Name").fill("Sluice house");
    await dialog.getByRole("button", { name: "Create workspace" }).click();
    await expect(page).toHaveURL(/\/sluice-house[a-z0-9-]*$/);
    await expect(switcher("Sluice house")).toBeVisible();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("region", { name: "Next steps" })).toBeVisible();
  });
});

test("the sidebar folds to icons with accessible names, and stays folded", async ({ page, workspace }) => {
  await page.goto(`/${workspace.slug}/settings`);
  await page.getByRole("button", { name: "Fold the sidebar" }).click();
  await page.getByRole("link", { name: "Runs", exact: true }).hover();
  await expect(page.getByText("Runs", { exact: true }).last()).toBeVisible();
  await page.getByRole("main").hover();
  await expect(page.getByRole("link", { name: "Runs", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole("button", { name: "Open the sidebar" })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the menu is a drawer, and no page is wider than the screen", async ({ page, workspace }) => {
    await workspace.client.agents.create.mutate({
      key: "a-key-that-is-rather-long-for-a-telephone",
      name: "An agent whose name is rather long",
      instructions: "You write.",
      model: "sandbox/brief",
    });
    for (const path of [
      "",
      "pipelines",
      "runs",
      "agents",
      "agents/new",
      "keys",
      "artifacts",
      "costs",
      "tokens",
      "settings",
      "settings/audit",
      "settings/prices",
      "settings/webhooks",
    ]) {
      await page.goto(`/${workspace.slug}/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(excess, path).toBeLessThanOrEqual(0);
    }
    await page.getByRole("button", { name: "Menu" }).tap();
    await expect(page.getByRole("dialog", { name: "Menu" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Runs", exact: true }).tap();
    await expect(page).toHaveURL(/\/runs$/);
    await expect(page.getByRole("dialog")).toBeHidden();
  });
});

test.describe("a missing page", () => {
  test.use({ expectedFaults: [/status of 404/] });

  test("is reported with a way out, inside and outside of a workspace", async ({ page, workspace }) => {
    const inside = await page.goto(`/${workspace.slug}/agents/00000000-0000-7000-8000-000000000000`);
    expect(inside?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Go to the pipelines" }).click();
    await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/pipelines$`));

    expect((await page.goto("/no-such-workspace/runs"))?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Go to your workspace" }).click();
    await expect(page.getByRole("heading", { name: "Home" })).toBeVisible();
  });
});
