import { expect, test } from "@playwright/test";
import { goodPassword, newEmail } from "./fixtures/person.ts";

test("somebody signs up, signs out, mistypes the password, and signs in again", async ({ page }) => {
  const email = newEmail();

  await test.step("whoever is not signed in is asked to, and can make an account", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByRole("link", { name: "Create one" }).click();
    await expect(page.getByRole("heading", { name: "Create an account" })).toBeVisible();
  });

  await test.step("a password that is too short is refused, and the form keeps what was written", async () => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("password");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  });

  await test.step("a good one leads to a workspace of their own", async () => {
    await page.getByLabel("Name").fill("Ada Weir");
    await page.getByLabel("Password").fill(goodPassword);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL(/\/[a-z0-9-]+\/pipelines$/);
    await expect(page.getByRole("button", { name: "Account of Ada Weir" })).toBeVisible();
  });

  await test.step("signing out ends the session: the old address asks to sign in", async () => {
    const inside = page.url();
    await page.getByRole("button", { name: "Account of Ada Weir" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto(inside);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  await test.step("a wrong password is told honestly, without saying which half was wrong", async () => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("water runs up the pipe");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("E-mail or password is wrong");
  });

  await test.step("the right one leads back to where they were going", async () => {
    await page.getByLabel("Password").fill(goodPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/pipelines$/);
    await expect(page.getByRole("button", { name: "Account of Ada Weir" })).toBeVisible();
  });
});
