import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { browseAs, test } from "../fixtures/journey.ts";

test.use({ expectedFaults: [/status of 40[49]/] });

/** Creates a link for a viewer, and reads it where it is shown once. */
async function makeLink(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Invite by link" }).click();
  await dialog.getByLabel("Role").selectOption("viewer");
  await expect(dialog.getByLabel("Role")).toHaveAccessibleDescription(/change nothing/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog).toContainText("only time it is shown");
  await expectAccessible(page);
  const text = (await dialog.getByRole("region", { name: "Invitation link" }).textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog).toBeHidden();
  const secret = /\/invite#(inv_\w+)/.exec(text)?.[1] ?? "";
  expect(secret.length).toBeGreaterThan(80);
  return secret;
}

test("a link admits one person, who signs in on the way", async ({
  page,
  context,
  workspace,
  person,
  colleague,
}) => {
  const main = page.getByRole("main");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`/${workspace.slug}/settings`);
  const secret = await makeLink(page);
  const row = page
    .getByRole("table", { name: "Open invitation links" })
    .getByRole("row", { name: /^viewer/ });
  await expect(row).toContainText("Ada Weir");
  expect(await page.content()).not.toContain(secret);

  await test.step("somebody who is not signed in sees the invitation, signs in, and returns", async () => {
    await context.clearCookies();
    await page.goto(`/invite#${secret}`);
    await expect(main).toContainText("Ada Weir invites you to join Weir works as viewer");
    await expect(page.getByRole("link", { name: "Create an account to join" })).toHaveAttribute(
      "href",
      "/sign-up?next=/invite",
    );
    await expectAccessible(page);
    await page.getByRole("link", { name: "Sign in to join" }).click();
    await page.getByLabel("E-mail").fill(colleague.email);
    await page.getByLabel("Password").fill(colleague.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(main).toContainText(`You are signed in as ${colleague.email}`);
    await expectAccessible(page);
  });

  await test.step("and joins", async () => {
    await page.getByRole("button", { name: "Join Weir works as viewer" }).click();
    await expect(page).toHaveURL(new RegExp(`/${workspace.slug}$`));
    expect((await colleague.clientFor(workspace.slug).workspaces.get.query()).role).toBe("viewer");
    expect(asked.filter((url) => url.includes(secret.slice(40)) && !url.includes("#"))).toEqual([]);
  });

  await test.step("the link cannot be used again", async () => {
    await page.goto(`/invite#${secret}`);
    await expect(page.getByRole("alert").filter({ hasText: "has been used" })).toBeVisible();
    await expectAccessible(page);
    await browseAs(context, person);
    await page.goto(`/${workspace.slug}/settings`);
    await expect(page.getByRole("row").filter({ hasText: colleague.email })).toBeVisible();
    await expect(row).toHaveCount(0);
  });
});

test("a revoked link says so, and an incomplete one says what to do", async ({ page, workspace, person }) => {
  const { secret } = await person.clientFor(workspace.slug).members.invite.mutate({ role: "admin" });
  await page.goto(`/${workspace.slug}/settings`);
  await page.getByRole("button", { name: "Revoke the link for admin by Ada Weir" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke link" }).click();
  await expect(page.getByRole("table", { name: "Open invitation links" })).toHaveCount(0);
  const alert = page.getByRole("main").getByRole("alert");
  await page.goto(`/invite#${secret}`);
  await expect(alert).toContainText("was revoked");
  await page.goto(`/invite#${secret.slice(0, -1)}`);
  await expect(alert).toContainText("Open the whole link");
  await page.goto("/");
  await page.goto("/invite");
  await expect(alert).toContainText("Open the whole link");
});
