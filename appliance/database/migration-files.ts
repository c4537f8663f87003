import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One folder of `prisma/migrations`. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** sha256 of the file in hex: what Prisma records. */
  readonly checksum: string;
}

export const migrationsFolder = join(import.meta.dirname, "../../prisma/migrations");

/** Reads all migrations in the order in which they apply. */
export async function readMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(folder, name, "migration.sql"));
      return {
        name,
        sql: bytes.toString("utf8"),
        checksum: createHash("sha256").update(bytes).digest("hex"),
      };
    }),
  );
}
