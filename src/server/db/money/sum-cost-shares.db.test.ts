import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, countDays } from "#core/pricing/cost-groups.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedRun } from "#server/db/testing/seed-run.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { addCosts, type CostSums } from "./cost-sums.ts";
import { listCostLines } from "./list-cost-lines.ts";
import { sumCostDays } from "./sum-cost-days.ts";
import { type CostShare, sumCostShares } from "./sum-cost-shares.ts";

const database = await createTestDatabase();
const { db } = database;

const firstDay = "2026-01-20";
const keys = [randomUUID(), randomUUID(), null];

interface Entry {
  readonly run: number;
  readonly kind: string;
  readonly nodeId: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly day: string;
  readonly amountMicros: number | null;
  readonly isEstimated: boolean;
  readonly isSandbox: boolean;
}

const day = fc.integer({ min: 0, max: 75 }).map((count) => addDays(firstDay, count));
const entry: fc.Arbitrary<Entry> = fc.record({
  run: fc.nat(1),
  kind: fc.constantFrom("reserve", "release", "settle", "settle", "late"),
  nodeId: fc.constantFrom("draft", "check"),
  model: fc.constantFrom("small", "large"),
  keyId: fc.constantFrom(...keys),
  day,
  amountMicros: fc.option(fc.integer({ min: -1_000_000, max: 10 ** 12 })),
  isEstimated: fc.boolean(),
  isSandbox: fc.boolean(),
});

async function seedTwo() {
  const { workspaceId } = await seedWorkspace(db);
  const seed = () => withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
  return { workspaceId, runs: [await seed(), await seed()] };
}
type Seeded = Awaited<ReturnType<typeof seedTwo>>;

/** In several concurrent transactions. */
async function write({ workspaceId, runs }: Seeded, entries: readonly Entry[]): Promise<void> {
  const some = [0, 1, 2].map((which) => entries.filter((_, index) => index % 3 === which));
  await Promise.all(
    some.map((part) =>
      withTenant(
        db,
        workspaceId,
        (tx) => tx.$executeRaw`
          INSERT INTO ledger_entries (workspace_id, run_id, node_id, attempt, kind, provider, model, provider_key_id, input_tokens,
                 output_tokens, amount_micros, is_estimated, is_sandbox, created_at)
          SELECT ${workspaceId}::uuid, (${runs.map(({ runId }) => runId)}::uuid[])[e.run + 1], e."nodeId", 1, e.kind, 'anthropic', e.model,
                 e."keyId"::uuid, 3, 5, e."amountMicros", e."isEstimated", e."isSandbox", (e.day || 'T12:00:00Z')::timestamptz
            FROM jsonb_to_recordset(${JSON.stringify(part)}::jsonb) AS e(run int, "nodeId" text, kind text, model text, "keyId" text,
                 "amountMicros" bigint, "isEstimated" boolean, "isSandbox" boolean, day text)`,
      ),
    ),
  );
}

/** The same sums, computed here. */
function expected(entries: readonly Entry[], nameOf: (entry: Entry) => string) {
  const booked = entries.filter(({ kind }) => kind === "settle" || kind === "late");
  const sum = (group: readonly Entry[], of: (one: Entry) => number) =>
    group.reduce((total, one) => total + of(one), 0);
  return Object.fromEntries(
    [...Map.groupBy(booked, nameOf)].map(([name, group]) => {
      const settled = group.filter(({ kind }) => kind === "settle");
      const sums: CostSums = {
        calls: settled.length,
        unpricedCalls: settled.filter(({ amountMicros }) => amountMicros === null).length,
        estimatedCalls: settled.filter(({ isEstimated }) => isEstimated).length,
        inputTokens: 3 * group.length,
        outputTokens: 5 * group.length,
        cacheWriteTokens: 0,
        cacheReadTokens: 0,
        costMicros: sum(group, ({ isSandbox, amountMicros }) => (isSandbox ? 0 : (amountMicros ?? 0))),
        sandboxMicros: sum(group, ({ isSandbox, amountMicros }) => (isSandbox ? (amountMicros ?? 0) : 0)),
      };
      return [name, sums];
    }),
  );
}

