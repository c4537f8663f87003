import { expect, type Page } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { runPage } from "../fixtures/run-page.ts";

// One answer is lost on purpose; on plain http, browsers log a header that they ignore.
test.use({ expectedFaults: [/Failed to fetch|Cross-Origin-Opener-Policy header has been ignored/] });

const definition = {
  name: "Large amounts",
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    { id: "large", type: "condition" as const, name: "Large?", config: { condition: "input.amount > 100" } },
    {
      id: "end",
      type: "transform" as const,
      name: "End",
      config: { value: "input.amount * 2" },
    },
  ],
  edges: [
    { id: "e1", from: "start", to: "large" },
    { id: "e2", from: "large", to: "end", condition: "true" },
  ],
};

/** The page's first request to start a run reaches the server, but its answer never arrives. */
async function loseFirstAnswer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = window.fetch;
    let isLost = false;
    window.fetch = async (...request) => {
      const answer = await ask(...request);
      if (isLost || !String(request[0]).includes("runs.start")) return answer;
      isLost = true;
      throw new TypeError("Failed to fetch");
    };
  });
}

test("on plain http in a local network, one run is started however often the answer is lost", async ({
  page,
  context,
  person,
  workspace,
  baseURL,
}) => {
  const origin = (baseURL ?? "").replace("localhost", "penstock.test");
  await context.addCookies(person.cookies.map((cookie) => ({ ...cookie, domain: "penstock.test" })));
  const pipelineId = await workspace.createPipeline(definition);
  await loseFirstAnswer(page);
  await page.goto(`${origin}/${workspace.slug}/pipelines/${pipelineId}`);
  const dialog = page.getByRole("dialog", { name: "Run Large amounts" });
  const view = runPage(page);

  await test.step("an input used in calculations is asked for as a number", async () => {
    await page.getByRole("button", { name: "Run pipeline" }).click();
    expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
    const amount = dialog.getByRole("textbox", { name: "amount" });
    await expect(amount).toBeFocused();
    await amount.fill("true");
    await dialog.getByRole("button", { name: "Run pipeline" }).click();
    await expect(amount).toHaveAccessibleDescription(/A number is needed here, and “true” is not one/);
    await expect(amount).toBeFocused();
    await amount.fill("250");
  });

  await test.step("a lost answer is reported, and pressing again starts no second run", async () => {
    await dialog.getByRole("button", { name: "Run pipeline" }).click();
    await expect(dialog.getByRole("alert")).toContainText("trying again does not start a second one");
    // Even in a reopened dialog.
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Run pipeline" }).click();
    await expect(dialog.getByRole("textbox", { name: "amount" })).toHaveValue("250");
    await dialog.getByRole("button", { name: "Run pipeline" }).click();
    await expect(view.topLine).toContainText("completed");
    const { runs } = await workspace.client.runs.list.query({});
    expect(runs).toHaveLength(1);
    const { run } = await workspace.client.runs.get.query({ runId: runs[0]?.id ?? "" });
    expect([run.input, run.output]).toEqual([{ amount: 250 }, 500]);
  });

  await test.step("its output is copied, and it is forked", async () => {
    await context.grantPermissions([]);
    await view.node("End").click();
    await view.panel("End").getByRole("button", { name: "Copy" }).first().click();
    await expect(view.panel("End").getByRole("button", { name: "Copied" })).toBeVisible();
    const first = page.url();
    await page.getByRole("button", { name: "Fork from here" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Fork from here" }).click();
    await expect(page).not.toHaveURL(first);
    await expect(view.topLine).toContainText("completed");
  });

  await test.step("it is run again with the same input", async () => {
    const fork = page.url();
    await page.getByRole("link", { name: "Run again" }).click();
    await expect(dialog.getByRole("textbox", { name: "amount" })).toHaveValue("250");
    await dialog.getByRole("button", { name: "Run pipeline" }).click();
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
    await expect(page).not.toHaveURL(fork);
    await expect(view.topLine).toContainText("completed");
    const { runs } = await workspace.client.runs.list.query({});
    const { run } = await workspace.client.runs.get.query({ runId: runs[0]?.id ?? "" });
    expect([run.input, run.forkedFromRunId]).toEqual([{ amount: 250 }, null]);
  });

  await test.step("a run that would fail again says what helps, and cannot be resumed", async () => {
    const failed = await workspace.startRun(pipelineId, { amount: "many" });
    await page.goto(`${origin}${failed.path}?node=run`);
    await expect(page.getByText("Change the input and run again, or edit the pipeline.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Run again" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Resume run" })).toBeHidden();
    await expect(page).toHaveTitle(/^Failed: run of Large amounts/);
  });
});
