import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { bundleProgram } from "./bundle-program.ts";

/** A program that prints a text, which no earlier run has bundled. */
function writeProgram() {
  const folder = mkdtempSync(join(tmpdir(), "penstock-program-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "program.ts");
  const print = (text: string) => writeFileSync(file, `const text: string = "${text}"; console.log(text);`);
  return { file, print };
}

async function bundleForTest(file: string): Promise<string> {
  const script = await bundleProgram(file);
  onTestFinished(() => rmSync(script, { force: true }));
  return script;
}

const run = (script: string) => execFileSync(process.execPath, [script]).toString().trim();

it("bundles a program several times at the same time, and again after its source has changed", async () => {
  const { file, print } = writeProgram();
  const [first, second] = [randomUUID(), randomUUID()];
  print(first);
  const scripts = await Promise.all([1, 2, 3, 4].map(() => bundleForTest(file)));
  expect(new Set(scripts).size).toBe(1);
  print(second);
  const changed = await bundleForTest(file);
  expect([scripts[0] ?? "", changed].map(run)).toEqual([first, second]);
});

it("removes what no run has asked for in hours, and nothing else", async () => {
  const { file, print } = writeProgram();
  print(randomUUID());
  const script = await bundleForTest(file);
  const stale = join(dirname(script), `${randomUUID()}.mjs`);
  writeFileSync(stale, "");
  for (const old of [script, stale]) utimesSync(old, 0, 0);
  await bundleProgram(file);
  expect([script, stale].map(existsSync)).toEqual([true, false]);
});
