import { expect } from "@playwright/test";
import { test } from "./fixtures/journey.ts";
import { twoReaders } from "./fixtures/pipelines.ts";
import { expectNode, runPage, textOf, textOnceLong } from "./fixtures/run-page.ts";
import { killProcess, pauseProcess } from "./fixtures/stack.ts";

// These kill the processes that all journeys share: they run by themselves, after the others.
test.describe.configure({ mode: "serial", timeout: 120_000 });
// While the web process is away, the browser says that it does not reach it.
test.use({ expectedFaults: [/net::ERR_/] });

test("the web process is killed while a page watches: the page catches up and loses nothing", async ({
  page,
  workspace,
}) => {
  const { definition, left } = twoReaders({ words: 200, paceMs: 25 });
  const { runId, path } = await workspace.startRun(await workspace.createPipeline(definition));
  const view = runPage(page);
  await page.goto(`${path}?node=left`);
  const before = await textOnceLong(view.streaming("Left reader"), 60);

  killProcess("web");

  // Without a reload: the worker has gone on meanwhile, and the page hears of it when the web process is back.
  await expect.poll(() => textOf(view.said("Left reader")), { timeout: 30_000 }).not.toBe(before);
  await expect(view.topLine).toContainText("completed", { timeout: 60_000 });
  await expect.poll(() => textOf(view.output("Left reader"))).toBe(left);
  const { attempts } = await workspace.client.runs.get.query({ runId });
  expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => "completed"));
});

test("the worker is killed in the middle: the run goes on by itself and ends right", async ({
  page,
  workspace,
}) => {
  const { definition, left, right } = twoReaders({ words: 100, paceMs: 25 });
  const { runId, path } = await workspace.startRun(await workspace.createPipeline(definition));
  const view = runPage(page);
  await page.goto(`${path}?node=left`);
  await textOnceLong(view.streaming("Left reader"), 60);

  killProcess("worker");

  await expect(view.topLine).toContainText("completed", { timeout: 90_000 });
  await expect.poll(() => textOf(view.output("Left reader"))).toBe(left);
  await view.node("Right reader").click();
  await expect.poll(() => textOf(view.output("Right reader"))).toBe(right);
  await expectNode(view, "Save", "completed");

  const { attempts } = await workspace.client.runs.get.query({ runId });
  const readers = attempts.filter(({ nodeId }) => nodeId === "left" || nodeId === "right");
  expect(readers.map(({ status }) => status).toSorted()).toEqual(["completed", "completed", "lost", "lost"]);
});

test("a worker that hangs is told of calmly, and no longer when it goes on", async ({ page, workspace }) => {
  const { definition, left } = twoReaders({ words: 100, paceMs: 25 });
  const { path } = await workspace.startRun(await workspace.createPipeline(definition));
  const view = runPage(page);
  await page.goto(`${path}?node=left`);
  await textOnceLong(view.streaming("Left reader"), 60);

  const goOn = pauseProcess("worker");
  try {
    await expect(view.panel("Left reader")).toContainText("No word from its worker");
    await expectNode(view, "Left reader", "running");
  } finally {
    goOn();
  }

  await expect(view.topLine).toContainText("completed", { timeout: 60_000 });
  await expect(view.panel("Left reader")).not.toContainText("No word from its worker");
  await expect.poll(() => textOf(view.output("Left reader"))).toBe(left);
});
