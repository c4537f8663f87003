import { expect, it } from "vitest";
import { runIdSchema, userIdSchema } from "#core/ids.ts";
import { type RunOrder, runOrders } from "#core/run/run-order.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedRun } from "#server/db/testing/seed-run.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { Prisma } from "../../generated/client.ts";
import { places, type RunFilter } from "./list-runs.ts";
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
    // There are so few that the planner would read all of them.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const count = () => tx.$queryRaw<{ fetched: number }[]>`
      SELECT idx_tup_fetch::float8 AS fetched FROM pg_stat_xact_user_tables WHERE relid = 'runs'::regclass`;
    const [before] = await count();
    const match = await matchRunText(tx, workspaceId, "AABBCCDD");
    const [after] = await count();
    return { read: (after?.fetched ?? 0) - (before?.fetched ?? 0), found: match.runIds };
  });
  expect(found).toEqual([wanted]);
  // Including those whose ids happen to have the same end: none of five hundred does.
  expect(read).toBeLessThanOrEqual(3);
});

it("finds a page in every order with an index-only scan, whatever the filter", async () => {
  const { workspaceId, userId } = await seedWorkspace(db);
  const { pipelineId, versionId } = await withTenant(db, workspaceId, async (tx) => {
    const most = await seedRun(tx, workspaceId);
    const few = await seedRun(tx, workspaceId);
    // The filter matches one run in a hundred: a scan of the others would be too slow.
    await tx.$executeRaw`
      INSERT INTO runs (id, workspace_id, pipeline_id, version_id, trigger_kind, started_by_user, status, input, variables, frontier,
             cost_micros, started_at, finished_at)
      SELECT gen_random_uuid(), ${workspaceId}::uuid, CASE n % 100 WHEN 1 THEN ${few.pipelineId}::uuid ELSE ${most.pipelineId}::uuid END,
             CASE n % 100 WHEN 1 THEN ${few.versionId}::uuid ELSE ${most.versionId}::uuid END,
             CASE n % 100 WHEN 2 THEN 'webhook' ELSE 'manual' END, CASE n % 100 WHEN 3 THEN ${userId}::uuid END,
             CASE n % 100 WHEN 4 THEN 'failed' ELSE 'completed' END, '{}', '{}', 'dd', n % 100, now() - make_interval(secs => n), now()
        FROM generate_series(1, 4000) AS n`;
    return few;
  });
  await database.asOwner("vacuum analyze runs");
  const every: RunFilter = {
    ...{ pipelineId: null, versionId: null, statuses: null, startedBy: null, triggerKinds: null },
    ...{ from: null, costFromMicros: null, costToMicros: null, match: null },
  };
  const ofPipeline = { pipelineId };
  const starters: readonly Partial<RunFilter>[] = [
    { triggerKinds: ["webhook"] },
    { startedBy: userIdSchema.parse(userId) },
  ];
  const costs = { costFromMicros: 50, costToMicros: 50 };
  const byIds: readonly RunOrder[] = ["newest", "oldest"];
  const byKeys: readonly RunOrder[] = ["longest", "costliest"];
  const walked: readonly (readonly [Partial<RunFilter>, readonly RunOrder[]])[] = [
    [{}, runOrders],
    [{ statuses: ["failed"] }, runOrders],
    [ofPipeline, runOrders],
    [{ ...ofPipeline, statuses: ["failed", "timeout"] }, byKeys],
    [{ ...ofPipeline, versionId }, runOrders],
    [{ ...costs }, ["costliest"]],
    [{ ...ofPipeline, ...costs }, ["costliest"]],
    ...starters.map((filter) => [filter, byIds] as const),
  ];
  const found: readonly (readonly [Partial<RunFilter>, readonly RunOrder[]])[] = [
    ...starters.map((filter) => [filter, byKeys] as const),
    ...starters.map((filter) => [{ ...filter, statuses: ["failed"] }, byKeys] as const),
    [{ triggerKinds: ["manual"], statuses: ["failed"] }, byKeys],
    [costs, runOrders],
    [{ ...ofPipeline, ...costs }, runOrders],
  ];
  await withTenant(db, workspaceId, async (tx) => {
    // There are so few that the planner might read and sort all of them.
    for (const way of ["seqscan", "bitmapscan", "sort", "incremental_sort"]) {
      await tx.$executeRawUnsafe(`SET LOCAL enable_${way} = off`);
    }
    const explain = async (filter: Partial<RunFilter>, order: RunOrder, isFew: boolean) => {
      const listing = { filter: { ...every, ...filter }, order, isFew };
      const chosen = places(workspaceId, listing, { after: null, limit: 20 });
      const rows = await tx.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN (COSTS OFF) ${chosen}`);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    const asked = [
      ...walked.map(([filter, orders]) => ({ filter, orders, isFew: false })),
      ...found.map(([filter, orders]) => ({ filter, orders, isFew: true })),
    ].flatMap(({ orders, ...rest }) => orders.map((order) => ({ ...rest, order })));
    for (const { filter, order, isFew } of asked) {
      const plan = await explain(filter, order, isFew);
      const what = JSON.stringify([order, filter, plan]);
      expect(plan, what).not.toMatch(/(Seq|Index|Heap) Scan/);
      expect(plan, what).toContain("Index Only Scan");
      // Runs that were found first are sorted; an index scan has its order.
      expect(plan.includes("Sort"), what).toBe(isFew);
    }
  });
});
