import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { browseAs, test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";

test("the audit log says who did what, and can be filtered", async ({
  page,
  context,
  person,
  workspace,
  colleague,
}) => {
  const pipelineId = await workspace.createPipeline(oneAgent("echo?pace=0"));
  const { runId } = await workspace.startRun(pipelineId);
  await person.clientFor(workspace.slug).members.add.mutate({ email: colleague.email, role: "viewer" });
  const row = (name: RegExp) => page.getByRole("row", { name });

  await test.step("the settings link to it", async () => {
    await page.goto(`/${workspace.slug}/settings`);
    await page.getByRole("link", { name: "Audit" }).click();
    await expect(row(/Published a version/)).toContainText("Ada Weir by token");
    await expect(row(/Published a version/)).toContainText("version 1");
    await expect(row(/Published a version/)).toContainText("One agent");
    await expect(row(/Started a run/)).toContainText(`One agent, run ${runId.slice(-8)}`);
    await expect(row(/Added a member/)).toContainText("Ben Lock");
    await expect(row(/Added a member/)).toContainText("role viewer");
    await expect(page.getByRole("table")).not.toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    await expectAccessible(page);
  });

  await test.step("it is filtered by action and by person, and the URL keeps the filter", async () => {
    await page.getByLabel("What").selectOption({ label: "Started a run" });
    await expect(page).toHaveURL(/action=run\.start$/);
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.reload();
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.getByLabel("Who").selectOption({ label: "Ben Lock" });
    await expect(page.getByRole("heading", { name: "Nothing recorded" })).toBeVisible();
    await page.getByLabel("Who").selectOption({ label: "Anybody" });
    await row(/Started a run/)
      .getByRole("link")
      .click();
    await expect(page).toHaveURL(new RegExp(`/runs/${runId}$`));
  });

  await test.step("on a phone one can read what was done, and by whom", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`/${workspace.slug}/settings/audit`);
    await expect(row(/Published a version/)).toContainText("Ada Weir by token · One agent · version 1");
    // Content wider than its cell is cut off.
    const cell = row(/Published a version/).getByRole("cell", { name: /^Published a version/ });
    expect(await cell.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });

  await test.step("people without permission see no link to it", async () => {
    await browseAs(context, colleague);
    await page.goto(`/${workspace.slug}/settings`);
    await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
  });
});
