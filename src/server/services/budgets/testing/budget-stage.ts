import { expect } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { type CreateBudgetInput, createBudget } from "../create-budget.ts";
import { listBudgets } from "../list-budgets.ts";

/** Checked at every commit. Only a new budget may have a limit that is already exceeded. */
const watchWindows = `
  create function check_window() returns trigger language plpgsql as $$ begin
    if (select w.reserved_micros + w.settled_micros > b.limit_micros from budget_windows w
          join budgets b on b.workspace_id = w.workspace_id and b.id = w.budget_id
           and b.xmin <> pg_current_xact_id()::xid
         where w.workspace_id = new.workspace_id and w.budget_id = new.budget_id and w.window_key = new.window_key) then
      raise exception 'a budget was passed';
    end if;
    return null;
  end $$;
  create constraint trigger windows_hold after insert or update on budget_windows
    deferrable initially deferred for each row execute function check_window()`;

/** Windows that differ from the sums of their entries. */
const wrongSums = `
  select w.window_key from budget_windows w
    left join budget_entries e using (workspace_id, budget_id, window_key)
   group by w.workspace_id, w.budget_id, w.window_key, w.reserved_micros, w.settled_micros
  having w.reserved_micros <> coalesce(sum(e.reserved_micros) filter (where e.settled_micros is null), 0)
      or w.settled_micros <> coalesce(sum(e.settled_micros), 0)`;

type Definition = Parameters<typeof seedPipeline>[1];

/** Workers over one database that refuses each commit which would exceed a budget. */
export async function setBudgetStage() {
  const database = await createTestDatabase();
  await database.asOwner(watchWindows);
  let stage = await newStage(database.db);
  const context = () => stage.context;
  const claim = (runId: RunId, nodeId = "ask", worker = 0) => {
    const ref = { workspaceId: context().actor.workspaceId, runId, nodeId };
    return claimNode(workerOf(stage.workers, worker), ref, { follow: "must-dispatch", handoverToken: null });
  };
  const windowOf = async (scope = "workspace") => {
    const found = (await listBudgets(context())).find((one) => one.scope === scope);
    return { reserved: found?.window?.reservedMicros, settled: found?.window?.settledMicros };
  };
  const start = (options: RunOptions = {}) => startOne(stage, claim, options);
  const result = {
    database,
    context,
    claim,
    windowOf,
    start,
    worker: (index = 0) => workerOf(stage.workers, index),
    /** What a process needs to check budgets. */
    tools: () => ({ ...context(), rateLimits: context().ports.rateLimits }),
    async newWorkspace() {
      stage = await newStage(database.db);
    },
    budget: (fields: Partial<CreateBudgetInput>) => createBudget(context(), { ...usualBudget, ...fields }),
    settle: (task: NodeTask, outcome: NodeOutcome, worker = 0) =>
      settleAttempt(workerOf(stage.workers, worker), task, outcome, "must-dispatch"),
    statusOf: async (runId: RunId) => (await getRun(context(), { runId })).run.status,
    /** Expects every window to be the sum of its entries. */
    expectSums: async () => expect(await database.asOwner(wrongSums)).toEqual([]),
  };
  return { ...result, callMicros: await priceOfCall(result) };
}

const usualBudget = {
  scope: "workspace",
  per: "month",
  timezone: "UTC",
  warnPercent: null,
  onLimit: "fail",
  limitMicros: 1_000_000,
  idempotencyKey: null,
} as const;

interface Stage {
  readonly context: ServiceContext;
  readonly workers: readonly EngineContext[];
}

async function newStage(db: ServiceContext["db"]): Promise<Stage> {
  const context = await createTestContext(db);
  return { context, workers: [0, 1, 2].map(() => createTestEngine(context)) };
}

function workerOf(workers: readonly EngineContext[], index: number): EngineContext {
  return workers[index % workers.length] ?? expect.fail("there is none");
}

interface RunOptions {
  readonly budgetMicros?: number | null;
  readonly retries?: number;
  readonly definition?: Definition;
}

/** A run whose only agent waits for a worker, unless another definition is given. */
async function startOne(
  { context }: Stage,
  claim: (runId: RunId, nodeId?: string, worker?: number) => ReturnType<typeof claimNode>,
  { budgetMicros = null, retries = 0, definition = oneAgent(retries) }: RunOptions,
) {
  const pipelineId = await seedPipeline(context, definition);
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, { ...request, budgetMicros });
  return { pipelineId, runId, claim: (worker = 0) => claim(runId, "ask", worker) };
}

/** An agent whose call may cost `callMicros` at most. */
export function costlyAgent(id: string, retries = 0) {
  const config = { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 };
  const retry = { maxRetries: retries, backoffBaseMs: 0 };
  return { id, type: "agent", name: "Ask", config, retry } as const;
}

function oneAgent(retries: number): Definition {
  return chainOf("Bounded", [{ id: "start", type: "trigger", name: "Start" }, costlyAgent("ask", retries)]);
}

/**
 * The maximum cost of a call of `costlyAgent`: play money for the request, with its overhead, and 1,000 output tokens.
 */
async function priceOfCall(stage: {
  readonly budget: (fields: Partial<CreateBudgetInput>) => Promise<unknown>;
  readonly start: () => ReturnType<typeof startOne>;
  readonly windowOf: () => Promise<{ readonly reserved: number | undefined }>;
}): Promise<number> {
  await stage.budget({});
  await claimed((await stage.start()).claim);
  const micros = (await stage.windowOf()).reserved ?? 0;
  expect(micros).toBeGreaterThan(5_000);
  return micros;
}

/** A call with this many output tokens, and ten input tokens. */
export function answerOf(outputTokens: number): NodeOutcome {
  const usage = { inputTokens: 10, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 };
  return {
    kind: "completed",
    output: "done",
    artifacts: [],
    usage: { ...usage, estimated: false, raw: null },
    providerRequestId: null,
  };
}

export async function claimed(claim: () => ReturnType<typeof claimNode>): Promise<NodeTask> {
  const found = await claim();
  return found.kind === "claimed" ? found.task : expect.fail(`it was ${found.kind}`);
}
