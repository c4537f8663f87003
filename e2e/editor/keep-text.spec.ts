import { expect } from "@playwright/test";
import { addLine, editor, expectSaved } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";

// Expected: without a network or a session nothing can be saved, and browsers log that.
test.use({ expectedFaults: [/ERR_INTERNET_DISCONNECTED|status of 401/] });

const definition = "name: Keep\nnodes:\n  - { id: start, type: trigger, name: Start }\nedges: []\n";

test("no text is lost by leaving, offline, or when the session ends", async ({
  page,
  context,
  person,
  workspace,
}) => {
  const { pipelineId } = await workspace.client.pipelines.create.mutate({ definition });
  const draftText = async () => (await workspace.client.pipelines.get.query({ pipelineId })).draftText;
  const note = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
  const runs = page.getByRole("navigation", { name: "Workspace" }).getByRole("link", { name: "Runs" });
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);

  await test.step("invalid text is restored after following a link", async () => {
    await addLine(page, "unread: [");
    await expect(note("Not saved: the text is not valid")).toBeVisible();
    await runs.click();
    await expect(page.getByRole("heading", { name: "No runs yet" })).toBeVisible();
    await page.goBack();
    await expect(editor(page)).toContainText("unread: [");
    await expect(note("This is the text you left here unsaved.")).toBeVisible();
    await expect(note("Not saved: the text is not valid")).toBeVisible();
    await page.reload();
    await expect(editor(page)).toContainText("unread: [");
    await expect(note("The text is not valid at the moment.")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Start/ })).toBeVisible();
    await page.getByRole("button", { name: "Use the saved draft instead" }).click();
    await expectSaved(page);
    expect(await draftText()).toBe(definition);
  });

  await test.step("offline, links do nothing, and the text is saved when the network is back", async () => {
    await context.setOffline(true);
    await addLine(page, "# offline");
    await expect(note("Not saved: offline")).toBeVisible();
    await expect(page.getByRole("button", { name: "Publish" })).toBeDisabled();
    await runs.click();
    await expect(page.getByText("Links work again when the network is back.")).toBeVisible();
    await expect(editor(page)).toContainText("# offline");
    await context.setOffline(false);
    await expectSaved(page);
    expect(await draftText()).toContain("# offline");
  });

  await test.step("without a network, a server that answers is worked with as ever", async () => {
    await page.evaluate(() => {
      Object.defineProperty(navigator, "onLine", { configurable: true, get: () => false });
      window.dispatchEvent(new Event("offline"));
    });
    await addLine(page, "# on this machine");
    await expectSaved(page);
    await expect(page.getByText("You are offline.")).toHaveCount(0);
    await page.evaluate(() => {
      Reflect.deleteProperty(navigator, "onLine");
      window.dispatchEvent(new Event("online"));
    });
  });

  await test.step("after the session ends one signs in again in place, and the text is saved", async () => {
    await context.clearCookies();
    await addLine(page, "# signed out");
    await expect(note("Not saved: signed out")).toBeVisible();
    await expect(page.getByRole("button", { name: "Run pipeline" })).toBeDisabled();
    await page.getByRole("button", { name: "Sign in again" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog.getByLabel("Password")).toBeFocused();
    await dialog.getByLabel("Password").fill(person.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await expectSaved(page);
    await expect(dialog).toHaveCount(0);
    expect(await draftText()).toContain("# signed out");
  });
});
