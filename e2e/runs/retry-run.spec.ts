import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { countedWords, oneAgent } from "../fixtures/pipelines.ts";
import { expectNode, regionText, runPage } from "../fixtures/run-page.ts";

test("a cut-off answer is retried, and the page shows both tries", async ({ page, workspace }) => {
  const said = countedWords("word", 30);
  const pipelineId = await workspace.createPipeline(oneAgent("echo?fault=cut&after=5&times=1", said));
  const { path } = await workspace.startRun(pipelineId);
  const view = runPage(page);

  await page.goto(`${path}?node=writer`);
  await expect(view.topLine).toContainText("completed");
  await expectNode(view, "Writer", "completed");

  await test.step("the text of the second try stands alone", async () => {
    await expect.poll(() => regionText(view.output("Writer"))).toBe(said);
  });

  await test.step("the first try is kept with its error and its text", async () => {
    await view.tab("Tries").click();
    const tries = page.getByRole("tabpanel", { name: /^Tries/ }).getByRole("listitem");
    await expect(tries).toHaveCount(2);
    await expect(tries.first()).toContainText("Try 2");
    await expect(tries.first()).toContainText("completed");
    await expect(tries.last()).toContainText("Try 1");
    await expect(tries.last()).toContainText("failed");
    await expect(tries.last()).toContainText("cut off");
    await tries.last().getByText("What it had written").click();
    await expect(tries.last()).toContainText("word-1");
  });

  await test.step("the cost of a try is explained", async () => {
    await page.getByRole("button", { name: "How the cost of try 2 was calculated" }).click();
    const latest = page
      .getByRole("tabpanel", { name: /^Tries/ })
      .getByRole("listitem")
      .first();
    await expect(latest.getByRole("table", { name: "Tokens and their prices" })).toContainText("Input");
    await expect(latest).toContainText("Play money");
    await expect(latest).toContainText("Reserved before the call");
  });

  await test.step("log and timeline show the retry", async () => {
    await view.tab("Log").click();
    await expect(page.getByRole("region", { name: "Log of Writer" })).toContainText("node.retrying");
    await expect(view.timelineRow("Writer")).toHaveAccessibleName(/2 tries/);
  });
});

test("a final refusal by the provider fails the run, with its reason and what to do", async ({
  page,
  workspace,
}) => {
  const pipelineId = await workspace.createPipeline(oneAgent("brief?fault=401&times=always"));
  const { runId, path } = await workspace.startRun(pipelineId);
  const view = runPage(page);

  await page.goto(path);
  await expect(view.topLine).toContainText("failed");
  await expectNode(view, "Writer", "failed");

  await test.step("the page opens at the failed node", async () => {
    await expect(view.panel("Writer")).toContainText("The provider refused the key");
    await expect(view.panel("Writer").getByRole("link", { name: "Provider keys" })).toHaveAttribute(
      "href",
      `/${workspace.slug}/keys`,
    );
  });

  await test.step("the technical details are one click away, with the run's id", async () => {
    await view.panel("Writer").getByText("Technical details").click();
    await expect(view.panel("Writer")).toContainText(runId);
  });

  await test.step("the run as a whole says where it failed", async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("button", { name: "Show Writer" }).click();
    await expect(view.panel("Writer")).toBeVisible();
  });

  await expect(page.getByRole("button", { name: "Resume run" })).toBeVisible();
});
