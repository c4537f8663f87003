import { expect } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { type StartRunInput, startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";

type Definition = Parameters<typeof seedPipeline>[1];
type NodeInput = Definition["nodes"][number];
type PipelineId = Awaited<ReturnType<typeof seedPipeline>>;

export const trigger = { id: "start", type: "trigger", name: "Start" } as const;

/** An action that returns its input, unless the test says otherwise (`stage.outcomes`). */
export function noop(id: string): NodeInput {
  return { id, type: "action", name: id, config: { action: "noop" }, retry: { maxRetries: 0 } };
}

/** A node that calls a pipeline. */
export function call(
  id: string,
  pipeline: string,
  more: JsonObject = {},
  config: JsonObject = {},
): NodeInput {
  return { id, type: "call", name: id, config: { pipeline, ...config }, ...more } as unknown as NodeInput;
}

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly data: { readonly runId: RunId; readonly nodeId?: string };
}

/** How a claimed node ends. */
export type Work = (task: NodeTask) => NodeOutcome | "never";

/** Runs that call others, with a worker that takes jobs one by one. */
export async function setTreeStage() {
  const database = await createTestDatabase();
  const context = await createTestContext(database.db);
  const engine = createTestEngine(context);
  const queue = queueOf(database, context);
  return {
    database,
    context,
    engine,
    ...queue,
    ...readersOf(database),
    /** Publishes a pipeline under a slug. */
    async publish(slug: string, definition: Definition): Promise<PipelineId> {
      const pipelineId = await seedPipeline(context, definition);
      await database.asOwner("update pipelines set slug = $2 where id = $1", [pipelineId, slug]);
      await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
      return pipelineId;
    },
    async start(
      pipelineId: PipelineId,
      input: Json = null,
      more: Partial<StartRunInput> = {},
    ): Promise<RunId> {
      const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null, ...more };
      return (await startRun(context, asked)).runId;
    },
    /** Executes jobs, and those that follow from them, until none is left. */
    async work(work: Work = handOn, mayTake: (job: Job) => boolean = () => true): Promise<void> {
      for (let round = 0; round < mostJobs; round += 1) {
        const job = (await queue.jobs()).find(mayTake);
        if (job === undefined) return;
        await queue.drop([job.id]);
        await carryOut(engine, context.actor, job, work);
      }
      throw new Error("It does not come to an end");
    },
    runOf: async (runId: RunId) => (await getRun(context, { runId })).run,
  };
}

type Database = Awaited<ReturnType<typeof createTestDatabase>>;
type Context = Awaited<ReturnType<typeof createTestContext>>;
type Engine = ReturnType<typeof createTestEngine>;

const mostJobs = 500;

/** Jobs that were dispatched and not taken yet. */
function queueOf(database: Database, { actor: { workspaceId } }: Context) {
  return {
    jobs: () =>
      database.asOwner<Job>(
        `select id::int as id, event_name as name, payload -> 'data' as data from system.outbox
          where workspace_id = $1 order by id`,
        [workspaceId],
      ),
    drop: (ids: readonly number[]) =>
      database.asOwner("delete from system.outbox where id = any($1::int[])", [[...ids]]),
  };
}

async function carryOut(
  engine: Engine,
  { workspaceId }: Context["actor"],
  { name, data: { runId, nodeId = "" } }: Job,
  work: Work,
): Promise<void> {
  if (name === "pipeline/run.requested") {
    await continueRun(engine, workspaceId, runId);
    return;
  }
  const ref = { workspaceId, runId, nodeId };
  const claim = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
  if (claim.kind !== "claimed") return;
  const outcome = work(claim.task);
  if (outcome !== "never") await settleAttempt(engine, claim.task, outcome, "must-dispatch");
}

function readersOf(database: Database) {
  /** A run's child runs, oldest first. */
  const childrenOf = (runId: RunId) =>
    database.asOwner<Child>(
      `select id, status, depth, root_run_id as "rootRunId", parent_node_id as "nodeId", parent_attempt as attempt,
              trigger_kind as "triggerKind", input, variables, output, error, version_id as "versionId",
              extract(epoch from deadline_at - created_at)::float8 as seconds
         from runs where parent_run_id = $1 order by id`,
      [runId],
    );
  return {
    childrenOf,
    childOf: async (runId: RunId): Promise<Child> =>
      (await childrenOf(runId))[0] ?? expect.fail("it has started no run"),
    linesOf: async (runId: RunId) =>
      (
        await database.asOwner<{ type: string; node: string | null; payload: JsonObject }>(
          "select type, node_id as node, payload from run_events where run_id = $1 order by seq",
          [runId],
        )
      ).map(({ type, node, payload }) => ({ type, node, ...payload })),
    /** The leases of these runs' workers expired a second ago. */
    loseLeases: (...runIds: readonly RunId[]) =>
      database.asOwner(
        "update system.leases set expires_at = now() - interval '1 second' where run_id = any($1::uuid[])",
        [runIds],
      ),
    /** The deadlines of these runs passed a second ago. */
    passDeadlines: (...runIds: readonly RunId[]) =>
      database.asOwner(
        `with late as (update runs set deadline_at = now() - interval '1 second' where id = any($1::uuid[]))
         update system.open_runs set deadline_at = now() - interval '1 second' where run_id = any($1::uuid[])`,
        [runIds],
      ),
    /** Makes the reconciler check it now. */
    lookAfter: (runId: RunId) =>
      database.asOwner(
        "update system.open_runs set check_at = now() - interval '1 second' where run_id = $1",
        [runId],
      ),
  };
}

export interface Child {
  readonly id: RunId;
  readonly status: string;
  readonly depth: number;
  readonly rootRunId: RunId;
  readonly nodeId: string;
  readonly attempt: number;
  readonly triggerKind: string;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly output: Json;
  readonly error: { readonly message: string } | null;
  readonly versionId: string;
  readonly seconds: number;
}

const noUsage = { usage: null, providerRequestId: null } as const;

/** Returns its input. */
export function handOn({ scope }: NodeTask): NodeOutcome {
  return { kind: "completed", output: scope.input, ...noUsage, artifacts: [] };
}

/** An error that is not retryable. */
export function failed(message: string): NodeOutcome {
  return failedWith(message, false);
}

/** A retryable error. Without retries it is final, and its run may be retried. */
export function failedForNow(message: string): NodeOutcome {
  return failedWith(message, true);
}

function failedWith(message: string, retryable: boolean): NodeOutcome {
  const error = { code: "HTTP_FAILED", message, retryable } as const;
  return { kind: "failed", error, retryAfterMs: null, text: "", ...noUsage };
}
