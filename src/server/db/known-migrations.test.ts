import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { knownMigrations } from "./known-migrations.ts";

it("names the folders of prisma/migrations, in the order in which they apply", async () => {
  const entries = await readdir(new URL("../../../prisma/migrations", import.meta.url), {
    withFileTypes: true,
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(knownMigrations).toEqual(folders.sort());
});
