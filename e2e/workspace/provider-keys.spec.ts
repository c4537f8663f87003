import { expect } from "@playwright/test";
import { readPenstockError } from "#client/read-error.ts";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { startFakeVendor } from "../fixtures/fake-vendor.ts";
import { test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";

/** Its request uses a secret. */
const calling = {
  name: "Calls with a secret",
  variables: { country: { default: "NL" }, id: { default: "1" }, city: { default: "Delft" } },
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    {
      id: "call",
      type: "action" as const,
      name: "Call",
      config: {
        action: "http.request" as const,
        url: "https://example.com",
        headers: { authorization: "Bearer {{ secrets.API_TOKEN }}" },
      },
    },
  ],
  edges: [{ id: "e1", from: "start", to: "call" }],
};

test("a key is added, tested, refused, replaced and removed", async ({ page, workspace }) => {
  const vendor = await startFakeVendor();
  const dialog = page.getByRole("dialog");
  const addKey = async (label: string, secret: string, how = "Add key") => {
    await page.getByRole("button", { name: "Add key" }).click();
    await dialog.getByLabel("Key", { exact: true }).fill(secret);
    await dialog.getByLabel("Label").fill(label);
    await dialog.getByLabel("Address").fill(vendor.address);
    await dialog.getByRole("button", { name: how }).click();
    await expect(dialog).toBeHidden();
  };
  const row = (label: string) => page.getByRole("row", { name: new RegExp(`^${label} `) });
  await page.goto(`/${workspace.slug}/keys`);

  await test.step("without a key the page explains the consequences", async () => {
    await expect(page.getByRole("heading", { name: "No keys yet" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("refused before anything starts or costs money");
    await expectAccessible(page);
  });

  await test.step("a key is masked as soon as it is saved", async () => {
    await addKey("Old key", "sk-ant-one-that-was-revoked-0815");
    await expect(row("Old key")).toContainText(/sk-ant-?…0815/);
    await expect(page.getByText("one-that-was-revoked")).toHaveCount(0);
    expect(await page.content()).not.toContain("one-that-was-revoked");
  });

  await test.step("the vendor's refusal is shown, with what to do", async () => {
    await page.getByRole("button", { name: "Test Old key" }).click();
    await expect(row("Old key").getByRole("status")).toContainText(
      /Anthropic does not accept this key\. .*new one/,
    );
    await expectAccessible(page);
  });

  await test.step("another one is accepted", async () => {
    await expect(row("Old key")).toContainText("refused");
    await addKey("New key", vendor.goodKey);
    await expect(row("New key")).toContainText("untested");
    await page.getByRole("button", { name: "Test New key" }).click();
    await expect(row("New key").getByRole("status")).toContainText("Anthropic accepts this key.");
    await expect(row("New key")).toContainText("works");
  });

  await test.step("one is tested while it is added, and the result stays", async () => {
    await addKey("Third key", "sk-ant-another-wrong-one-0816", "Add and test");
    await expect(page.getByText("Key added, but it may not work")).toBeVisible();
    await page.reload();
    await expect(row("Third key")).toContainText("refused");
    await expect(page.getByRole("table")).toContainText("Anthropic does not accept this key.");
    await expectAccessible(page);
  });

  await test.step("a key is replaced", async () => {
    await page.getByRole("button", { name: "Replace Third key" }).click();
    await expect(dialog.getByLabel("Address")).toHaveValue(vendor.address);
    await expectAccessible(page);
    await dialog.getByLabel("Key", { exact: true }).fill(vendor.goodKey);
    await dialog.getByRole("button", { name: "Replace key" }).click();
    await expect(dialog).toBeHidden();
    await expect(row("Third key")).toContainText("untested");
    await page.getByRole("button", { name: "Test Third key" }).click();
    await expect(row("Third key")).toContainText("works");
  });

  await test.step("removing asks first, and says what this means for runs", async () => {
    const wide = page.viewportSize() ?? { width: 1280, height: 720 };
    // On a phone there is space for only one button.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "More about Old key" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await page.setViewportSize(wide);
    await page.getByRole("button", { name: "Remove Old key" }).click();
    await expect(dialog).toContainText("cannot be brought back");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(row("Old key")).toBeVisible();
    await page.getByRole("button", { name: "Remove Old key" }).click();
    await dialog.getByRole("button", { name: "Remove key" }).click();
    await expect(row("Old key")).toHaveCount(0);
    await expect(row("New key")).toBeVisible();
  });
  await vendor.close();

  await test.step("a model whose calls keep failing is not called until somebody closes its circuit", async () => {
    const failing = { ...oneAgent("brief?fault=529&times=always"), settings: { maxRetriesPerNode: 0 } };
    const pipelineId = await workspace.createPipeline(failing);
    for (let count = 0; count < 5; count += 1) await workspace.startRun(pipelineId);
    const circuit = page.getByRole("row", { name: /^sandbox\/brief/ });
    await expect(circuit).toContainText("open");
    await circuit.getByRole("button", { name: "Close the circuit of sandbox/brief" }).click();
    await expect(circuit).toContainText("closed");
    await expect(circuit.getByRole("button")).toHaveCount(0);
  });
});

test("a secret is added, replaced and removed, and its value is never shown", async ({ page, workspace }) => {
  const dialog = page.getByRole("dialog");
  const row = page.getByRole("row", { name: /^API_TOKEN / });
  await page.goto(`/${workspace.slug}/keys`);
  await expect(page.getByRole("main")).toContainText("No secrets yet");

  await test.step("adding", async () => {
    await page.getByRole("button", { name: "Add secret" }).click();
    await expect(dialog.getByRole("button", { name: "Add secret" })).toBeDisabled();
    await dialog.getByLabel("Name").fill("API_TOKEN");
    await dialog.getByLabel("Value").fill("one-that-is-kept-0815");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Add secret" }).click();
    await expect(dialog).toBeHidden();
    await expect(row).toContainText("never");
    expect(await page.content()).not.toContain("one-that-is-kept");
    await expectAccessible(page);
  });

  await test.step("replacing", async () => {
    await page.getByRole("button", { name: "Replace API_TOKEN" }).click();
    await dialog.getByLabel("Value").fill("another-that-is-kept");
    await dialog.getByRole("button", { name: "Replace value" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("API_TOKEN has a new value")).toBeVisible();
  });

  const pipelineId = await workspace.createPipeline(calling);

  await test.step("removing asks first, and lists the pipelines that use it", async () => {
    await page.getByRole("button", { name: "Remove API_TOKEN" }).click();
    await expect(dialog).toContainText("cannot be brought back");
    await expect(dialog.getByRole("link", { name: "Calls with a secret" })).toHaveAttribute(
      "href",
      `/${workspace.slug}/pipelines/${pipelineId}`,
    );
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Remove secret" }).click();
    await expect(row).toHaveCount(0);
    await expect(page.getByRole("main")).toContainText("No secrets yet");
  });

  await test.step("a run that needs it cannot be started, and says where to add it", async () => {
    await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
    await page.getByRole("button", { name: "Run pipeline" }).click();
    await expect(dialog).toContainText("The workspace does not have the secret API_TOKEN");
    await expect(dialog.getByRole("button", { name: "Run pipeline" })).toBeDisabled();
    await expect(dialog.getByRole("link", { name: /Add it/ })).toHaveAttribute(
      "href",
      `/${workspace.slug}/keys`,
    );
    // In their written order, not the database's.
    await expect(dialog.getByRole("group", { name: "Variables" }).getByRole("textbox")).toHaveCount(3);
    const labels = await dialog.getByRole("group", { name: "Variables" }).locator("label").allTextContents();
    expect(labels.map((label) => label.trim())).toEqual(["country", "id", "city"]);
  });
});

test.describe("an invalid key", () => {
  test.use({ expectedFaults: [/status of 400/] });

  test("is refused, says why, and the form keeps its values", async ({ page, workspace }) => {
    await page.goto(`/${workspace.slug}/keys`);
    await page.getByRole("button", { name: "Add key" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("button", { name: "Add key" })).toBeDisabled();
    await dialog.getByLabel("Label").fill("Half a key");
    await dialog.getByLabel("Key", { exact: true }).fill("sk-ant");
    await dialog.getByRole("button", { name: "Add key" }).click();
    await expect(dialog.getByRole("alert")).toContainText("8 to 1024 characters");
    await expect(dialog.getByLabel("Label")).toHaveValue("Half a key");
    await expectAccessible(page);
  });
});

test.describe("without a key", () => {
  test.use({ expectedFaults: [/status of 4\d\d/] });

  test("a run of a vendor's model is refused before it starts, and says what is missing", async ({
    page,
    workspace,
  }) => {
    const definition = oneAgent("echo");
    const asking = JSON.parse(
      JSON.stringify(definition).replace("sandbox/echo", "anthropic/claude-haiku-5-5"),
    );
    const pipelineId = await workspace.createPipeline(asking);
    await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
    await page.getByRole("button", { name: "Run pipeline" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(/There is no key for anthropic, so this cannot run yet\./i);
    await expect(dialog.getByRole("button", { name: "Run pipeline" })).toBeDisabled();
    await expect(dialog.getByRole("link", { name: /key/i })).toHaveAttribute(
      "href",
      `/${workspace.slug}/keys`,
    );
    const refusal = await workspace.startRun(pipelineId).catch(readPenstockError);
    expect(refusal).toMatchObject({ code: "KEY_MISSING" });
    await page.goto(`/${workspace.slug}/runs`);
    await expect(page.getByRole("heading", { name: "No runs yet" })).toBeVisible();
  });
});
