import { expect, test } from "@playwright/test";

test("the application answers, is ready, and its first page has no fault in the console", async ({
  page,
  request,
}) => {
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));

  expect((await request.get("/api/health")).ok()).toBe(true);
  expect((await request.get("/api/ready")).ok()).toBe(true);
  await page.goto("/");
  await expect(page).toHaveTitle(/Penstock/);
  expect(faults).toEqual([]);
});