const named = <Row extends CostSums>(rows: readonly Row[], nameOf: (row: Row) => string) =>
  Object.fromEntries(rows.map((row) => [nameOf(row), addCosts([row])]));

it("equal the ledger for every span, by every dimension, for all pipelines and for one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 30 }), day, day, async (written, one, other) => {
      const seeded = await seedTwo();
      // Nothing is spent in days to come.
      const today = addDays(firstDay, 50);
      const entries = written.filter((it) => it.day <= today);
      await write(seeded, entries);
      const { workspaceId, runs } = seeded;
      const [from, to] = [one < other ? one : other, one < other ? other : one];
      const pipelineOf = ({ run }: Entry) => runs[run]?.pipelineId ?? "";
      const groups = {
        pipeline: [pipelineOf, (share: CostShare) => share.pipelineId ?? ""],
        node: [
          (it: Entry) => pipelineOf(it) + it.nodeId,
          (share: CostShare) => `${share.pipelineId}${share.nodeId}`,
        ],
        model: [({ model }: Entry) => model, (share: CostShare) => share.model ?? ""],
        key: [({ keyId }: Entry) => keyId ?? "none", (share: CostShare) => share.keyId ?? "none"],
        member: [() => "nobody", (share: CostShare) => share.userId ?? "nobody"],
      } as const;
      for (const pipelineId of [null, runs[0]?.pipelineId ?? null]) {
        const within = entries.filter(
          (it) => it.day >= from && it.day <= to && (pipelineId === null || pipelineOf(it) === pipelineId),
        );
        const span = { firstDay: from, lastDay: to, pipelineId };
        await withTenant(db, workspaceId, async (tx) => {
          for (const by of ["pipeline", "node", "model", "key", "member"] as const) {
            const [ofEntry, ofShare] = groups[by];
            const shares = await sumCostShares(tx, workspaceId, span, by, today);
            expect(named(shares, ofShare), by).toEqual(expected(within, ofEntry));
          }
          const days = await sumCostDays(tx, workspaceId, span);
          expect(named(days, ({ day }) => day)).toEqual(expected(within, ({ day }) => day));
          const lines = await listCostLines(tx, workspaceId, { day: from, pipelineId });
          const total = lines.reduce((sum, { calls }) => sum + calls, 0);
          expect(total).toBe(days.find(({ day }) => day === from)?.calls ?? 0);
        });
      }
    }),
    { numRuns: 15 },
  );
});

it("include ledger entries that are older than the sums", async () => {
  const seeded = await seedTwo();
  const { workspaceId } = seeded;
  const days = Array.from({ length: 40 }, (_, count) => addDays(firstDay, count));
  const old = (day: string, run: number): Entry => ({
    ...{ run, day, kind: "settle", nodeId: "draft", model: "small", keyId: null, isSandbox: false },
    ...{ amountMicros: 7, isEstimated: run === 1 },
  });
  await write(seeded, [...days.map((day) => old(day, 0)), ...days.map((day) => old(day, 1))]);
  const sumAll = () =>
    withTenant(db, workspaceId, async (tx) => {
      const span = { firstDay, lastDay: days.at(-1) ?? "", pipelineId: null };
      expect(countDays(span.firstDay, span.lastDay)).toBe(40);
      return {
        days: await sumCostDays(tx, workspaceId, span),
        nodes: await sumCostShares(tx, workspaceId, span, "node", "2100-01-01"),
      };
    });
  const before = await sumAll();
  await database.asOwner("drop table cost_shares; alter table cost_days drop column estimated_calls");
  const path = "../../../../prisma/migrations/20261129008000_cost_shares/migration.sql";
  await database.asOwner(await readFile(join(import.meta.dirname, path), "utf8"));
  expect(await sumAll()).toEqual(before);
  expect(
    before.nodes
      .map(({ calls, estimatedCalls, costMicros }) => [calls, estimatedCalls, costMicros])
      .toSorted(),
  ).toEqual([
    [40, 0, 280],
    [40, 40, 280],
  ]);
  const change = withTenant(db, workspaceId, (tx) => tx.$executeRaw`UPDATE cost_shares SET cost_micros = 0`);
  await expect(change).rejects.toThrow("permission denied for table cost_shares");
});
