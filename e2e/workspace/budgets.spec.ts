import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

test("a budget refuses a call before it is made, and a raised one allows it", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0"));
  const dialog = page.getByRole("dialog");
  const view = runPage(page);
  let held = { path: "" };
  await page.goto(`/${workspace.slug}/budgets`);

  await test.step("the empty page explains budgets, and one is created", async () => {
    await expect(page.getByRole("main")).toContainText("a call that does not fit is not made");
    await page.getByRole("button", { name: "Set a budget" }).click();
    await dialog.getByLabel("Limit in US dollars").fill("much");
    await expect(dialog.getByRole("alert")).toContainText("An amount such as 20");
    await dialog.getByLabel("Limit in US dollars").fill("0.0001");
    await dialog.getByLabel("For").selectOption({ label: "Pipeline One agent" });
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Set budget" }).click();
    await expect(page.getByRole("row", { name: /Pipeline One agent/ })).toContainText("$0 of $0.0001");
  });

  await test.step("the run fails with the missing amount, and links to the budget", async () => {
    await page.goto((await workspace.startRun(pipelineId)).path);
    await expect(view.topLine).toContainText("failed");
    const main = page.getByRole("main");
    await expect(main).toContainText("more than the budget of this pipeline per month still allows");
    await expect(main).not.toContainText("Resuming would be refused");
    await main.getByRole("link", { name: "Budgets" }).first().click();
    await expect(page).toHaveURL(/\/budgets$/);
  });

  await test.step("after a raise the next run completes, and its cost is shown", async () => {
    await page.getByRole("button", { name: /^Change Pipeline One agent/ }).click();
    await dialog.getByLabel("Limit in US dollars").fill("1");
    await dialog.getByRole("button", { name: "Change budget" }).click();
    await expect(dialog).toBeHidden();
    await page.goto((await workspace.startRun(pipelineId)).path);
    await expect(view.topLine).toContainText("completed");
    await page.goto(`/${workspace.slug}/budgets`);
    await expect(page.getByRole("row", { name: /Pipeline One agent/ })).toContainText(
      /\$0\.00\d\d of \$1\.00|<\$0\.0001 of \$1\.00/,
    );
    await expectAccessible(page);
  });

  await test.step("the next run's estimate shows the usual and the maximum cost", async () => {
    await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
    await page.getByRole("button", { name: "Run pipeline" }).click();
    const estimate = dialog.getByLabel("Estimate");
    await expect(estimate).toContainText(/Usually costs.*Based on the last run with the same models/);
    await expect(estimate).toContainText(/Costs at most\$0\.\d+/);
    await page.goto(`/${workspace.slug}/budgets`);
  });

  await test.step("with little left a call waits, and says what for", async () => {
    await page.getByRole("button", { name: /^Change Pipeline One agent/ }).click();
    await dialog.getByLabel("Limit in US dollars").fill("0.0002");
    await dialog.getByLabel("A call that does not fit").selectOption("waits until there is room");
    await dialog.getByRole("button", { name: "Change budget" }).click();
    await expect(dialog).toBeHidden();
    held = await workspace.startRun(pipelineId);
    await page.goto(held.path);
    await expect(view.topLine).toContainText("waiting");
    const waits = page.getByRole("region", { name: "Decisions of this run" });
    await expect(waits).toContainText("is missing from the budget Pipeline One agent, per month");
    await expect(waits).toContainText("It does not continue by itself");
    await expect(waits).toContainText("You can raise it under Budgets");
    await expectAccessible(page);
    await page.goto(`/${workspace.slug}/decisions`);
    await expect(page.getByRole("region", { name: "Limits that hold runs back" })).toContainText(
      "1 call waits until the limit is raised",
    );
    await page.goto(`/${workspace.slug}/decisions?show=open`);
    await expect(page.getByRole("list", { name: "Decisions" })).toContainText("Waiting for money");
    await expectAccessible(page);
  });

  await test.step("it continues by itself after a raise, while the page is open", async () => {
    const watching = await page.context().newPage();
    await watching.goto(held.path);
    const watched = runPage(watching);
    await expect(watched.topLine).toContainText("waiting");
    await page.goto(`/${workspace.slug}/budgets`);
    await expect(page.getByRole("row", { name: /Pipeline One agent/ })).toContainText(
      "1 call waits until the limit is raised",
    );
    await page.getByRole("button", { name: /^Change Pipeline One agent/ }).click();
    await dialog.getByLabel("Limit in US dollars").fill("1");
    await dialog.getByRole("button", { name: "Change budget" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("row", { name: /Pipeline One agent/ })).not.toContainText("call waits");
    await expect(watched.topLine).toContainText("completed");
    await watching
      .getByRole("button", { name: /^Writer/ })
      .first()
      .click();
    await expect(watched.output("Writer")).not.toBeEmpty();
  });
});
