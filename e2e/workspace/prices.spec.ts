import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";

test("a price is found, set, changed and removed", async ({ page, workspace }) => {
  const dialog = page.getByRole("dialog");
  const row = (model: string) => page.getByRole("row", { name: new RegExp(`^${model}`) });
  await page.goto(`/${workspace.slug}/settings`);
  await page.getByRole("link", { name: "Prices" }).click();

  await test.step("the list shows each model's price, its date and its source", async () => {
    await page.getByLabel("Find a model").fill("gpt-6.1-sol");
    await expect(row("openai/gpt-6.1-sol")).toContainText("$2");
    await expect(row("openai/gpt-6.1-sol")).toContainText("above 272,000 tokens");
    await expect(row("openai/gpt-6.1-sol").getByRole("link")).toHaveAttribute("href", /^https:/);
    await expect(page.getByRole("row")).toHaveCount(2);
    await expectAccessible(page);
  });

  await test.step("a price is set for a model that is not in the list", async () => {
    await page.getByLabel("Find a model").fill("mine");
    await expect(page.getByText("No such model")).toBeVisible();
    await page.getByRole("button", { name: "Set price" }).click();
    await dialog.getByRole("button", { name: "Set price" }).click();
    await expect(dialog.getByRole("alert").first()).toContainText("provider/model");
    await dialog.getByLabel("Model").fill("openai-compatible/mine");
    await dialog.getByLabel("Input").fill("0.5");
    await dialog.getByLabel("Output").fill("1.25");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Set price" }).click();
    await expect(dialog).toBeHidden();
    await expect(row("openai-compatible/mine")).toContainText("workspace");
    await expect(row("openai-compatible/mine")).toContainText("$1.25");
  });

  await test.step("it is changed, and removed", async () => {
    await page.getByRole("button", { name: "Change the price of openai-compatible/mine" }).click();
    await expect(dialog.getByLabel("Input")).toHaveValue("0.5");
    await dialog.getByLabel("Output").fill("3");
    await dialog.getByRole("button", { name: "Set price" }).click();
    await expect(row("openai-compatible/mine")).toContainText("$3");
    await page.getByRole("button", { name: "Remove the price of openai-compatible/mine" }).click();
    await dialog.getByRole("button", { name: "Remove price" }).click();
    await expect(page.getByText("No such model")).toBeVisible();
  });
});
