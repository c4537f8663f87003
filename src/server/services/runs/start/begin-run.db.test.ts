import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { approval } from "#server/services/waits/testing/wait-stage.ts";
import { startRun } from "./start-run.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const double = {
  id: "double",
  type: "transform",
  name: "Double",
  config: { value: "[input, null]" },
} as const;
const long = {
  id: "long",
  type: "condition",
  name: "Long?",
  config: { condition: "size(input) > 99" },
} as const;

/** A run with its own budget is written row by row, like a fork; any other unfinished one in one statement. */
async function start(definition: PipelineDefinitionInput, budgetMicros: number | null): Promise<RunId> {
  const pipelineId = await seedPipeline(context, { ...definition, name: "The same" });
  const request = { pipelineId, input: { tide: "high\n'\"\\" }, version: null, idempotencyKey: null };
  return (await startRun(context, { ...request, variables: {}, budgetMicros })).runId;
}

/** Everything that two such runs have in common: all but ids and times. */
async function rowsOf(runId: RunId) {
  const tables = {
    runs: "id = $1",
    node_runs: "run_id = $1 order by node_id",
    run_events: "run_id = $1 order by seq",
    waits: "run_id = $1",
    pipeline_counts: "pipeline_id = (select pipeline_id from runs where id = $1)",
    audit_events: "subject_id = $1::text",
    "system.open_runs": "run_id = $1",
  };
  const own = /^(id|id_end|run_id|pipeline_id|version_id|part|subject_id|detail)$|_at$|^waiting_since$/;
  const rows: Record<string, unknown> = {};
  for (const [table, where] of Object.entries(tables)) {
    const found = await database.asOwner<Record<string, unknown>>(`select * from ${table} where ${where}`, [
      runId,
    ]);
    rows[table] = found.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, own.test(name) ? value !== null : value]),
      ),
    );
  }
  return rows;
}

describe("a run that starts in one statement has the same rows as one written row by row", () => {
  it.each<readonly [string, PipelineDefinitionInput]>([
    ["to a node that a worker carries", chainOf("A", [trigger, noop("a")])],
    ["past nodes that are decided at once", chainOf("B", [trigger, double, long, noop("a")])],
    ["to a wait, where its clock stands still", chainOf("C", [trigger, approval("go"), noop("a")])],
  ])("%s", async (_, definition) => {
    const [whole, apart] = [await start(definition, null), await start(definition, 1_000_000)];
    expect(await rowsOf(whole)).toEqual(await rowsOf(apart));
    const [told] = await database.asOwner<{ moments: number }>(
      `select count(distinct at)::int as moments from (
         select started_at as at from runs where id = $1 union all select waiting_since from runs where id = $1
         union all select started_at from node_runs where run_id = $1 union all select finished_at from node_runs where run_id = $1
         union all select created_at from run_events where run_id = $1) as told`,
      [whole],
    );
    expect(told).toEqual({ moments: 1 });
  });
});
