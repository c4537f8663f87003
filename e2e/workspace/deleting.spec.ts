import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { passDays } from "../fixtures/clocks.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent, quickReaders } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

// Deleted things are answered with 404 afterwards.
test.use({ expectedFaults: [/status of 404/] });

test("a run, a pipeline and a workspace are deleted after typing their names", async ({
  page,
  workspace,
}) => {
  const dialog = page.getByRole("dialog");
  const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0"));
  const { path } = await workspace.startRun(pipelineId);

  await test.step("a run after it has ended; its cost stays", async () => {
    await page.goto(path);
    await page.getByRole("button", { name: "More about this run" }).click();
    await page.getByRole("menuitem", { name: "Delete …" }).click();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Delete run" }).click();
    await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/runs$`));
    await expect(page.getByRole("main")).toContainText("No runs yet");
    await page.goto(path);
    await expect(page.getByRole("main")).toContainText("This run does not exist");
    await page.goto(`/${workspace.slug}/costs?by=pipeline`);
    await expect(page.getByRole("row", { name: /^One agent/ })).toBeVisible();
  });

  await test.step("a pipeline, by its name", async () => {
    await page.goto(`/${workspace.slug}/pipelines`);
    await page.getByRole("button", { name: "More about One agent" }).click();
    await page.getByRole("menuitem", { name: /^Delete/ }).click();
    const remove = dialog.getByRole("button", { name: "Delete pipeline" });
    await expect(remove).toBeDisabled();
    await dialog.getByLabel(/^Type its name/).fill("One agent");
    await expectAccessible(page);
    await remove.click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("main")).not.toContainText("One agent");
  });

  await test.step("the workspace, by its address", async () => {
    await page.goto(`/${workspace.slug}/settings`);
    await page.getByRole("button", { name: "Delete workspace" }).click();
    await dialog.getByLabel(/^Type its address/).fill(workspace.slug);
    await dialog.getByRole("button", { name: "Delete workspace" }).click();
    await expect(page).not.toHaveURL(new RegExp(`/${workspace.slug}/`));
    await page.goto(`/${workspace.slug}/settings`);
    await expect(page.getByRole("main")).not.toContainText("Members");
  });
});

test("deleted bodies are reported as deleted, and their run's cost stays", async ({ page, workspace }) => {
  const main = page.getByRole("main");
  const view = runPage(page);
  const { runId, path } = await workspace.startRun(await workspace.createPipeline(quickReaders(5)));
  await page.goto(path);
  await expect(view.topLine).toContainText("completed");
  const { run, artifacts } = await workspace.client.runs.get.query({ runId });
  const brief = artifacts.find(({ name }) => name === "brief.md");

  await test.step("the workspace keeps them for thirty days, which pass", async () => {
    await page.goto(`/${workspace.slug}/settings`);
    const section = page.getByRole("region", { name: "How long bodies are kept" });
    await section.getByLabel("Days").fill("30");
    await section.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Bodies are kept for 30 days")).toBeVisible();
    await passDays(workspace.slug, 31);
  });

  await test.step("the run says so in place of each, and offers nothing that needs one", async () => {
    await page.goto(`${path}?node=run`);
    await expect(main).toContainText("brief.md was deleted");
    await view.tab("Input").click();
    await expect(main).toContainText("What the run was started with was deleted");
    await expectAccessible(page);
    await view.node("Left reader").click();
    await view.tab("Output").click();
    await expect(view.panel("Left reader")).toContainText("What Left reader had written was deleted");
    await expect(page.getByRole("button", { name: "More about this run" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Fork/ })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Run again" })).toHaveCount(0);
  });

  await test.step("its cost is unchanged", async () => {
    await view.tab("Tries").click();
    await expect(view.panel("Left reader")).toContainText(/\$0\.\d+|<\$0\.0001/);
    await expect(view.topLine).toContainText(/\$0\.\d+|<\$0\.0001/);
    const after = await workspace.client.runs.get.query({ runId });
    expect(after.run.costMicros).toBe(run.costMicros);
    expect(run.costMicros).toBeGreaterThan(0);
  });

  await test.step("so does the artifact, and it can no longer be downloaded", async () => {
    await page.goto(`/${workspace.slug}/artifacts`);
    await page.getByRole("button", { name: "brief.md" }).click();
    await expect(main).toContainText("brief.md was deleted");
    const download = await page.request.get(`/api/artifacts/${brief?.id}?workspace=${workspace.slug}`);
    expect(download.status()).toBe(410);
  });
});
