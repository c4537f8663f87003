import { beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { planFork } from "./fork/plan-fork.ts";
import { type WatchRunInput, watchRun } from "./log/watch-run.ts";
import { getRun } from "./reading/get-run.ts";
import { getRunNode } from "./reading/get-run-node.ts";
import { startRun } from "./start/start-run.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

/** The log lines of a run whose only node is its trigger. */
const ownLines = 4;

/** An ended run with nodes whose inputs and outputs have these lengths, as if they had been produced in it. */
async function seedBigRun(nodes: number, inputLength: number, outputLength: number): Promise<RunId> {
  const pipelineId = await seedPipeline(
    context,
    chainOf("Big", [{ id: "start", type: "trigger", name: "Start" }]),
  );
  const asked = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, asked);
  const ids = [context.actor.workspaceId, runId, nodes];
  await database.asOwner(
    `insert into node_runs (workspace_id, run_id, node_id, node_type, status, input, output, started_at, finished_at)
     select $1, $2, 'n' || i, 'transform', 'completed', to_jsonb(repeat('i', $4)), to_jsonb(repeat('o', $5)),
            now() + make_interval(secs => i), now() + make_interval(secs => i)
       from generate_series(1, $3::int) i`,
    [...ids, inputLength, outputLength],
  );
  await database.asOwner(
    `insert into run_events (workspace_id, run_id, seq, type, node_id, payload)
     select $1, $2, r.last_event_seq + i, 'node.completed', 'n' || i, '{}'
       from generate_series(1, $3::int) i, runs r where r.workspace_id = $1 and r.id = $2`,
    ids,
  );
  await database.asOwner(
    "update runs set last_event_seq = last_event_seq + $3 where workspace_id = $1 and id = $2",
    ids,
  );
  return runId;
}

/** The lines of the added nodes. */
async function linesOf(input: Omit<WatchRunInput, "afterSeq">): Promise<readonly RunEvent[]> {
  const lines: RunEvent[] = [];
  const asked = { ...input, afterSeq: ownLines };
  for await (const line of watchRun(context, asked, new AbortController().signal)) lines.push(line);
  return lines;
}

describe("a run of hundreds of nodes with large values", () => {
  it("is returned with all its nodes, and without values that no page could hold", async () => {
    const runId = await seedBigRun(250, 200_000, 200_000);
    const answer = await getRun(context, { runId });
    expect(answer.nodeRuns).toHaveLength(251);
    expect(answer.nodeRuns.at(-1)).toMatchObject({
      nodeId: "n250",
      input: null,
      output: null,
      inputLeftOut: true,
      outputLeftOut: true,
      inputBytes: 200_002,
      outputBytes: 200_002,
    });
    expect(JSON.stringify(answer).length).toBeLessThan(500_000);
    const { nodeRun } = await getRunNode(context, { runId, nodeId: "n250" });
    expect(nodeRun).toMatchObject({ inputLeftOut: false, outputLeftOut: false });
    expect([nodeRun.input, nodeRun.output]).toEqual(["i".repeat(200_000), "o".repeat(200_000)]);
    expect((await planFork(context, { runId, fromNodeIds: [] })).reused).toEqual(["start"]);
  });

  it("is returned with the values of its first nodes, as far as there is room", async () => {
    const runId = await seedBigRun(600, 2_000, 8_000);
    const { nodeRuns } = await getRun(context, { runId });
    const told = nodeRuns.filter(({ outputLeftOut }) => !outputLeftOut);
    expect(told.length).toBeGreaterThan(200);
    expect(told.length).toBeLessThan(220);
    expect(told).toEqual(nodeRuns.slice(0, told.length));
    expect(told.at(-1)).toMatchObject({ inputLeftOut: false, output: "o".repeat(8_000) });
    const bytes = nodeRuns.reduce(
      (sum, { input, output }) => sum + JSON.stringify([input, output]).length,
      0,
    );
    expect(bytes).toBeLessThan(2_200_000);
  });

  it("has a log that gives every output to programs, and only small ones to a page", async () => {
    const runId = await seedBigRun(120, 1, 200_000);
    const all = await linesOf({ runId });
    expect(all).toHaveLength(120);
    expect(all.every((line) => "output" in line && line.output === "o".repeat(200_000))).toBe(true);
    const small = await linesOf({ runId, outputs: "small" });
    expect(small.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq));
    expect(JSON.stringify(small).length).toBeLessThan(50_000);
    expect(small[0]).toMatchObject({ nodeId: "n1", outputLeftOut: true });
    expect(small[0]).not.toHaveProperty("output");
  });

  it("has a log in which small outputs are left out too once they are many", async () => {
    const runId = await seedBigRun(600, 1, 8_000);
    const lines = await linesOf({ runId, outputs: "small" });
    const told = lines.filter((line) => "output" in line);
    expect(lines).toHaveLength(600);
    expect(told.length).toBeGreaterThan(250);
    expect(told.length).toBeLessThan(270);
  });
});

it("returns the latest partial texts of a run's attempts, and all of one node", async () => {
  const runId = await seedBigRun(40, 1, 1);
  await database.asOwner(
    `insert into attempts (workspace_id, run_id, node_id, number, status, lease_token, worker_id, text, started_at)
     select $1, $2, 'n' || i, 1, 'failed', gen_random_uuid(), 'test', repeat('t', 60000), now() + make_interval(secs => i)
       from generate_series(1, 40) i`,
    [context.actor.workspaceId, runId],
  );
  const { attempts } = await getRun(context, { runId });
  const told = attempts.filter(({ nodeId, text }) => nodeId !== "start" && text !== null);
  expect(told).toHaveLength(17);
  expect(told.at(-1)?.nodeId).toBe("n40");
  const first = attempts.find(({ nodeId }) => nodeId === "n1");
  expect(first).toMatchObject({ text: null, textLeftOut: true });
  const node = await getRunNode(context, { runId, nodeId: "n1" });
  expect(node.attempts.map(({ text }) => text?.length)).toEqual([60_000]);
});
