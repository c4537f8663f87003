import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { chooseTestFolder } from "./choose-test-folder.ts";
import { makeScratchFolder } from "./scratch-folder.ts";

it("deletes folders whose process has gone, and no others", async () => {
  const parent = mkdtempSync(join(tmpdir(), "penstock-scratch-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const [gone, living, another] = [
    `penstock-test-${pid}`,
    `penstock-test-${process.ppid}`,
    "penstock-testing",
  ];
  for (const folder of [gone, living, another]) {
    mkdirSync(join(parent, folder));
    writeFileSync(join(parent, folder, "file"), "kept");
  }
  const scratch = await makeScratchFolder(parent);
  const there = () =>
    [scratch.path, ...[gone, living, another].map((folder) => join(parent, folder))].map(existsSync);
  expect(there()).toEqual([true, false, true, true]);
  await scratch.remove();
  expect(there()).toEqual([false, false, true, true]);
});

it("frees the memory of killed runs before it looks for room, also where there is none", async () => {
  const memory = mkdtempSync(join(tmpdir(), "penstock-scratch-"));
  onTestFinished(() => rmSync(memory, { recursive: true }));
  const { pid } = spawnSync(process.execPath, ["--version"]);
  mkdirSync(join(memory, `penstock-test-${pid}`));
  await chooseTestFolder(memory);
  expect(readdirSync(memory)).toEqual([]);
  expect(await chooseTestFolder(join(memory, "missing"))).toBe(tmpdir());
});
