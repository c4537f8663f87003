import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedRun } from "#server/db/testing/seed-run.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { type DailyModelCost, sumCosts } from "./sum-costs.ts";

const database = await createTestDatabase();
const { db } = database;

const migration = join(
  import.meta.dirname,
  "../../../../../prisma/migrations/20261129002200_cost_days/migration.sql",
);
const hourMs = 3_600_000;
const firstMs = Date.UTC(2026, 1, 27);

interface Entry {
  readonly kind: string;
  readonly model: string;
  readonly atMs: number;
  readonly tokens: number;
  readonly amountMicros: number | null;
  readonly isSandbox: boolean;
}

/** Around the ends of days, where a sum can go wrong: to the millisecond, and across the end of a month. */
const moment = fc
  .tuple(fc.integer({ min: 0, max: 5 * 24 }), fc.integer({ min: -1, max: 1 }))
  .map(([hours, ms]) => firstMs + hours * hourMs + ms);
const entry: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constantFrom("reserve", "release", "settle", "late"),
  model: fc.constantFrom("small", "large"),
  atMs: moment,
  tokens: fc.integer({ min: -9, max: 5_000 }),
  amountMicros: fc.option(fc.integer({ min: -1_000_000, max: 10 ** 12 })),
  isSandbox: fc.boolean(),
});
/** What one transaction writes, and whether it is rolled back in the end. */
const work = fc.record({ entries: fc.array(entry, { minLength: 1, maxLength: 5 }), isGivenUp: fc.boolean() });

async function write(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  runId: RunId,
  entries: readonly Entry[],
) {
  await tx.$executeRaw`
    INSERT INTO ledger_entries (workspace_id, run_id, node_id, attempt, kind, provider, model, input_tokens, output_tokens,
           cache_write_tokens, cache_read_tokens, amount_micros, is_sandbox, created_at)
    SELECT ${workspaceId}::uuid, ${runId}::uuid, 'draft', 1, e.kind, 'anthropic', e.model, e.tokens, e.tokens + 1, e.tokens + 2,
           e.tokens + 3, e."amountMicros", e."isSandbox", to_timestamp(e."atMs" / 1000)
      FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        AS e(kind text, model text, tokens int, "amountMicros" bigint, "isSandbox" boolean, "atMs" float8)`;
}

class GivenUp extends Error {}

/** All concurrently, as workers do it. */
async function writeTogether(
  workspaceId: WorkspaceId,
  runId: RunId,
  works: readonly { readonly entries: readonly Entry[]; readonly isGivenUp: boolean }[],
): Promise<void> {
  const all = works.map(async ({ entries, isGivenUp }) => {
    const writing = withTenant(db, workspaceId, async (tx) => {
      await write(tx, workspaceId, runId, entries);
      if (isGivenUp) throw new GivenUp();
    });
    await (isGivenUp ? expect(writing).rejects.toThrow(GivenUp) : writing);
  });
  await Promise.all(all);
}

/** The same sums of the ledger, computed here. */
function expected(entries: readonly Entry[], sinceMs: number, untilMs: number): readonly DailyModelCost[] {
  const booked = entries.filter(
    ({ kind, atMs }) => ["settle", "late"].includes(kind) && atMs >= sinceMs && atMs < untilMs,
  );
  const groups = Map.groupBy(booked, ({ atMs, model, isSandbox }) =>
    [new Date(atMs).toISOString().slice(0, 10), model, isSandbox].join(),
  );
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return [...groups.entries()].map(([key, group]) => {
    const [day = "", model = "", isSandbox] = key.split(",");
    const settled = group.filter(({ kind }) => kind === "settle");
    const tokens = sum(group.map((one) => one.tokens));
    return {
      day,
      provider: "anthropic",
      model,
      isSandbox: isSandbox === "true",
      calls: settled.length,
      inputTokens: tokens,
      outputTokens: tokens + group.length,
      cacheWriteTokens: tokens + 2 * group.length,
      cacheReadTokens: tokens + 3 * group.length,
      costMicros: sum(group.map(({ amountMicros }) => amountMicros ?? 0)),
      unpricedCalls: settled.filter(({ amountMicros }) => amountMicros === null).length,
    };
  });
}

const keyOf = ({ day, model, isSandbox }: DailyModelCost) => [day, model, isSandbox].join();
const sorted = (lines: readonly DailyModelCost[]) =>
  lines.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));

describe("the sums of what was spent", () => {
  it("equal the ledger to the micro-dollar, for any span, under concurrent writes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(work, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(moment, moment), { minLength: 1, maxLength: 4 }),
        async (works, spans) => {
          const { workspaceId } = await seedWorkspace(db);
          const { runId } = await withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
          await writeTogether(workspaceId, runId, works);
          const kept = works.filter(({ isGivenUp }) => !isGivenUp).flatMap(({ entries }) => entries);
          const whole = [firstMs - 9 * hourMs, firstMs + 999 * hourMs] as const;
          for (const [left, right] of [...spans, whole]) {
            const [sinceMs, untilMs] = [Math.min(left, right), Math.max(left, right)];
            const lines = await withTenant(db, workspaceId, (tx) =>
              sumCosts(tx, workspaceId, sinceMs, untilMs),
            );
            expect(sorted(lines)).toEqual(sorted(expected(kept, sinceMs, untilMs)));
            expect(lines.map(({ day }) => day)).toEqual(
              lines
                .map(({ day }) => day)
                .sort()
                .reverse(),
            );
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are maintained by the database alone: the program cannot change them", async () => {
    const { workspaceId } = await seedWorkspace(db);
    for (const change of ["update cost_days set cost_micros = 0", "delete from cost_days"]) {
      const refused = withTenant(db, workspaceId, (tx) => tx.$executeRawUnsafe(change));
      await expect(refused).rejects.toThrow("permission denied for table cost_days");
    }
  });

  it("include ledger entries that are older than the sums", async () => {
    const { workspaceId } = await seedWorkspace(db);
    const { runId } = await withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
    const old = { kind: "settle", model: "small", tokens: 3, amountMicros: 7, isSandbox: false };
    await withTenant(db, workspaceId, (tx) => write(tx, workspaceId, runId, [{ ...old, atMs: firstMs }]));
    await database.asOwner("drop table cost_days; drop function system.sum_cost_days() cascade");
    await database.asOwner(await readFile(migration, "utf8"));
    await withTenant(db, workspaceId, (tx) => write(tx, workspaceId, runId, [{ ...old, atMs: firstMs + 1 }]));
    const lines = await withTenant(db, workspaceId, (tx) =>
      sumCosts(tx, workspaceId, firstMs, firstMs + 24 * hourMs),
    );
    expect(lines).toMatchObject([{ calls: 2, costMicros: 14, inputTokens: 6 }]);
  });
});
