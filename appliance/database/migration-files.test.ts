import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
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
