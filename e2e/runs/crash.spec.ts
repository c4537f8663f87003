import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";
import { expectNode, regionText, runPage } from "../fixtures/run-page.ts";
import { killProcess, pauseProcess } from "../fixtures/stack.ts";

// These kill processes that all journeys share, so they run alone, after the others.
test.describe.configure({ mode: "serial" });
// While the web process is down, the browser logs failed requests.
test.use({ expectedFaults: [/net::ERR_/] });

test("the web process is killed during a run: the page catches up and loses nothing", async ({
  page,
  workspace,
  readers: { pipelineId, left, right },
}) => {
  const { runId, path } = await workspace.startRun(pipelineId);
  const view = runPage(page);
  await page.goto(`${path}?node=left`);
  left.say(10);
  await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());

  killProcess("web");

  // Without a reload: the worker continues meanwhile, and the page catches up when the web process is back.
  left.say(10);
  await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());
  left.say(10);
  left.end();
  right.say(1);
  right.end();
  await expect(view.topLine).toContainText("completed");
  await expect.poll(() => regionText(view.output("Left reader"))).toBe(left.said());
  const { attempts } = await workspace.client.runs.get.query({ runId });
  expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => "completed"));
});

test("the worker is killed during a run: the run continues and completes", async ({
  page,
  workspace,
  readers: { pipelineId, left, right },
}) => {
  const { runId, path } = await workspace.startRun(pipelineId);
  const view = runPage(page);
  await page.goto(`${path}?node=left`);
  left.say(10);
  right.say(10);
  await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());

  killProcess("worker");

  left.say(10);
  left.end();
  right.end();
  await expect(view.topLine).toContainText("completed", { timeout: 90_000 });
  await expect.poll(() => regionText(view.output("Left reader"))).toBe(left.said());
  await view.node("Right reader").click();
  await expect.poll(() => regionText(view.output("Right reader"))).toBe(right.said());
  await expectNode(view, "Save", "completed");

  const { attempts } = await workspace.client.runs.get.query({ runId });
  const readers = attempts.filter(({ nodeId }) => nodeId === "left" || nodeId === "right");
  expect(readers.map(({ status }) => status).toSorted()).toEqual(["completed", "completed", "lost", "lost"]);
});

test("a hanging worker is reported until it continues", async ({
  page,
  workspace,
  readers: { pipelineId, left, right },
}) => {
  const { path } = await workspace.startRun(pipelineId);
  const view = runPage(page);
  await page.goto(`${path}?node=left`);
  left.say(10);
  right.say(1);
  await expect.poll(() => regionText(view.streaming("Left reader"))).toBe(left.said());

  const goOn = pauseProcess("worker");
  try {
    await expect(view.panel("Left reader")).toContainText("No sign of life from its worker");
    await expectNode(view, "Left reader", "running");
  } finally {
    goOn();
  }

  left.end();
  right.end();
  await expect(view.topLine).toContainText("completed", { timeout: 60_000 });
  await expect(view.panel("Left reader")).not.toContainText("No sign of life from its worker");
  await expect.poll(() => regionText(view.output("Left reader"))).toBe(left.said());
});
