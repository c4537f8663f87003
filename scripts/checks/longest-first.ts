import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";

/**
 * The slowest test files, slowest first: one that starts last keeps a processor waiting for it alone. A fresh clone has
 * no measurements, and a file's length says little about its time.
 */
export const longestFiles: readonly string[] = [
  "inngest/durability-chaos.db.test.ts",
  "src/server/trpc/role-matrix.db.test.ts",
  "inngest/durability-stop.db.test.ts",
  "inngest/durability-bill.db.test.ts",
  "src/server/trpc/audit-walk.db.test.ts",
  "src/server/trpc/stranger-walk.db.test.ts",
  "inngest/durability-child.db.test.ts",
  "inngest/durability-event.db.test.ts",
  "inngest/durability-kill.db.test.ts",
  "appliance/database/apply-migrations.db.test.ts",
  "inngest/embedded/database-loss.db.test.ts",
  "inngest/durability-fault.db.test.ts",
  "inngest/embedded/crash.db.test.ts",
  "inngest/agent-approvals.db.test.ts",
  "inngest/durability-webhook.db.test.ts",
  "appliance/database/spawn-postgres.db.test.ts",
  "inngest/durability-database.db.test.ts",
  "inngest/durability-loop.db.test.ts",
  "inngest/durability-zombie.db.test.ts",
];

/** Starts with the slowest files; the others follow in Vitest's order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longestFiles.indexOf(relative(repositoryRoot, moduleId));
  return place === -1 ? longestFiles.length : place;
}
