import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isCommand } from "#appliance/bootstrap/command-lines.mjs";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";

const page = readFileSync(join(repositoryRoot, "docs/promises.md"), "utf8");
/** The rows of all tables, without their heads: the last cell is the proof. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:promise|what|bound) \|/.test(line))
  .map((line) => line.split(" | "));

it("has an existing proof for each promise", () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const proofs = [...(row.at(-1) ?? "").matchAll(/`([^`]+)`/g)].map(([, proof = ""]) => proof);
    expect(proofs, row[0]).not.toEqual([]);
    for (const proof of proofs) expect(isThere(proof), proof).toBe(true);
  }
});

/** A command of this repository, or a test file. */
function isThere(proof: string): boolean {
  const [, command] = /^npm run (\S+)/.exec(proof) ?? [];
  if (command !== undefined) return isCommand(command);
  return /\.(?:test|spec)\.ts$/.test(proof) && existsSync(join(repositoryRoot, proof));
}
