import { expect, it } from "vitest";
import { runIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedRun } from "#server/db/testing/seed-run.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { matchRunText } from "./match-run-text.ts";

const database = await createTestDatabase();
const { db } = database;

it("reads no other runs to find one by the end of its id", async () => {
  const { workspaceId } = await seedWorkspace(db);
  const wanted = runIdSchema.parse("01940000-0000-7000-8000-0000aabbccdd");
  await withTenant(db, workspaceId, async (tx) => {
    const { pipelineId, versionId } = await seedRun(tx, workspaceId);
    await tx.$executeRaw`
      INSERT INTO runs (id, workspace_id, pipeline_id, version_id, trigger_kind, input, variables, frontier)
      SELECT id, ${workspaceId}::uuid, ${pipelineId}::uuid, ${versionId}::uuid, 'manual', '{}', '{}', 'ii'
        FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 500) UNION ALL SELECT ${wanted}::uuid) AS made`;
  });
  await database.asOwner("analyze runs");
  const { read, found } = await withTenant(db, workspaceId, async (tx) => {
    // So few that the planner would read all of them.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const count = () => tx.$queryRaw<{ fetched: number }[]>`
      SELECT idx_tup_fetch::float8 AS fetched FROM pg_stat_xact_user_tables WHERE relid = 'runs'::regclass`;
    const [before] = await count();
    const match = await matchRunText(tx, workspaceId, "AABBCCDD");
    const [after] = await count();
    return { read: (after?.fetched ?? 0) - (before?.fetched ?? 0), found: match.runIds };
  });
  expect(found).toEqual([wanted]);
  // Those whose ids happen to end so, too: none of five hundred does.
  expect(read).toBeLessThanOrEqual(3);
});
