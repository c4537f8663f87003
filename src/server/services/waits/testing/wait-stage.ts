import { expect } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";

type Definition = Parameters<typeof seedPipeline>[1];
type PipelineId = Awaited<ReturnType<typeof seedPipeline>>;

export const trigger = { id: "start", type: "trigger", name: "Start" } as const;

export function noop(id: string) {
  return { id, type: "action", name: id, config: { action: "noop" } } as const;
}

/** A wait with this config. */
export function wait(id: string, config: JsonObject): Definition["nodes"][number] {
  return { id, type: "wait", name: id, config } as unknown as Definition["nodes"][number];
}

/** With one choice, `ok`, unless others are given. */
export function approval(id: string, config: JsonObject = {}) {
  return wait(id, { for: "approval", title: "Go?", choices: ["ok"], ...config });
}

/** Runs that wait, with a worker that claims nodes for a test, and helpers that move the time. */
export async function setWaitStage() {
  const database = await createTestDatabase();
  const context = await createTestContext(database.db);
  const engine = createTestEngine(context);
  const { workspaceId } = context.actor;
  const startOf = async (pipelineId: PipelineId, input: Json): Promise<RunId> => {
    const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
    return (await startRun(context, asked)).runId;
  };
  const openWaits = async (runId: RunId) => {
    const asked = { runId, mine: false, which: "open", kinds: null, cursor: null, limit: 50 } as const;
    return (await listWaits(context, asked)).waits;
  };
  return {
    database,
    context,
    engine,
    startOf,
    openWaits,
    start: async (definition: Definition, input: Json = null) =>
      startOf(await seedPipeline(context, definition), input),
    claim: (runId: RunId, nodeId: string) =>
      claimNode(engine, { workspaceId, runId, nodeId }, { follow: "must-dispatch", handoverToken: null }),
    statusOf: async (runId: RunId) => (await getRun(context, { runId })).run.status,
    /** The id of the run's only open wait. */
    waitIdOf: async (runId: RunId) => (await openWaits(runId))[0]?.waitId ?? expect.fail("nothing waits"),
    ...handsOn(database),
  };
}

type Stage = Awaited<ReturnType<typeof createTestDatabase>>;

/** What a test reads and changes in the database directly. */
function handsOn(database: Stage) {
  return {
    /** How the run's first wait ended. */
    async endingOf(runId: RunId) {
      const rows = await database.asOwner<{
        ending: string | null;
        choice: string | null;
        event_id: string | null;
      }>("select ending, choice, event_id from waits where run_id = $1 order by id", [runId]);
      return rows[0] ?? expect.fail("nothing waits");
    },
    /** How the run is watched: seconds until its deadline, and until its next check. */
    async openRun(runId: RunId) {
      const [row] = await database.asOwner<{ deadline: number | null; check: string }>(
        `select extract(epoch from deadline_at - now())::float8 as deadline, check_at::text as check
           from system.open_runs where run_id = $1`,
        [runId],
      );
      return row ?? expect.fail("the run is not open");
    },
    /** Simulates that this run has waited for this long. */
    letPass: (runId: RunId, seconds: number) =>
      database.asOwner(
        `update runs set waiting_since = waiting_since - make_interval(secs => $2),
                created_at = created_at - make_interval(secs => $2),
                deadline_at = deadline_at - make_interval(secs => $2) where id = $1`,
        [runId, seconds],
      ),
    /** Makes everything due that the run waits for. */
    letTimeCome: (runId: RunId) =>
      database.asOwner(
        `with due as (update node_runs set wake_at = now() - interval '1 second' where run_id = $1 and status = 'waiting' returning 1)
         update waits set deadline_at = now() - interval '1 second' where run_id = $1`,
        [runId],
      ),
    /** Deletes the run's jobs; the watch of stranded runs is to check it now. */
    async loseJobs(runId: RunId) {
      await database.asOwner("delete from system.outbox where payload -> 'data' ->> 'runId' = $1", [runId]);
      await database.asOwner(
        "update system.open_runs set check_at = now() - interval '1 second' where run_id = $1",
        [runId],
      );
    },
    jobsOf: (runId: RunId) =>
      database.asOwner("select 1 from system.outbox where payload -> 'data' ->> 'runId' = $1", [runId]),
  };
}
