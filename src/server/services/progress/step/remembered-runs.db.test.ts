import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "../attempt/claim-node.ts";
import { settleAttempt } from "../attempt/settle-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import { NodeSteps } from "./node-steps.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
/** Two workers: each knows what it wrote itself, and nothing of the other. */
const [one, other] = [createTestEngine(context), createTestEngine(context)];

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const chain = await seedPipeline(context, chainOf("Chain", [trigger, ...["a", "b", "c", "d"].map(noop)]));
const fan = await seedPipeline(context, {
  name: "Fan",
  nodes: [trigger, ...["a", "b", "a2", "b2", "end"].map(noop)],
  edges: ["start a", "start b", "a a2", "b b2", "a2 end", "b2 end"].map((edge) => {
    const [from = "", to = ""] = edge.split(" ");
    return { id: `${from}-${to}`, from, to };
  }),
});

async function start(pipelineId: typeof chain): Promise<RunId> {
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, request)).runId;
}

async function claim(
  engine: EngineContext,
  runId: RunId,
  nodeId: string,
  handoverToken: string | null = null,
) {
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId };
  const found = await claimNode(engine, ref, { follow: "may-follow", handoverToken });
  if (found.kind !== "claimed") throw new Error(`not claimed but ${found.kind}`);
  return found.task;
}

const settle = (engine: EngineContext, task: NodeTask) => {
  const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
  return settleAttempt(engine, task, { ...outcome, output: task.nodeId }, "may-follow");
};

/** Settles a node and returns the one that follows it. */
async function follow(engine: EngineContext, task: NodeTask): Promise<NodeTask> {
  const settlement = await settle(engine, task);
  if (settlement.kind !== "settled" || settlement.next === null)
    throw new Error(`nothing follows: ${settlement.kind}`);
  return settlement.next;
}

async function told(runId: RunId): Promise<readonly string[]> {
  const rows = await database.asOwner<{ seq: number; line: string }>(
    "select seq::int, concat_ws(' ', type, node_id) as line from run_events where run_id = $1 order by seq",
    [runId],
  );
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  return rows.map(({ line }) => line).filter((line) => !line.includes("start"));
}

interface LeftBehind {
  readonly runId: string;
  readonly steps: readonly { nodeId: string; status: string; output: unknown; attempts: number }[];
}

/** The document of an ended run. */
async function leftBehind(runId: RunId): Promise<LeftBehind> {
  const [artifact] = await database.asOwner<{ document: LeftBehind }>(
    "select content::jsonb as document from artifacts where run_id = $1 and kind = 'run'",
    [runId],
  );
  if (artifact === undefined) throw new Error(`run ${runId} left nothing behind`);
  return artifact.document;
}

