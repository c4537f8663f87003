import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { intercept } from "../fixtures/intercept.ts";
import { test } from "../fixtures/journey.ts";
import { holdClock, lookAgain } from "../fixtures/page-clock.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

// One request of the page is refused on purpose.
test.use({ expectedFaults: [/ERR_FAILED/] });

test("the home page shows current runs, failures, costs, and the first steps", async ({
  page,
  workspace,
  readers,
}) => {
  const home = `/${workspace.slug}`;
  const part = (name: string | RegExp) => page.getByRole("region", { name });

  await test.step("a newcomer sees which steps are done and which is next", async () => {
    // It is part of the server's HTML, so nothing shifts a moment later.
    expect(await (await page.goto(home))?.text()).toContain("Look at it in the editor");
    await expect(part("Next steps").getByRole("link", { name: "Run it" })).toBeVisible();
    await expect(part(/^Running now/)).toContainText("Nothing is running.");
    await expect(part(/^Failed/)).toContainText("Nothing has failed.");
    await expectAccessible(page);
  });

  await test.step("runs appear by themselves, and link to their pages", async () => {
    const failing = await workspace.createPipeline(oneAgent("brief?fault=401&times=always"));
    await workspace.startRun(failing);
    await expect(part(/^Failed/).getByRole("link", { name: /^One agent/ })).toBeVisible();
    const { path } = await workspace.startRun(readers.pipelineId);
    await expect(part(/^Running now/)).toContainText("1");
    await part(/^Running now/)
      .getByRole("link", { name: /^Two readers/ })
      .click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
  });

  await test.step("a browser notification says that a run has ended, if the person turned them on", async () => {
    const away = await page.context().newPage();
    await away.addInitScript(() => {
      const told: string[] = [];
      const Notices = Object.assign(
        function show(title: string) {
          told.push(title);
        },
        { permission: "granted", requestPermission: async () => "granted" },
      );
      Object.assign(window, { Notification: Notices, told });
      Object.defineProperty(document, "hidden", { get: () => true });
    });
    await holdClock(away);
    await away.goto(`${home}/account`);
    const looked = away.waitForResponse(/runs\.list/);
    await away.getByRole("button", { name: "Turn on" }).click();
    await expect(away.getByText("They are on.")).toBeVisible();
    await looked;
    // Neither has produced text, which counts as a failure.
    readers.left.end();
    readers.right.end();
    await expect(runPage(page).topLine).toContainText("failed");
    await expect(async () => {
      await lookAgain(away);
      expect(await away.evaluate(() => Reflect.get(window, "told"))).toEqual([
        "Penstock",
        "Two readers has failed",
      ]);
    }).toPass();
    await away.close();
  });

  await test.step("costs are shown, play money as such", async () => {
    const { path } = await workspace.startRun(await workspace.createPipeline(oneAgent("brief?pace=0")));
    await page.goto(path);
    await expect(runPage(page).topLine).toContainText("completed");
    await page.goto(home);
    await expect(part(/^Spend/)).toContainText("Today");
    // There is a key and a finished run.
    await expect(part("Next steps")).toHaveCount(0);
    await expect(
      part(/^Spend/)
        .getByText("sandbox")
        .first(),
    ).toBeVisible();
  });

  await test.step("a section whose request fails says so, and the others stay", async () => {
    await page.route(/\/api\/trpc\/[^?]*costs\.summary/, (route) => route.abort());
    await page.reload();
    await expect(part(/^Spend/).getByRole("alert")).toBeVisible();
    await expect(part(/^Failed/).getByRole("link", { name: /^One agent/ })).toBeVisible();
  });

  await test.step("trying again loads it", async () => {
    await page.unrouteAll();
    await part(/^Spend/)
      .getByRole("button", { name: "Try again" })
      .click();
    await expect(part(/^Spend/)).toContainText("Today");
    await expect(part(/^Spend/).getByRole("alert")).toHaveCount(0);
  });
});

test("a newcomer who watches the first run complete has finished all five steps", async ({
  page,
  workspace,
}) => {
  const pipelineId = await workspace.createPipeline({
    name: "Asking",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "ask",
        type: "wait",
        name: "Ask",
        config: { for: "approval", title: "Go on?", choices: ["yes"] },
      },
    ],
    edges: [{ id: "e1", from: "start", to: "ask" }],
  });
  const { path, runId } = await workspace.startRun(pipelineId);
  await page.goto(path);
  await expect(runPage(page).topLine).toContainText("waiting");
  // People may leave as soon as the page says so, before the run is refetched.
  await intercept(page, /\/api\/trpc\/[^?]*runs\.get\b/, (route) => route.abort());
  const [wait] = (await workspace.client.waits.list.query({ runId })).waits;
  await workspace.client.waits.decide.mutate({ waitId: wait?.waitId ?? "", choice: "yes" });
  await expect(runPage(page).topLine).toContainText("completed");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto(`/${workspace.slug}`);
  const steps = page.getByRole("region", { name: "Next steps" }).getByRole("list").first();
  await expect(steps.getByRole("listitem").filter({ hasText: "See it completed" })).toBeVisible();
  await expect(steps.getByLabel("Done", { exact: true })).toHaveCount(5);
});
