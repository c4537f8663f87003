import { beforeAll, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "../attempt/claim-node.ts";
import { settleAttempt } from "../attempt/settle-attempt.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const engine = createTestEngine(context);
const outputs: { readonly [nodeId: string]: Json } = { a: { tide: ["high", null] }, b: null, c: "a\\b\n\"'" };

/** Three runs of one chain before their last node: one was processed alone, two shared each transaction. */
let alone: RunId;
let shared: RunId;

async function begin(isForeseen = false): Promise<NodeTask> {
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "a" };
  if (isForeseen) await engine.steps.look(ref, () => true);
  const claim = await claimNode(engine, ref, { follow: "may-follow", handoverToken: null });
  if (claim.kind !== "claimed") throw new Error(`not claimed but ${claim.kind}`);
  return claim.task;
}

async function settle(task: NodeTask, output: Json) {
  const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
  return settleAttempt(engine, task, { ...outcome, output }, "may-follow");
}

async function follow(task: NodeTask): Promise<NodeTask> {
  const settlement = await settle(task, outputs[task.nodeId] ?? null);
  if (settlement.kind !== "settled" || settlement.next === null)
    throw new Error(`nothing follows: ${settlement.kind}`);
  return settlement.next;
}

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const pipelineId = await seedPipeline(
  context,
  chainOf("Chain", [trigger, ...["a", "b", "c", "d"].map(noop)]),
);

beforeAll(async () => {
  let task = await begin();
  alone = task.runId;
  for (const _ of ["a", "b", "c"]) task = await follow(task);
  let tasks = await Promise.all([begin(), begin()]);
  shared = tasks[0].runId;
  for (const _ of ["a", "b", "c"]) tasks = await Promise.all([follow(tasks[0]), follow(tasks[1])]);
});

/** Everything that two such runs have in common: all but ids, times and lease tokens. */
async function rowsOf(runId: RunId) {
  const tables = {
    runs: "id = $1",
    node_runs: "run_id = $1 order by node_id",
    attempts: "run_id = $1 order by node_id",
    "system.leases": "run_id = $1",
    "system.open_runs": "run_id = $1",
    run_events: "run_id = $1 order by seq",
  };
  const own = /^(id|id_end|run_id|lease_token|took_ms)$|_at$/;
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

/** Whether the latest step wrote the node run and its attempt in one statement. */
async function wasOneStatement(runId: RunId, nodeId = "d"): Promise<boolean | undefined> {
  const [row] = await database.asOwner<{ together: boolean }>(
    `select n.cmin = a.cmin as together from node_runs n join attempts a using (workspace_id, run_id, node_id)
      where run_id = $1 and node_id = $2`,
    [runId, nodeId],
  );
  return row?.together;
}

it("a handover writes the same rows as the general statement", async () => {
  expect([await wasOneStatement(alone), await wasOneStatement(shared)]).toEqual([true, false]);
  expect(await rowsOf(alone)).toEqual(await rowsOf(shared));
});

it("a handover is written with one timestamp: the database and the log show the same times", async () => {
  const times = await database.asOwner<{ moments: number }>(
    `select count(distinct at)::int as moments from (
       select finished_at as at from node_runs where run_id = $1 and node_id = 'c'
       union all select finished_at from attempts where run_id = $1 and node_id = 'c'
       union all select started_at from node_runs where run_id = $1 and node_id = 'd'
       union all select started_at from attempts where run_id = $1 and node_id = 'd'
       union all select created_at from run_events where run_id = $1 and seq > (select last_event_seq - 2 from runs where id = $1)
     ) as told`,
    [alone],
  );
  expect(times).toEqual([{ moments: 1 }]);
});

it.each([{ output: null }, { output: { tide: ["low", "høy", null], text: "a\\b\n\"'" } }])(
  "the end of a run writes the same rows as the general statement, with one timestamp: with $output",
  async ({ output }) => {
    const atEnd = async (task: NodeTask) => follow(await follow(await follow(task)));
    const ended = await atEnd(await begin());
    await settle(ended, output);
    const together = await Promise.all([begin(), begin()].map(async (task) => atEnd(await task)));
    await Promise.all(together.map((task) => settle(task, output)));
    const [other] = together;
    if (other === undefined) throw new Error("nothing ended");
    expect([await wasOneStatement(ended.runId), await wasOneStatement(other.runId)]).toEqual([true, false]);
    const rows = await rowsOf(ended.runId);
    expect(rows.runs).toMatchObject([{ status: "completed", output }]);
    expect(rows).toEqual(await rowsOf(other.runId));
    const times = await database.asOwner<{ moments: number }>(
      `select count(distinct at)::int as moments from (
         select finished_at as at from runs where id = $1
         union all select finished_at from node_runs where run_id = $1 and node_id = 'd'
         union all select finished_at from attempts where run_id = $1 and node_id = 'd'
         union all select created_at from run_events where run_id = $1 and seq > (select last_event_seq - 2 from runs where id = $1)
       ) as told`,
      [ended.runId],
    );
    expect(times).toEqual([{ moments: 1 }]);
    expect(await documentsOf(ended.runId)).toEqual(await documentsOf(other.runId));
  },
);

/** The artifacts of a run, without what is unique to it. Size and hash must be those of the bytes. */
async function documentsOf(runId: RunId) {
  const documents = await database.asOwner(
    `select node_id, kind, replace(name, $1::text, '') as name, media_type, encoding, file_sha256, replace(content, $1::text, '') as content,
            size_bytes = octet_length(content) and sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex') as is_told_right
       from artifacts where run_id = $1::uuid`,
    [runId],
  );
  expect(documents).toMatchObject([{ kind: "run", is_told_right: true }]);
  return documents;
}

it("an end decided without the lock is decided again if the run has changed", async () => {
  const task = await follow(await follow(await follow(await begin())));
  const { workspaceId, runId } = task;
  await cancelRun(context, { runId, reason: "Enough" });
  expect(await settle(task, "late")).toMatchObject({ kind: "settled", next: null });
  const rows = await database.asOwner("select status from runs where workspace_id = $1 and id = $2", [
    workspaceId,
    runId,
  ]);
  expect(rows).toEqual([{ status: "cancelled" }]);
});

it("a first claim decided without the lock writes the same rows as one under it, with one timestamp", async () => {
  const [foreseen, read] = [await begin(true), await begin()];
  const ways = [await wasOneStatement(foreseen.runId, "a"), await wasOneStatement(read.runId, "a")];
  expect(ways).toEqual([true, false]);
  expect(await rowsOf(foreseen.runId)).toEqual(await rowsOf(read.runId));
  const times = await database.asOwner<{ moments: number }>(
    `select count(distinct at)::int as moments from (
       select started_at as at from node_runs where run_id = $1 and node_id = 'a'
       union all select started_at from attempts where run_id = $1
       union all select created_at from run_events where run_id = $1 and seq = (select last_event_seq from runs where id = $1)
     ) as told`,
    [foreseen.runId],
  );
  expect(times).toEqual([{ moments: 1 }]);
});

it("a first claim of an existing node run is decided again", async () => {
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "a" };
  await engine.steps.look(ref, () => true);
  await database.asOwner(
    "insert into node_runs (workspace_id, run_id, node_id, node_type, status) values ($1, $2, 'a', 'action', 'pending')",
    [ref.workspaceId, runId],
  );
  const claim = await claimNode(engine, ref, { follow: "may-follow", handoverToken: null });
  expect(claim.kind).toBe("claimed");
  expect(await wasOneStatement(runId, "a")).toBe(false);
});
