import { spawnSync } from "node:child_process";
import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./paths.mjs";
import { withProgress } from "./progress.mjs";

const sources = ["prisma/schema.prisma", "node_modules/prisma/package.json"];
const stamp = join(repositoryRoot, "src/server/db/generated/.made-from");

/**
 * Generates the Prisma client when the schema or Prisma may have changed; the generating script looks at contents, this
 * one only at times, to cost nothing when all is well.
 *
 * @param {{ node: string, environment: NodeJS.ProcessEnv }} options
 */
export async function ensurePrismaClient({ node, environment }) {
  const madeAtMs = modifiedAtMs(stamp);
  if (sources.every((source) => modifiedAtMs(join(repositoryRoot, source)) < madeAtMs)) return;
  await withProgress("Generating the database client", async () => {
    const script = join(repositoryRoot, "appliance/database/generate-client.ts");
    const result = spawnSync(node, ["--disable-warning=ExperimentalWarning", script], {
      cwd: repositoryRoot,
      env: environment,
      encoding: "utf8",
    });
    if (result.status !== 0)
      throw new Error(`The database client could not be generated.\n${result.stdout}${result.stderr}`);
    const now = new Date();
    utimesSync(stamp, now, now);
  });
}

/** 0 for a file that does not exist. */
function modifiedAtMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
