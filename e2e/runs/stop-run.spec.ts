import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { expectNode, regionText, runPage, stopRun } from "../fixtures/run-page.ts";

test("a run is stopped from its page, keeps its text, and can be resumed", async ({
  page,
  workspace,
  readers: { pipelineId, left, right },
}) => {
  const { runId, path } = await workspace.startRun(pipelineId);
  const view = runPage(page);

  await page.goto(`${path}?node=left`);
  left.say(20);
  right.say(1);
  await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());

  await test.step("stopping takes effect immediately: running and pending nodes are cancelled", async () => {
    await page.getByRole("button", { name: "Stop run" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop the run?" });
    await dialog.getByRole("button", { name: "Keep running" }).click();
    await expectNode(view, "Left reader", "running");
    await stopRun(page);
    await expect(view.topLine).toContainText("cancelled");
    for (const name of ["Left reader", "Right reader", "Brief", "Save"]) {
      await expectNode(view, name, "cancelled");
    }
    await expect(page.getByRole("button", { name: "Stop run" })).toBeHidden();
  });

  await test.step("the partial text stays, even after a reload", async () => {
    await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());
    await page.reload();
    await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());
  });

  await test.step("the database says the same", async () => {
    const { run, attempts } = await workspace.client.runs.get.query({ runId });
    expect(run.status).toBe("cancelled");
    expect(attempts.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });

  await test.step("resuming starts a new run, which can be stopped like any other", async () => {
    // It takes the place of "Stop run", so its action needs a confirmation in case of a double click.
    await page.getByRole("button", { name: "Resume run" }).click();
    const dialog = page.getByRole("dialog", { name: "Resume the run" });
    await expect(dialog).toContainText("Left reader, Right reader, Brief, Save");
    await dialog.getByRole("button", { name: "Resume run" }).click();
    await expect(page).not.toHaveURL(new RegExp(runId));
    await expectNode(view, "Left reader", "running");
    await stopRun(page);
    await expect(view.topLine).toContainText("cancelled");
  });
});