describe("a step decided on what this worker wrote last", () => {
  it("has the same result as one that has read the database", async () => {
    const runId = await start(chain);
    let task = await claim(one, runId, "a");
    for (const expected of ["b", "c", "d"]) {
      task = await follow(one, task);
      expect(task.nodeId).toBe(expected);
      expect(task.scope.input).toBe(String.fromCharCode(expected.charCodeAt(0) - 1));
    }
    expect(await settle(one, task)).toEqual({ kind: "settled", next: null });
    const { run } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: "d" });
    expect((await told(runId)).filter((line) => line.startsWith("node.completed"))).toEqual(
      ["a", "b", "c", "d"].map((id) => `node.completed ${id}`),
    );
  });

  it("notices that the run was cancelled in between", async () => {
    const runId = await start(chain);
    const task = await follow(one, await claim(one, runId, "a"));
    await cancelRun(context, { runId, reason: "enough" });
    expect(await settle(one, task)).toEqual({ kind: "settled", next: null });
    const { run } = await getRun(context, { runId });
    expect(run.status).toBe("cancelled");
    expect(await told(runId)).not.toContain("node.started c");
  });

  it("notices that its attempt was taken over by another worker", async () => {
    const runId = await start(chain);
    const ours = await follow(one, await claim(one, runId, "a"));
    const theirs = await claim(other, runId, "b", ours.leaseToken);
    expect(await settle(one, ours)).toEqual({ kind: "fenced" });
    const next = await follow(other, theirs);
    await settle(other, await follow(other, next));
    expect((await getRun(context, { runId })).run.status).toBe("completed");
    const attempts = await database.asOwner(
      "select node_id, number, status from attempts where run_id = $1 order by node_id",
      [runId],
    );
    expect(attempts).toEqual(
      ["a", "b", "c", "d"].map((id) => ({ node_id: id, number: 1, status: "completed" })),
    );
  });

  it("notices that another worker was faster on another branch, whoever comes first", async () => {
    for (let round = 0; round < 10; round += 1) {
      const runId = await start(fan);
      const [a, b] = [await claim(one, runId, "a"), await claim(other, runId, "b")];
      const [a2, b2] = await Promise.all([follow(one, a), follow(other, b)]);
      const ends = await Promise.all([settle(one, a2), settle(other, b2)]);
      const last = ends.flatMap((end) => (end.kind === "settled" && end.next !== null ? [end.next] : []));
      expect(last.map(({ nodeId }) => nodeId)).toEqual(["end"]);
      const holder = ends[0]?.kind === "settled" && ends[0].next !== null ? one : other;
      for (const task of last) await settle(holder, task);
      const { run } = await getRun(context, { runId });
      expect(run).toMatchObject({ status: "completed" });
      expect((await told(runId)).filter((line) => line.startsWith("node.completed"))).toHaveLength(5);
    }
  });

  it("logs a defect that would otherwise show only as lost speed", async () => {
    const told: unknown[] = [];
    const warn = (fields: { readonly err: unknown }) => void told.push(fields.err);
    const log = Object.assign(Object.create(context.log), { warn });
    const { engine, plans } = context.runs;
    const watched = createTestEngine(context, {
      steps: new NodeSteps({ db: context.db, engine, plans, log }),
    });
    const runId = await start(chain);
    const task = await follow(watched, await claim(watched, runId, "a"));
    expect(told).toEqual([]);
    const defect = new TypeError("a defect");
    let tries = 0;
    const decide = async () => {
      tries += 1;
      if (tries === 1) throw defect;
      return "decided on what the book says";
    };
    expect(await watched.steps.take(task, decide)).toBe("decided on what the book says");
    expect(told).toEqual([defect]);
  });

  it("reports at the run's end what another worker did", async () => {
    const runId = await start(fan);
    const a = await claim(one, runId, "a");
    const b = await claim(other, runId, "b");
    const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
    await settleAttempt(other, b, { ...outcome, output: "by the other" }, "must-dispatch");
    await settle(one, await claim(one, runId, "b2"));
    const end = await follow(one, await follow(one, a));
    expect(await settle(one, end)).toEqual({ kind: "settled", next: null });
    const steps = new Map((await leftBehind(runId)).steps.map((step) => [step.nodeId, step]));
    expect([...steps.values()].map(({ status }) => status)).toEqual(Array(6).fill("completed"));
    expect(steps.get("b")).toMatchObject({ output: "by the other", attempts: 1 });
  });

  it("leaves the same document as a run that is read at its end", async () => {
    const [carried, read] = [await start(chain), await start(chain)];
    for (const [runId, forgets] of [
      [carried, false],
      [read, true],
    ] as const) {
      let task = await claim(one, runId, "a");
      for (const _ of ["b", "c"]) task = await follow(one, task);
      const last = forgets ? await claim(other, runId, "c", task.leaseToken) : task;
      await settle(forgets ? other : one, await follow(forgets ? other : one, last));
    }
    const [{ runId: _carried, ...left }, { runId: _read, ...expected }] = [
      await leftBehind(carried),
      await leftBehind(read),
    ];
    expect(left).toEqual(expected);
    expect(left.steps.map(({ attempts }) => attempts)).toEqual([0, 1, 1, 1, 1]);
  });
});
