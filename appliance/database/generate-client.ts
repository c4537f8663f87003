import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const generatedFolder = join(root, "src/server/db/generated");
const stampFile = join(generatedFolder, ".made-from");

/**
 * Generates the Prisma client if the schema or Prisma has changed since the last time. Works without any download: the
 * schema engine that Prisma would fetch is not used for generating, so it is told that one exists. Its stand-in must
 * fail when called.
 */
export function generateClient(): "generated" | "unchanged" {
  const require = createRequire(import.meta.url);
  const prismaManifest = require.resolve("prisma/package.json");
  const stamp = createHash("sha256")
    .update(readFileSync(join(root, "prisma/schema.prisma")))
    .update(readFileSync(prismaManifest))
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return "unchanged";

  const result = spawnSync(process.execPath, [join(dirname(prismaManifest), "build/index.js"), "generate"], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: join(import.meta.dirname, "no-schema-engine.sh"),
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (result.status !== 0) {
    throw new Error(
      `The Prisma client could not be generated:\n${result.error?.message ?? result.stdout + result.stderr}`,
    );
  }
  writeFileSync(stampFile, stamp);
  return "generated";
}

if (import.meta.main) console.log(`Prisma client: ${generateClient()}`);
