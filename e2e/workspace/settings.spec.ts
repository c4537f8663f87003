import { expect } from "@playwright/test";
import { expectAccessible, expectAccessibleMenu } from "../fixtures/accessibility.ts";
import { browseAs, test } from "../fixtures/journey.ts";

test("the workspace is renamed; its URL stays", async ({ page, workspace }) => {
  const address = `/${workspace.slug}/settings`;
  await page.goto(address);
  const name = page.getByLabel("Name", { exact: true });
  await expect(page.getByRole("button", { name: "Rename" })).toBeDisabled();
  await name.fill("Lower weir");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("button", { name: "Workspace Lower weir: switch" })).toBeVisible();
  await expect(page.getByText(`/${workspace.slug}`, { exact: true })).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue("Lower weir");
  expect(page.url()).toContain(address);
  await expectAccessible(page);
});

test.describe("members", () => {
  test.use({ expectedFaults: [/status of 40[49]/] });

  test("are added, changed and removed, and the last owner stays", async ({
    page,
    workspace,
    person,
    colleague,
  }) => {
    const dialog = page.getByRole("dialog");
    const row = (email: string) => page.getByRole("row").filter({ hasText: email });
    const role = (word: string) => page.getByRole("button", { name: `Role of Ben Lock: ${word}` });
    await page.goto(`/${workspace.slug}/settings`);
    await expect(row(person.email)).toContainText("you");

    await test.step("somebody without an account is not added, with advice", async () => {
      await page.getByRole("button", { name: "Add member" }).click();
      await dialog.getByLabel("E-mail").fill("nobody@example.com");
      await dialog.getByRole("button", { name: "Add member" }).click();
      await expect(dialog.getByLabel("E-mail")).toHaveAccessibleDescription(/Ask them to sign up first/);
      await expectAccessible(page);
    });

    await test.step("a colleague is added, and the role is explained", async () => {
      await dialog.getByLabel("E-mail").fill(colleague.email);
      await dialog.getByLabel("Role").selectOption("viewer");
      await expect(dialog.getByLabel("Role")).toHaveAccessibleDescription(/change nothing/);
      await dialog.getByRole("button", { name: "Add member" }).click();
      await expect(dialog).toBeHidden();
      await expect(row(colleague.email)).toContainText("Ben Lock");
      await expect(role("viewer")).toBeVisible();
    });

    await test.step("but not twice", async () => {
      await page.getByRole("button", { name: "Add member" }).click();
      await dialog.getByLabel("E-mail").fill(colleague.email);
      await dialog.getByRole("button", { name: "Add member" }).click();
      await expect(dialog.getByLabel("E-mail")).toHaveAccessibleDescription(
        /already a member of this workspace/,
      );
      await page.keyboard.press("Escape");
    });

    await test.step("the role is changed", async () => {
      await role("viewer").click();
      await expect(page.getByRole("menu")).toBeVisible();
      await expectAccessibleMenu(page);
      await page.getByRole("menuitemradio", { name: /^admin/ }).click();
      await expect(role("admin")).toBeVisible();
      await page.reload();
      await expect(role("admin")).toBeVisible();
      await expectAccessible(page);
    });

    await test.step("the last owner can neither give up the role nor leave", async () => {
      await expect(page.getByText("You are the only owner.")).toBeVisible();
      await expect(page.getByRole("button", { name: /^Role of Ada Weir/ })).toHaveCount(0);
      await expect(page.getByRole("button", { name: `Leave ${workspace.name}` })).toHaveCount(0);
    });

    await test.step("removing asks first", async () => {
      await page.getByRole("button", { name: "Remove Ben Lock" }).click();
      await expect(dialog).toContainText("What they created stays");
      await expectAccessible(page);
      await dialog.getByRole("button", { name: "Remove member" }).click();
      await expect(row(colleague.email)).toHaveCount(0);
    });
  });

  test("an admin cannot change an owner; people who leave lose access", async ({
    page,
    context,
    workspace,
    person,
    colleague,
  }) => {
    const { members } = person.clientFor(workspace.slug);
    await members.add.mutate({ email: colleague.email, role: "admin" });
    await browseAs(context, colleague);
    const address = `/${workspace.slug}/settings`;
    await page.goto(address);
    await expect(page.getByRole("button", { name: "Role of Ben Lock: admin" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Role of Ada Weir/ })).toHaveCount(0);
    await expect(page.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
    await page.getByRole("button", { name: "Add member" }).click();
    await expect(page.getByRole("dialog").getByRole("option", { name: "admin" })).toHaveCount(1);
    await expect(page.getByRole("dialog").getByRole("option", { name: "owner" })).toHaveCount(0);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: `Leave ${workspace.name}` }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Leave workspace" }).click();
    await expect(page).toHaveURL(new RegExp(`/${colleague.workspaceSlug}$`));
    expect((await page.goto(address))?.status()).toBe(404);
  });
});
