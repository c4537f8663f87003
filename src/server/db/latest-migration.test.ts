import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { latestMigration } from "./latest-migration.ts";

it("names the newest folder of prisma/migrations", async () => {
  const entries = await readdir(new URL("../../../prisma/migrations", import.meta.url), {
    withFileTypes: true,
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(latestMigration).toBe(folders.sort().at(-1));
});
