import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

const pure = (name: string) => ({
  name,
  nodes: [{ id: "start", type: "trigger" as const, name: "Start" }],
  edges: [],
});

test("the run list is filtered, sorted and paged, and its URL keeps the state", async ({
  page,
  workspace,
}) => {
  const tides = await workspace.createPipeline(pure("Tides"));
  const many = await workspace.createPipeline(pure("Many"));
  const failed = await workspace.startRun(
    await workspace.createPipeline(oneAgent("brief?fault=401&times=always")),
  );
  await workspace.startRun(tides);
  for (let run = 0; run < 60; run += 1) await workspace.startRun(many);
  const rows = page.locator("a[data-row]");
  const list = `/${workspace.slug}/runs`;

  await test.step("fifty per page, and the rest on the next", async () => {
    await page.goto(list);
    await expect(rows).toHaveCount(50);
    await page.getByRole("link", { name: "Older" }).click();
    await expect(rows).toHaveCount(12);
    await expect(page).toHaveURL(/\?after=/);
    await page.getByRole("link", { name: "Newest" }).click();
    await expect(rows).toHaveCount(50);
  });

  await test.step("by status", async () => {
    await page.getByRole("button", { name: "Any status" }).click();
    await page.getByRole("menuitemcheckbox", { name: "failed" }).click();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/\?status=failed$/);
    await expect(rows).toHaveCount(1);
    await page.reload();
    await expect(rows).toHaveCount(1);
    await expect(rows).toHaveAccessibleName(/^One agent/);
  });

  await test.step("by pipeline, even without a match", async () => {
    await page.getByLabel("Pipeline", { exact: true }).selectOption({ label: "Tides" });
    await expect(page.getByRole("heading", { name: "No runs match" })).toBeVisible();
    await page.getByRole("link", { name: "Show all runs" }).click();
    await expect(rows).toHaveCount(50);
    await page.getByLabel("Pipeline", { exact: true }).selectOption({ label: "Tides" });
    await expect(rows).toHaveCount(1);
  });

  await test.step("by version, and by cost", async () => {
    await page.getByLabel("Version").selectOption({ label: "Version 1" });
    await expect(page).toHaveURL(/version=[0-9a-f-]{36}$/);
    await expect(rows).toHaveCount(1);
    await page.getByLabel("Cost to").fill("much");
    await expect(page.getByText("An amount such as 0.50, up to a million.")).toBeVisible();
    await page.getByLabel("Cost to").fill("0.25");
    await expect(page).toHaveURL(/&to=0.25$/);
    await expect(rows).toHaveCount(1);
    await page.getByLabel("Cost from").fill("0.01");
    await expect(page.getByRole("heading", { name: "No runs match" })).toBeVisible();
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(rows).toHaveCount(50);
    await expect(page.getByLabel("Cost from")).toHaveValue("");
  });

  await test.step("by text, person and time, with a total", async () => {
    await page.goto(list);
    await expect(page.getByText("62 runs", { exact: true })).toBeVisible();
    await page.keyboard.press("/");
    await page.keyboard.type("tide");
    await expect(rows).toHaveCount(1);
    await page.getByLabel("Time").selectOption({ label: "Last hour" });
    await page.getByLabel("Started by").selectOption({ label: "Ada Weir" });
    await expect(page).toHaveURL(/by=[0-9a-f-]{36}&within=1h&text=tide$/);
    await expect(page.getByRole("row", { name: /Tides/ })).toContainText("token journey");
    await page.getByLabel("Cost to").fill("much");
    await expect(page.getByText("An amount such as 0.50, up to a million.")).toBeVisible();
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(rows).toHaveCount(50);
    await expect(page.getByLabel("Cost to")).toHaveValue("");
  });

  await test.step("longest first, page by page, ended runs only", async () => {
    await page.goto(list);
    await page.getByLabel("Order").selectOption({ label: "Longest first" });
    await expect(page).toHaveURL(/\?order=longest$/);
    // Durations depend on the machine, so compare the page's order with the API's.
    const { runs } = await workspace.client.runs.list.query({ order: "longest" });
    const shown = () => rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    await expect.poll(shown).toEqual(runs.map(({ id }) => `${list}/${id}`));
    await expect(page.getByRole("columnheader", { name: "Took" })).toHaveAttribute("aria-sort", "descending");
    await page.getByRole("link", { name: "Shorter" }).click();
    await expect(rows).toHaveCount(12);
    await page.reload();
    await expect(page.getByText("62 ended runs", { exact: true })).toBeVisible();
    await expect(rows).toHaveCount(12);
  });

  await test.step("with the keyboard: arrow keys move, Enter opens", async () => {
    await page.goto(`${list}?pipeline=${many}`);
    await expect(rows).toHaveCount(50);
    await rows.first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("End");
    await expect(rows.last()).toBeFocused();
    const address = (await rows.last().getAttribute("href")) ?? "";
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`${address}$`));
    await expect(runPage(page).topLine).toContainText("completed");
  });

  await test.step("on a phone every row shows what the columns show", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${list}?status=failed`);
    const row = page.getByRole("row", { name: /One agent/ });
    await expect(row).toContainText("failed");
    await expect(row.getByText("$0").filter({ visible: true })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await row.getByRole("link").click();
    await expect(page).toHaveURL(new RegExp(failed.runId));
  });
});

test("runs are found by their content, and several are deleted at the same time", async ({
  page,
  workspace,
}) => {
  const echo = {
    ...pure("Echo"),
    nodes: [
      { id: "start", type: "trigger" as const, name: "Start" },
      { id: "say", type: "transform" as const, name: "Say", config: { value: { said: "input.word" } } },
    ],
    edges: [{ id: "e1", from: "start", to: "say" }],
  };
  const { client } = workspace;
  const { pipelineId } = await client.pipelines.create.mutate({ definition: echo });
  for (const word of ["a weir", "a lock", "another weir"]) {
    await client.runs.start.mutate({ pipelineId, input: { word } });
  }
  const rows = page.locator("a[data-row]");
  await page.goto(`/${workspace.slug}/runs`);
  await expect(rows).toHaveCount(3);

  await test.step("by a word of their input or output", async () => {
    await page.getByRole("searchbox", { name: "Find in input and output" }).fill("weir");
    await expect(rows).toHaveCount(2);
    await expect(page).toHaveURL(/has=weir$/);
    await expect(page.getByText("Searched 3 runs")).toBeVisible();
  });

  await test.step("the current filter is saved as a view, and restored from it", async () => {
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: "Save this view …" }).click();
    const dialog = page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Weirs");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Save view" }).click();
    await expect(dialog).toBeHidden();
    await page.goto(`/${workspace.slug}/runs`);
    await expect(rows).toHaveCount(3);
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: "Weirs" }).click();
    await expect(rows).toHaveCount(2);
    await expect(page.getByRole("searchbox", { name: "Find in input and output" })).toHaveValue("weir");
    await expect(page.getByRole("button", { name: "Weirs" })).toBeVisible();
  });

  await test.step("all results are selected, and deleted after a confirmation", async () => {
    const first = rows.first();
    const before = await first.boundingBox();
    await page.getByRole("checkbox", { name: "Select all runs on this page" }).check();
    const chosen = page.getByRole("region", { name: "Selected runs" });
    await expect(chosen).toBeInViewport();
    expect(await first.boundingBox(), "no row moves").toEqual(before);
    await expect(chosen).toContainText("2 runs selected");
    await expect(chosen.getByRole("button", { name: /^Stop/ })).toBeDisabled();
    await expectAccessible(page);
    await chosen.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete runs" }).click();
    await expect(page.getByRole("heading", { name: "No runs match" })).toBeVisible();
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(rows).toHaveCount(1);
  });
});

test("a run that starts appears by itself", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline(pure("Tides"));
  const list = `/${workspace.slug}/runs`;
  await page.goto(list);
  await expect(page.getByRole("heading", { name: "No runs yet" })).toBeVisible();
  await workspace.startRun(pipelineId);
  await expect(page.getByRole("link", { name: /^Tides/ })).toBeVisible();
});
