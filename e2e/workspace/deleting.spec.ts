import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";

// Whatever was deleted is not found afterwards.
test.use({ expectedFaults: [/status of 404/] });

test("a run, a pipeline and a workspace are deleted by whoever types what they are called", async ({
  page,
  workspace,
}) => {
  const dialog = page.getByRole("dialog");
  const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0"));
  const { path } = await workspace.startRun(pipelineId);

  await test.step("a run, once it has ended; what it cost stays", async () => {
    await page.goto(path);
    await page.getByRole("button", { name: "More about this run" }).click();
    await page.getByRole("menuitem", { name: "Delete …" }).click();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Delete run" }).click();
    await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/runs$`));
    await expect(page.getByRole("main")).toContainText("No runs yet");
    await page.goto(path);
    await expect(page.getByRole("main")).toContainText("There is no such run");
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
