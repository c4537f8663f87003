import { expect } from "@playwright/test";
import { addLine, editor, expectSaved } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";
import { holdClock, lookAgain } from "../fixtures/page-clock.ts";

// Expected: the server refuses text based on an older draft, and requests fail while there is no connection.
test.use({ expectedFaults: [/status of 409|ERR_INTERNET_DISCONNECTED/] });

const definition = `name: Two hands
nodes:
  - { id: start, type: trigger, name: Start }
edges: []
`;

test("two people edit one draft, and neither text is overwritten unseen", async ({
  page,
  browser,
  person,
  workspace,
}) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  const address = `/${workspace.slug}/pipelines/${pipelineId}`;
  const other = await (await browser.newContext()).newPage();
  await other.context().addCookies([...person.cookies]);
  const draftText = async () => (await workspace.client.pipelines.get.query({ pipelineId })).draftText;
  const conflict = page
    .getByRole("alert")
    .filter({ hasText: "This draft was saved elsewhere in the meantime" });
  await holdClock(page);
  await page.goto(address);
  await other.goto(address);
  await expect(editor(page)).toBeVisible();

  await test.step("the saved text of one appears for the other, who is not editing", async () => {
    await addLine(other, "# from the other");
    await expectSaved(other);
    await lookAgain(page);
    await expect(editor(page)).toContainText("# from the other");
    await expectSaved(page);
  });

  await test.step("renaming a pipeline elsewhere does not disturb an editor", async () => {
    await editor(page).focus();
    await editor(other).click();
    await other.keyboard.press("ControlOrMeta+Home");
    await other.keyboard.press("End");
    await other.keyboard.insertText(" and a name");
    await expectSaved(other);
    await lookAgain(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two hands and a name");
    await expect(editor(page)).toBeFocused();
  });

  await test.step("an edit of an older draft shows a conflict and keeps the text", async () => {
    await page.context().setOffline(true);
    await addLine(other, "# once more");
    await expectSaved(other);
    await addLine(page, "# from here");
    await page.context().setOffline(false);
    await addLine(page, "# and here");
    await expect(conflict).toBeVisible();
    await expect(editor(page)).toContainText("# from here");
    expect(await draftText()).not.toContain("# from here");
  });

  await test.step("both texts are compared before the decision", async () => {
    await conflict.getByRole("button", { name: "Compare" }).click();
    const changes = page.getByRole("region", { name: "Changes from their draft to yours" });
    await expect(changes).toContainText("# once more");
    await expect(changes).toContainText("# from here");
  });

  await test.step("loading theirs can be undone", async () => {
    await conflict.getByRole("button", { name: "Load theirs" }).click();
    await expect(conflict).toHaveCount(0);
    await expect(editor(page)).toContainText("# once more");
    await expect(editor(page)).not.toContainText("# from here");
    expect(await draftText()).toContain("# once more");
    await page.getByRole("button", { name: "Bring back the previous draft" }).click();
    await expect(editor(page)).toContainText("# from here");
    await expect.poll(draftText).toContain("# from here");
  });
  await other.context().close();
});

test("a draft is saved over theirs only when asked to", async ({ page, workspace }) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
  await expect(editor(page)).toBeVisible();
  await page.context().setOffline(true);
  await addLine(page, "# mine");
  await workspace.client.pipelines.saveDraft.mutate({
    pipelineId,
    definition: `${definition}# theirs\n`,
    expectedRevision: 1,
  });
  await page.context().setOffline(false);
  await addLine(page, "# mine too");
  await page.getByRole("button", { name: "Save mine over it" }).click();
  await expectSaved(page);
  await expect
    .poll(async () => (await workspace.client.pipelines.get.query({ pipelineId })).draftText)
    .toBe(`${definition}# mine\n# mine too\n`);
});
