import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { quickReaders } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

test("an artifact is found, read, and traced back to its run", async ({ page, workspace }) => {
  const pipelineId = await workspace.createPipeline(quickReaders(5));
  await page.goto((await workspace.startRun(pipelineId)).path);
  await expect(runPage(page).topLine).toContainText("completed");
  await page.getByRole("link", { name: "Artifacts", exact: true }).click();
  const table = page.getByRole("table", { name: "Artifacts" });
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.getByRole("button", { name: "brief.md" }).click();
  await expect(page.getByRole("heading", { name: "Brief" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Type").selectOption({ label: "JSON" });
  await expect(page.getByRole("main")).toContainText("No artifacts match");
  const withDocuments = page.getByLabel("Include documents of runs");
  await withDocuments.click();
  await expect(withDocuments).toBeChecked();
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByLabel("Type").selectOption({ label: "Markdown" });
  await table.getByRole("link", { name: "Two readers" }).last().click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]+\?node=save$/);
});

/** A picture of noise, 200 by 200 pixels, which cannot be compressed. */
function noisyPng(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(200, 0);
  header.writeUInt32BE(200, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: 200 }, () => Buffer.concat([Buffer.alloc(1), randomBytes(600)]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk("IDAT", deflateSync(Buffer.concat(rows)));
  return Buffer.concat([signature, chunk("IHDR", header), data, chunk("IEND", Buffer.alloc(0))]);
}

test.describe("a file", () => {
  test.use({ expectedFaults: [/status of 400/] });

  test("is uploaded for a run, passed to an agent, saved, displayed and downloaded", async ({
    page,
    workspace,
  }) => {
    const photo = noisyPng();
    const pipelineId = await workspace.createPipeline({
      name: "Look",
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        {
          id: "look",
          type: "agent",
          name: "Look",
          config: { model: "sandbox/brief?pace=0", task: "What is it?", files: "input.photo" },
        },
        {
          id: "keep",
          type: "action",
          name: "Keep",
          config: { action: "artifact.save", name: "kept.png", content: "{{ trigger.photo }}" },
        },
      ],
      edges: [
        { id: "e1", from: "start", to: "look" },
        { id: "e2", from: "look", to: "keep" },
      ],
    });

    await test.step("the dialog uploads a file that is too large for the input", async () => {
      await page.goto(`/${workspace.slug}/pipelines/${pipelineId}`);
      await page.getByRole("button", { name: "Run pipeline" }).click();
      const dialog = page.getByRole("dialog", { name: "Run Look" });
      const field = dialog.getByLabel("photo", { exact: true });
      await field.setInputFiles({ name: "not.png", mimeType: "image/png", buffer: randomBytes(70_000) });
      await expect(dialog.getByRole("alert")).toContainText("is not a PNG picture");
      await field.setInputFiles({ name: "noise.png", mimeType: "image/png", buffer: photo });
      await expect(dialog).toContainText("noise.png, image/png");
      await dialog.getByRole("button", { name: "Run pipeline" }).click();
      await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
      await expect(runPage(page).topLine).toContainText("completed");
    });

    await test.step("the saved image is displayed, and downloaded unchanged", async () => {
      await page.getByRole("link", { name: "Artifacts", exact: true }).click();
      await page.getByRole("button", { name: "kept.png" }).click();
      const picture = page.getByRole("img", { name: "kept.png" });
      await expect
        .poll(() => picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
        .toBe(200);
      await expectAccessible(page);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("kept.png");
      expect((await readFile(await download.path())).equals(photo)).toBe(true);
    });
  });
});
