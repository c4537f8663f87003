import { expect } from "@playwright/test";
import { createPenstockClient } from "#client/create-client.ts";
import { readPenstockError } from "#client/read-error.ts";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";

test("a token is shown once, works with the typed client, and is refused once it is revoked", async ({
  page,
  workspace,
  baseURL,
}) => {
  const dialog = page.getByRole("dialog");
  await page.goto(`/${workspace.slug}/tokens`);

  const token = await test.step("it is made with a name, a scope and an end", async () => {
    await page.getByRole("button", { name: "New token" }).click();
    await dialog.getByRole("button", { name: "Create token" }).click();
    await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription(/Give it a name/);
    await dialog.getByLabel("Name").fill("Nightly job");
    await dialog.getByLabel("Scope").selectOption("read");
    await expect(dialog.getByLabel("Scope")).toHaveAccessibleDescription(/View pipelines/);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Create token" }).click();
    await expect(dialog).toContainText("only time it is shown");
    await expectAccessible(page);
    const text = (await dialog.getByRole("region", { name: "Your new token" }).textContent()) ?? "";
    const shown = /pen_[A-Za-z0-9_-]+/.exec(text)?.[0] ?? "";
    expect(shown.length).toBeGreaterThan(40);
    return shown;
  });

  await test.step("after closing the dialog it is nowhere on the page", async () => {
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await expect(dialog).toBeHidden();
    expect(await page.content()).not.toContain(token);
    await page.reload();
    await expect(page.getByRole("row", { name: /^Nightly job/ })).toContainText("read");
    expect(await page.content()).not.toContain(token);
    await expectAccessible(page);
  });

  const client = createPenstockClient({ url: baseURL ?? "", token });
  await test.step("a program reads with it, and cannot write", async () => {
    expect((await client.workspaces.get.query()).slug).toBe(workspace.slug);
    const refusal = await client.agents.create
      .mutate({ key: "spy", name: "Spy", instructions: "", model: "sandbox/brief" })
      .catch(readPenstockError);
    expect(refusal).toMatchObject({ code: "FORBIDDEN" });
    await page.reload();
    await expect(page.getByRole("row", { name: /^Nightly job/ })).not.toContainText("never");
  });

  await test.step("once revoked it is refused immediately, and listed as revoked", async () => {
    await page.getByRole("button", { name: "Revoke Nightly job" }).click();
    await expect(dialog).toContainText("refused from now on");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Revoke token" }).click();
    await expect(page.getByRole("row", { name: /^Nightly job/ })).toContainText("revoked");
    await expect(page.getByRole("button", { name: "Revoke Nightly job" })).toHaveCount(0);
    const refusal = await client.workspaces.get.query().catch(readPenstockError);
    expect(refusal).toMatchObject({ code: "UNAUTHENTICATED" });
  });
});
