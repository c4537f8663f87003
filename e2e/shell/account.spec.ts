import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/faults.ts";
import { goodPassword, newEmail, signUpPerson } from "../fixtures/person.ts";

// A refused password or account is answered with 4xx, which browsers log.
test.use({ expectedFaults: [/status of 4(00|01|09)/] });

test("somebody signs up, signs out, mistypes the password, and signs in again", async ({ page }) => {
  const email = newEmail();

  await test.step("people who are not signed in are asked to, and can create an account", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByRole("link", { name: "Create one" }).click();
    await expect(page.getByRole("heading", { name: "Create an account" })).toBeVisible();
  });

  await test.step("a short password is refused, and the form keeps its values", async () => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/at least 10 characters/);
    await expectAccessible(page);
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  });

  await test.step("a valid one leads to a workspace of their own", async () => {
    await page.getByLabel("Name").fill("Ada Weir");
    await page.getByLabel("Password").fill(goodPassword);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL(/:\d+\/[a-z0-9-]+$/);
    await expect(page.getByRole("button", { name: "Account of Ada Weir" })).toBeVisible();
  });

  await test.step("signing out ends the session: the old URL asks to sign in", async () => {
    const inside = page.url();
    await page.getByRole("button", { name: "Account of Ada Weir" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto(inside);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  await test.step("a wrong password is reported without saying which half was wrong", async () => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("water runs up the pipe");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("E-mail or password is wrong");
  });

  await test.step("the right one returns to the original page", async () => {
    await page.getByLabel("Password").fill(goodPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/:\d+\/[a-z0-9-]+$/);
    await expect(page.getByRole("button", { name: "Account of Ada Weir" })).toBeVisible();
  });

  await test.step("the account page lists sessions, and changes the password after asking for the current one", async () => {
    await page.getByRole("button", { name: "Account of Ada Weir" }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    await expect(page.getByRole("row").filter({ hasText: "this one" })).toHaveCount(1);
    await expectAccessible(page);
    await page.getByLabel("Current password").fill("water runs up the pipe");
    await page.getByLabel("New password").fill("the gate is open at night");
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(
      /not your current password/,
    );
    await page.getByLabel("Current password").fill(goodPassword);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByRole("region", { name: "Notices" })).toContainText("Password changed");
    await expect(page.getByLabel("Current password")).toHaveValue("");
  });

  await test.step("signing out everywhere ends this session too, and the new password works", async () => {
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("the gate is open at night");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Home" })).toBeVisible();
  });
});

test("signing up does not reveal who has an account", async ({ page, playwright, baseURL }) => {
  const { email } = await signUpPerson(playwright.request, baseURL ?? "");
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill("not an address");
  await page.getByLabel("Password").fill("another sentence than theirs");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/address/);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("E-mail or password is wrong");
});

test("the original page is kept through signing in, unless it is on another site", async ({
  page,
  playwright,
  baseURL,
}) => {
  const { email, workspaceSlug } = await signUpPerson(playwright.request, baseURL ?? "");
  const signIn = async () => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(goodPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await page.goto(`/${workspaceSlug}/settings`);
  await signIn();
  await expect(page).toHaveURL(new RegExp(`/${workspaceSlug}/settings$`));
  await page.context().clearCookies();
  await page.goto("/sign-in?next=https://elsewhere.example.com/");
  await signIn();
  await expect(page).toHaveURL(new RegExp(`/${workspaceSlug}$`));
});

test("people without a workspace can create one, or sign out", async ({
  page,
  context,
  playwright,
  baseURL,
}) => {
  const alone = await signUpPerson(playwright.request, baseURL ?? "");
  const heir = await signUpPerson(playwright.request, baseURL ?? "");
  const { members } = alone.clientFor(alone.workspaceSlug);
  await members.add.mutate({ email: heir.email, role: "owner" });
  await members.leave.mutate();
  await context.addCookies([...alone.cookies]);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "You are not in a workspace" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New workspace" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Second start");
  await page.getByRole("dialog").getByRole("button", { name: "Create workspace" }).click();
  await expect(page).toHaveURL(/\/second-start[a-z0-9-]*$/);
});
