import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { addLine, editor, expectSaved } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";
import { holdClock, lookAgain } from "../fixtures/page-clock.ts";
import { runPage } from "../fixtures/run-page.ts";
import type { Workspace } from "../fixtures/workspace.ts";

/** A pipeline that returns one field of its input. */
function echoing(field: string, note: string): string {
  return [
    `# ${note}`,
    "name: Echo",
    "nodes:",
    "  - { id: start, type: trigger, name: Start }",
    "  - id: say",
    "    type: agent",
    "    name: Say",
    `    config: { model: "sandbox/echo?pace=0", task: "Say {{ input.${field} }}" }`,
    "edges:",
    "  - { id: e1, from: start, to: say }",
    "",
  ].join("\n");
}

/** Version 1 reads `first`, version 2 and the draft read `second`. */
async function twoVersions({ client }: Workspace): Promise<string> {
  const { pipelineId } = await client.pipelines.create.mutate({ definition: echoing("first", "by hand") });
  await client.pipelines.publish.mutate({ pipelineId });
  const definition = echoing("second", "by hand");
  await client.pipelines.saveDraft.mutate({ pipelineId, definition, expectedRevision: 1 });
  await client.pipelines.publish.mutate({ pipelineId });
  return pipelineId;
}

test("an old version is viewed, compared and used as the draft, and the previous draft restored", async ({
  page,
  workspace,
  faults,
}) => {
  const pipelineId = await twoVersions(workspace);
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}?show=versions`);
  const changed = page.getByRole("link", { name: "unpublished changes" });

  await test.step("versions are listed with their publisher, the draft first", async () => {
    const table = page.getByRole("table", { name: "Versions" });
    await expect(table.getByRole("row").nth(1)).toContainText("Version 2current");
    await expect(table.getByRole("row").nth(2)).toContainText("Ada Weir");
    await expect(editor(page)).toContainText("input.second");
    await expect(page.getByRole("button", { name: "Publish" })).toBeDisabled();
    await expect(changed).toHaveCount(0);
  });

  await test.step("a version is shown as a diff, as text and as a graph", async () => {
    await page.getByRole("link", { name: "Version 1" }).click();
    await expect(page).toHaveURL(/version=1/);
    const changes = page.getByRole("region", { name: "Changes from version 1 to the draft" });
    await expect(changes).toContainText("Removed: ");
    await expect(changes).toContainText("input.first");
    await expectAccessible(page);
    await page.getByRole("radio", { name: "Drawn changes" }).click();
    const drawn = page.getByLabel("Drawn changes from version 1 to the draft");
    await expect(drawn.getByRole("button", { name: /^Say, .*changed/ })).toBeVisible();
    await expect(drawn.getByRole("button", { name: /^Start, / })).not.toContainText("changed");
    await expectAccessible(page);
    await page.getByRole("radio", { name: "Text" }).click();
    await expect(page.getByRole("textbox", { name: "Text of version 1" })).toContainText("# by hand");
    await page.getByRole("radio", { name: "Graph" }).click();
    await expect(page.getByRole("button", { name: /^Say\s*,/ })).toBeVisible();
  });

  await test.step("it replaces the draft only after a confirmation", async () => {
    await addLine(page, "# not published anywhere");
    await page.getByRole("button", { name: "Use as draft" }).click();
    const dialog = page.getByRole("dialog", { name: "Use version 1 as the draft?" });
    await expect(dialog).toContainText("# not published anywhere");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(editor(page)).toContainText("# not published anywhere");
    await page.getByRole("button", { name: "Use as draft" }).click();
    await dialog.getByRole("button", { name: "Use version 1" }).click();
    await expect(editor(page)).toContainText("input.first");
    await expectSaved(page);
    await expect(changed).toBeVisible();
    await expect
      .poll(async () => (await workspace.client.pipelines.get.query({ pipelineId })).draftText)
      .toBe(echoing("first", "by hand"));
  });

  await test.step("before publishing one sees what may break, and who uses it", async () => {
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish Echo" });
    await expect(dialog.getByLabel("What it may break")).toContainText(
      "It reads the field first of its input",
    );
    await expect(dialog.getByLabel("Who uses it")).toContainText(
      "no other pipeline, and no program recently",
    );
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("the previous draft can be restored", async () => {
    await page.getByRole("button", { name: "Bring back the previous draft" }).click();
    await expect(editor(page)).toContainText("# not published anywhere");
    await expectSaved(page);
    // A comment does not change what runs.
    await expect(changed).toHaveCount(0);
  });

  expect(faults).toEqual([]);
});

test("a run of a published version asks for the input of that version", async ({ page, workspace }) => {
  const pipelineId = await twoVersions(workspace);
  const view = runPage(page);
  await holdClock(page);
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(editor(page)).toContainText("input.second");
  const draft = echoing("third", "by hand");
  await workspace.client.pipelines.saveDraft.mutate({ pipelineId, definition: draft, expectedRevision: 2 });

  await test.step("changes saved elsewhere appear by themselves", async () => {
    await lookAgain(page);
    await expect(editor(page)).toContainText("input.third");
    await expect(page.getByRole("link", { name: "unpublished changes" })).toBeVisible();
  });

  await test.step("the form follows the version", async () => {
    await page.getByRole("button", { name: "Run pipeline" }).click();
    const dialog = page.getByRole("dialog", { name: "Run Echo" });
    await dialog.getByRole("textbox", { name: "third" }).fill("for the draft");
    await dialog.getByLabel("Version", { exact: true }).selectOption("2");
    await expect(dialog.getByRole("textbox", { name: "third" })).toHaveCount(0);
    await dialog.getByRole("textbox", { name: "second" }).fill("for version two");
    await dialog.getByRole("button", { name: "Run pipeline" }).click();
  });

  await test.step("that version runs, with only its own input", async () => {
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
    await expect(view.topLine).toContainText("completed");
    const { runs } = await workspace.client.runs.list.query({ pipelineId });
    expect(runs[0]?.versionNumber).toBe(2);
    const { run } = await workspace.client.runs.get.query({ runId: runs[0]?.id ?? "" });
    expect(run.input).toEqual({ second: "for version two" });
  });

  await test.step("an old version can be run from its own page", async () => {
    await page.goto(`/${workspace.slug}/pipelines/${pipelineId}?show=versions&version=1`);
    await page.getByRole("button", { name: "Run version 1" }).click();
    const dialog = page.getByRole("dialog", { name: "Run Echo" });
    await expect(dialog.getByLabel("Version", { exact: true })).toHaveValue("1");
    await expect(dialog.getByRole("textbox", { name: "first" })).toBeVisible();
  });
});
