import { expect, test } from "@playwright/test";

test("the application answers, and is ready for work", async ({ request }) => {
  expect((await request.get("/api/health")).ok()).toBe(true);
  expect((await request.get("/api/ready")).ok()).toBe(true);
});

test("somebody new signs up and lands in a workspace of their own", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Grace");
  await page.getByLabel("E-mail").fill(`grace-${Date.now()}@example.com`);
  await page.getByLabel("Password").fill("a sentence is easy to remember");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/grace-s?[a-z0-9-]*\/pipelines/);
  await expect(page).toHaveTitle(/Pipelines/);
});
