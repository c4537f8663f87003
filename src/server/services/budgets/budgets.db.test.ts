import { beforeAll, describe, expect, it } from "vitest";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { recoverLeases } from "#server/services/progress/healing/recover-leases.ts";
import { getRun } from "#server/services/runs/get-run.ts";
import { startRun } from "#server/services/runs/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { type CreateBudgetInput, createBudget } from "./create-budget.ts";
import { listBudgets } from "./list-budgets.ts";
import { removeBudget } from "./remove-budget.ts";
import { updateBudget } from "./update-budget.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let workers: readonly EngineContext[];

/** A call of `sandbox/echo` may cost at most this: play money for what is sent and the frame, and 1,000 tokens said. */
let callMicros = 0;

beforeAll(async () => {
  // At every commit, whoever makes it.
  await database.asOwner(`
    create function check_window() returns trigger language plpgsql as $$ begin
      if (select w.reserved_micros + w.settled_micros > b.limit_micros from budget_windows w
            join budgets b on b.workspace_id = w.workspace_id and b.id = w.budget_id
           where w.workspace_id = new.workspace_id and w.budget_id = new.budget_id and w.window_key = new.window_key) then
        raise exception 'a budget was passed';
      end if;
      return null;
    end $$;
    create constraint trigger windows_hold after update on budget_windows
      deferrable initially deferred for each row execute function check_window()`);
  await newWorkspace();
  await budget({});
  await claimed((await start()).claim);
  callMicros = (await windowOf()).reserved ?? 0;
  expect(callMicros).toBeGreaterThan(5_000);
});

async function newWorkspace() {
  context = await createTestContext(database.db);
  workers = [createTestEngine(context), createTestEngine(context), createTestEngine(context)];
}

function budget(fields: Partial<CreateBudgetInput>) {
  const usual = {
    scope: "workspace",
    per: "month",
    timezone: "UTC",
    warnPercent: null,
    onLimit: "fail",
  } as const;
  return createBudget(context, { ...usual, limitMicros: 1_000_000, idempotencyKey: null, ...fields });
}

/** A run whose only agent waits for a worker. */
async function start({
  budgetMicros = null,
  retries = 0,
}: {
  budgetMicros?: number | null;
  retries?: number;
} = {}) {
  const config = { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 };
  const retry = { maxRetries: retries, backoffBaseMs: 0 };
  const definition = chainOf("Bounded", [
    { id: "start", type: "trigger", name: "Start" },
    { id: "ask", type: "agent", name: "Ask", config, retry },
  ]);
  const pipelineId = await seedPipeline(context, definition);
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, { ...request, budgetMicros });
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "ask", iteration: 0 };
  const claim = (worker = 0) =>
    claimNode(at(workers, worker), ref, { follow: "must-dispatch", handoverToken: null });
  return { pipelineId, runId, claim };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("there is none");
  return item;
}

function answer(outputTokens: number): NodeOutcome {
  const usage = { inputTokens: 10, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 };
  return {
    kind: "completed",
    output: "done",
    artifacts: [],
    usage: { ...usage, estimated: false, raw: null },
    providerRequestId: null,
  };
}

async function claimed(claim: () => ReturnType<typeof claimNode>): Promise<NodeTask> {
  const found = await claim();
  if (found.kind !== "claimed") throw new Error(`it was ${found.kind}`);
  return found.task;
}

async function windowOf(scope = "workspace") {
  const found = (await listBudgets(context)).find((one) => one.scope === scope);
  return { reserved: found?.window?.reservedMicros, settled: found?.window?.settledMicros };
}

/** What the windows say is what their entries say. */
async function expectSums() {
  const wrong = await database.asOwner(`
    select w.window_key from budget_windows w
      left join budget_entries e using (workspace_id, budget_id, window_key)
     group by w.workspace_id, w.budget_id, w.window_key, w.reserved_micros, w.settled_micros
    having w.reserved_micros <> coalesce(sum(e.reserved_micros) filter (where e.settled_micros is null), 0)
        or w.settled_micros <> coalesce(sum(e.settled_micros), 0)`);
  expect(wrong).toEqual([]);
}

