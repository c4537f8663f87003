import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectContrast } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent, quickReaders } from "../fixtures/pipelines.ts";
import { expectNode, runPage } from "../fixtures/run-page.ts";
import { walkOf } from "../fixtures/screen-reader-walk.ts";

/** Each page is checked in both colour schemes as it is: only its styles change. */
async function expectGood(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectContrast(page);
  await page.emulateMedia({ colorScheme: "light" });
}

test.describe("axe finds nothing in the light or the dark theme", () => {
  test.use({ colorScheme: "light" });

  test("on the pages before signing in", async ({ page }) => {
    for (const [path, button] of [
      ["/sign-in", "Sign in"],
      ["/sign-up", "Create account"],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole("button", { name: button })).toBeVisible();
      await expectGood(page);
    }
    await page.goto("/sign-in?error=INVALID_CREDENTIALS");
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await expectGood(page);
  });

  test("on the pages of a workspace, empty and in use", async ({ page, workspace }) => {
    const open = async (path: string) => {
      await page.goto(`/${workspace.slug}/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("status", { name: /^(Loading|Drawing)/ })).toHaveCount(0);
    };
    const check = (path: string) =>
      test.step(path, async () => {
        await open(path);
        await expectGood(page);
      });
    for (const path of ["pipelines", "runs", "pipelines/new"]) await check(path);

    const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0"));
    await page.goto((await workspace.startRun(pipelineId)).path);
    await expect(runPage(page).topLine).toContainText("completed");
    for (const path of ["pipelines", "runs", `pipelines/${pipelineId}`]) await check(path);
    await expect(page.locator("body")).toMatchAriaSnapshot(walkOf("editor"));
    await page.getByRole("button", { name: "Run pipeline" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectGood(page);
  });

  test("on agents, keys, tokens and settings, with their dialogs", async ({ page, workspace }) => {
    const agent = { key: "writer", name: "Writer", instructions: "You write.", model: "sandbox/brief" };
    const { agentId } = await workspace.client.agents.create.mutate(agent);
    const secret = "sk-ant-a-key-that-opens-nothing-0000";
    await workspace.client.keys.create.mutate({ provider: "anthropic", label: "Team key", secret });
    const check = (path: string, button?: string) =>
      test.step(button === undefined ? path : `${path}: ${button}`, async () => {
        await page.goto(`/${workspace.slug}/${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.getByRole("status", { name: /^(Opening|Searching)/ })).toHaveCount(0);
        if (button !== undefined) {
          await page.getByRole("button", { name: button }).click();
          await expect(page.getByRole("dialog")).toBeVisible();
        }
        await expectGood(page);
      });
    for (const path of ["agents", `agents/${agentId}`, "agents/new", "keys", "tokens", "settings"])
      await check(path);
    await check("keys", "Add key");
    await check("keys", "Remove Team key");
    await check("tokens", "New token");
    await check("tokens", "Revoke journey");
    await check("settings", "Add member");
  });

  test("on all parts of a completed run's page", async ({ page, workspace }) => {
    const { path } = await workspace.startRun(await workspace.createPipeline(quickReaders(10)));
    const view = runPage(page);
    await page.goto(path);
    await expect(view.topLine).toContainText("completed");
    await expectNode(view, "Save", "completed");
    await expectGood(page);

    await view.node("Brief").click();
    await expect(page.locator("body")).toMatchAriaSnapshot(walkOf("run"));
    for (const tab of ["Output", "Input", "Tries", "Log", "Config"]) {
      await test.step(`the tab ${tab}`, async () => {
        await view.tab(tab).click();
        await expectGood(page);
      });
    }
    await test.step("the fork dialog", async () => {
      await page.getByRole("button", { name: "Fork from here" }).click();
      await expect(page.getByRole("dialog")).toContainText("Reused");
      await expectGood(page);
    });
  });

  test("on the pages of a streaming and of a failed run", async ({ page, workspace, readers }) => {
    const view = runPage(page);
    const streaming = await workspace.startRun(readers.pipelineId);
    readers.left.say(20);
    await page.goto(`${streaming.path}?node=left`);
    await expect(view.streaming("Left reader")).toContainText("left-20");
    await expectGood(page);
    await workspace.client.runs.cancel.mutate({ runId: streaming.runId });
    await expect(view.topLine).toContainText("cancelled");
    await expectGood(page);

    const failing = await workspace.createPipeline(oneAgent("brief?fault=401&times=always"));
    await page.goto((await workspace.startRun(failing)).path);
    await expect(view.topLine).toContainText("failed");
    await expect(view.panel("Writer")).toContainText("The provider refused the key");
    await expectGood(page);
  });
});
