import { expect } from "@playwright/test";
import { test } from "../fixtures/journey.ts";

test("from signing in to the editor and a dialog in one document, every style sheet is allowed", async ({
  page,
  person,
  faults,
}) => {
  await page.goto("/sign-in");
  await page.evaluate(() => document.documentElement.setAttribute("data-first", ""));
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation", { name: "Workspace" }).getByRole("link", { name: "Pipelines" }).click();
  await page.getByRole("link", { name: "New pipeline" }).first().click();
  await page.getByRole("button", { name: "Create pipeline" }).click();

  await expect(page.locator(".cm-content")).toHaveCSS("white-space-collapse", /preserve|break-spaces/);
  await expect(page.locator(".cm-editor")).toHaveCSS("display", "flex");
  await page.getByRole("button", { name: "Run pipeline" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();

  expect(await page.evaluate(() => document.documentElement.hasAttribute("data-first"))).toBe(true);
  expect(faults).toEqual([]);
});
