import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { startWebhookReceiver } from "../fixtures/webhook-receiver.ts";

test("a webhook is created, tested, inspected, resent, turned off and removed", async ({
  page,
  workspace,
}) => {
  const receiver = await startWebhookReceiver();
  const dialog = page.getByRole("dialog");
  const card = page.getByRole("listitem", { name: `Webhook ${receiver.url}` });
  const messages = card.getByRole("list", { name: "Messages" }).getByRole("listitem");
  await page.goto(`/${workspace.slug}/settings`);
  await page.getByRole("link", { name: "Webhooks" }).click();

  await test.step("missing values are reported, and the secret is shown once", async () => {
    await expect(page.getByText("No webhooks yet")).toBeVisible();
    await page.getByRole("button", { name: "New webhook" }).click();
    await dialog.getByRole("button", { name: "Create webhook" }).click();
    await expect(dialog.getByLabel("Address")).toHaveAccessibleDescription(/Give it an address/);
    await dialog.getByLabel("Address").fill(receiver.url);
    await dialog.getByLabel("A run completed").check();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Create webhook" }).click();
    await expect(dialog).toContainText("whsec_");
    await dialog.getByRole("button", { name: "I have copied it" }).click();
  });

  await test.step("a test message arrives, and the log shows it", async () => {
    await card.getByRole("button", { name: "Send a test" }).click();
    await card.getByRole("button", { name: "Show messages" }).click();
    await expect(messages.first()).toContainText("answered with status 204");
    await expectAccessible(page);
    expect(receiver.ids).toHaveLength(1);
  });

  await test.step("it is resent with the same id", async () => {
    await messages.first().getByRole("button", { name: "Send again" }).click();
    await expect.poll(() => receiver.ids).toEqual(Array(2).fill(receiver.ids[0]));
  });

  await test.step("it is turned off, and removed", async () => {
    await card.getByRole("button", { name: "Turn off" }).click();
    await expect(card).toContainText("Somebody turned it off.");
    await card.getByRole("button", { name: /^Remove/ }).click();
    await dialog.getByRole("button", { name: "Remove webhook" }).click();
    await expect(page.getByText("No webhooks yet")).toBeVisible();
  });
  await receiver.close();
});