describe("a budget", () => {
  it("is never passed by fifty calls at once of several workers, and lets exactly those through that fit", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros * 7 + 100 });
    const runs = await Promise.all(Array.from({ length: 50 }, () => start()));
    const claims = await Promise.all(runs.map(({ claim }, index) => claim(index)));
    expect(claims.filter(({ kind }) => kind === "claimed")).toHaveLength(7);
    expect(await windowOf()).toEqual({ reserved: callMicros * 7, settled: 0 });
    const refused = runs[claims.findIndex(({ kind }) => kind === "settled")];
    const { run } = await getRun(context, { runId: refused?.runId ?? at(runs, 0).runId });
    expect(run).toMatchObject({ status: "failed", costMicros: 0 });
    expect(run.error).toMatchObject({
      code: "BUDGET_EXCEEDED",
      nodeId: "ask",
      retryable: false,
      details: { missingMicros: callMicros - 100, limitMicros: callMicros * 7 + 100 },
    });
    expect(run.error?.message).toContain("the budget of the workspace per month");
    const tasks = claims.flatMap((claim) => (claim.kind === "claimed" ? [claim.task] : []));
    await Promise.all(
      tasks.map((task, index) => settleAttempt(at(workers, index), task, answer(100), "must-dispatch")),
    );
    const { reserved, settled } = await windowOf();
    expect(reserved).toBe(0);
    expect(settled).toBe(7 * 510);
    await expectSums();
  });

  it("gives back what a call did not use to the next one, whoever makes it", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros + 600 });
    const first = await start();
    const second = await start();
    const task = await claimed(first.claim);
    expect((await second.claim()).kind).toBe("settled");
    await settleAttempt(at(workers, 0), task, answer(100), "must-dispatch");
    expect((await (await start()).claim()).kind).toBe("claimed");
  });

  it("is freed of a call whose worker died before the one that is made in its place", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros });
    const { claim } = await start({ retries: 1 });
    await claimed(claim);
    await recoverLeases(at(workers, 1));
    const next = await claim(1);
    expect(next.kind === "claimed" ? next.task.attempt : next).toBe(2);
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 0 });
    await expectSums();
  });

  it("counts what was spent and what is out when it is set, and is raised for the next call", async () => {
    await newWorkspace();
    const spent = await start();
    await settleAttempt(at(workers, 0), await claimed(spent.claim), answer(100), "must-dispatch");
    const out = await claimed((await start()).claim);
    const { budgetId } = await budget({ limitMicros: callMicros + 600 });
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 510 });
    expect((await (await start()).claim()).kind).toBe("settled");
    await updateBudget(context, {
      budgetId,
      limitMicros: 2 * callMicros + 600,
      warnPercent: 80,
      onLimit: "fail",
    });
    expect((await (await start()).claim()).kind).toBe("claimed");
    await settleAttempt(at(workers, 0), out, answer(10), "must-dispatch");
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 570 });
    await expectSums();
    await removeBudget(context, { budgetId });
    expect(await listBudgets(context)).toEqual([]);
    expect((await (await start()).claim()).kind).toBe("claimed");
  });

  it("binds what it is for: a pipeline, a person, one run, each run", async () => {
    await newWorkspace();
    const one = await start();
    const other = await start();
    await budget({ scope: { pipelineId: one.pipelineId }, limitMicros: 0, per: "day" });
    expect((await one.claim()).kind).toBe("settled");
    expect((await other.claim()).kind).toBe("claimed");
    const { budgetId } = await budget({ scope: { memberId: context.actor.userId }, limitMicros: 10 });
    expect((await (await start()).claim()).kind).toBe("settled");
    await removeBudget(context, { budgetId });
    const poor = await start({ budgetMicros: callMicros - 1 });
    expect((await poor.claim()).kind).toBe("settled");
    expect((await getRun(context, { runId: poor.runId })).run.error?.message).toContain(
      "the budget of this run",
    );
    expect((await (await start({ budgetMicros: callMicros })).claim()).kind).toBe("claimed");
    await budget({ per: "run", limitMicros: callMicros - 1 });
    expect((await (await start()).claim()).kind).toBe("settled");
    await expectSums();
  });

  it("leaves alone what costs nothing", async () => {
    await newWorkspace();
    await budget({ limitMicros: 0, scope: { memberId: context.actor.userId } });
    const pipelineId = await seedPipeline(
      context,
      chainOf("Free", [
        { id: "start", type: "trigger", name: "Start" },
        { id: "shape", type: "transform", name: "Shape", config: { value: { said: "input" } } },
      ]),
    );
    const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context, request);
    expect((await getRun(context, { runId })).run.status).toBe("completed");
  });

  it.each([
    ["a zone that there is not", { timezone: "Mars/Olympus" }, "INVALID_INPUT"],
    ["the same once more", {}, "CONFLICT"],
  ] as const)("refuses %s", async (_, fields, code) => {
    await newWorkspace();
    await budget({});
    await expect(budget(fields)).rejects.toMatchObject({ code });
  });
});
