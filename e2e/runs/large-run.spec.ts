import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { regionText, runPage } from "../fixtures/run-page.ts";

// Logged while the server is down for a moment.
test.use({ expectedFaults: [/net::ERR_FAILED/] });

const ids = ["one", "two", "three", "four", "five", "six"];

/** Six last nodes with 900 kB each: more than a run's own output may hold. */
const definition = {
  name: "Large ends",
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    ...ids.map((id) => ({ id, type: "transform" as const, name: `End ${id}`, config: { value: "input" } })),
  ],
  edges: ids.map((id) => ({ id: `e-${id}`, from: "start", to: id })),
};

test("a run with large values opens immediately, and loads each value on demand", async ({
  page,
  workspace,
}) => {
  const view = runPage(page);
  const pipelineId = await workspace.createPipeline(definition);
  const text = `Tides ${"and currents ".repeat(70_000)}`;
  const { runId, path } = await workspace.startRun(pipelineId, text);
  let nodeReads = 0;
  await page.route(/runs\.getNode/, (route) => {
    nodeReads += 1;
    return nodeReads <= 3 ? route.abort() : route.continue();
  });

  await test.step("outputs too large for the run's output are listed with links to their nodes", async () => {
    await page.goto(path);
    await expect(view.topLine).toContainText("completed");
    await page.getByRole("button", { name: "Output of the last nodes" }).click();
    const panel = page.getByRole("region", { name: "Run", exact: true });
    await expect(panel).toContainText("2 outputs are too large to show here together");
    const { run } = await workspace.client.runs.get.query({ runId });
    expect(run.outputsLeftOut).toEqual(["five", "six"]);
    expect(run.output).toMatchObject({ four: text, five: null, six: null });
    expect(nodeReads).toBe(0);
    // Content longer than its region scrolls inside it.
    const value = page.getByRole("region", { name: "Output of the run" });
    expect(await value.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeGreaterThan(
      1_000,
    );
    await panel.getByRole("button", { name: "End six" }).click();
  });

  await test.step("an output that fails to load says so, and can be loaded again", async () => {
    const alert = view.panel("End six").getByRole("alert");
    await expect(alert).toContainText("No answer from the server");
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(view.output("End six")).toContainText("Tides and currents");
    expect((await regionText(view.output("End six"))).length).toBeGreaterThan(90_000);
  });

  await test.step("so is its input", async () => {
    await view.tab("Input").click();
    await expect(page.getByRole("region", { name: "Input of End six" })).toContainText("Tides and currents");
  });

  await test.step("the run's document says what it leaves out", async () => {
    await page.goto(`${path}?node=run`);
    await page.getByRole("button", { name: /^run-.*the whole run/ }).click();
    await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText(
      /The outputs of \d steps are left out/,
    );
  });
});
