import { expect } from "@playwright/test";
import { browseAs, test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";

test.use({ expectedFaults: [/status of 404/] });

test("for a stranger, somebody else's workspace and run do not exist", async ({
  page,
  workspace,
  context,
  colleague: stranger,
}) => {
  const { path, runId } = await workspace.startRun(await workspace.createPipeline(oneAgent("echo")));
  await browseAs(context, stranger);

  for (const address of [path, `/${workspace.slug}/pipelines`, `/${stranger.workspaceSlug}/runs/${runId}`]) {
    await test.step(`${address.replaceAll(/[0-9a-f-]{36}/g, "<id>")} is not found`, async () => {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(404);
      await expect(page.getByText(runId)).toHaveCount(0);
      await expect(page.getByText(workspace.name)).toHaveCount(0);
    });
  }
});
