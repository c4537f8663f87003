import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { migrationsFolder, readMigrations } from "./migration-files.ts";

/**
 * As `sha256sum` writes it, for people who look at a change: each new migration is a line more, and no line ever
 * changes.
 */
const written = readFileSync(join(migrationsFolder, "checksums.txt"), "utf8").trimEnd().split("\n");

it("are what they were: a database that has applied one refuses to start with another text of it, comments included", async () => {
  const files = await readMigrations(migrationsFolder);
  expect(files.map(({ name, checksum }) => `${checksum}  ${name}/migration.sql`)).toEqual(written);
});

/** Tables that grow with every run: building an index on one of them holds up everybody who writes. */
const growing =
  "runs|node_runs|node_steps|run_events|attempts|ledger_entries|artifacts|run_files|waits|audit_events";
const building = new RegExp(
  `create\\s+(?:unique\\s+)?index\\s+(?!if not exists)\\S+\\s+on\\s+"?(?:${growing})"?[\\s(]`,
  "gi",
);
/** Landed before this was asked of migrations. */
const lastBefore = "20261130210000_runs_of_a_starter_by_status";

/** The indexes that an operator could not build beforehand. */
function heldBuilds(sql: string): readonly string[] {
  const code = sql.replace(/--.*$/gm, "");
  return [...code.matchAll(building)].map(([found]) => found.trim());
}

describe("an index on a table that grows with every run", () => {
  it("can be built beforehand by an operator, in each new migration", async () => {
    const files = await readMigrations(migrationsFolder);
    const held = files
      .filter(({ name }) => name > lastBefore)
      .flatMap(({ name, sql }) => heldBuilds(sql).map((found) => `${name}: ${found}`));
    expect(held, "write: create index if not exists").toEqual([]);
  });

  it.each([
    ["create index a on runs (id)", 1],
    ['CREATE UNIQUE INDEX "a"\n  ON "run_events" (run_id)', 1],
    ["create index if not exists a on runs (id)", 0],
    ["create index a on pipelines (id)", 0],
    ["-- create index a on runs (id)", 0],
  ])("is found in %j", (sql, count) => {
    expect(heldBuilds(sql)).toHaveLength(count);
  });
});
