import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { countWrites, type WriteCounts } from "#server/db/testing/count-writes.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { parseEnvironment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { countJobs } from "./embedded/testing/test-engine.ts";
import { agent, noop, trigger } from "./testing/pipelines.ts";
import { until } from "./testing/until.ts";
import { startWorker, type Worker } from "./worker.ts";

const database = await createTestDatabase();
const sandbox = await startSandboxServer();
const count = await countWrites(database);
let worker: Worker;
let context: ServiceContext;

beforeAll(async () => {
  const environment = parseEnvironment({
    NODE_ENV: "test",
    DATABASE_APP_URL: database.appUrl,
    DATABASE_ENGINE_URL: database.engineUrl,
    PENSTOCK_KEYRING: `k1:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    SANDBOX_URL: sandbox.url,
  });
  worker = await startWorker(environment, createLogger({ level: "warn", service: "worker" }));
  await worker.ready;
  const ours = await createTestContext(database.db);
  context = { ...ours, runs: { ...ours.runs, engine: "embedded" } };
});
afterAll(async () => {
  await worker.stop();
  await sandbox.close();
});

type Node = PipelineDefinitionInput["nodes"][number];

/**
 * What a run of these nodes in a row writes, from its start until its job is done. The pieces of a model's text are
 * left out: how many there are depends on how fast it comes.
 */
async function writesOf(nodes: readonly Node[]): Promise<WriteCounts> {
  const pipelineId = await seedPipeline(context, chainOf(`${nodes.length} nodes`, [trigger, ...nodes]));
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  let pieces = 0;
  const run = async () => {
    const { runId } = await startRun(context, asked);
    const look = () =>
      database.asOwner<{ status: string; error: unknown; pieces: number }>(
        `select status, error, (select count(*)::int from run_events where run_id = id and type = 'node.delta') as pieces
           from runs where id = $1`,
        [runId],
      );
    const [ended] = await until(look, ([row]) => row?.status === "completed");
    pieces = ended?.pieces ?? 0;
    await until(
      () => countJobs(database.engineUrl),
      (jobs) => jobs === 0,
    );
  };
  const once = async () =>
    minus(await count(run), { runs: { update: pieces }, run_events: { insert: pieces } });
  // The first run freezes the draft; from then on they are all alike.
  await run();
  return firstSeenTwice(once);
}

/**
 * What two measurements in a row agree on. The worker's own housekeeping writes now and then too, and falls into one of
 * them at most.
 */
async function firstSeenTwice(measure: () => Promise<WriteCounts>, tries = 8): Promise<WriteCounts> {
  let before = await measure();
  for (let already = 1; already < tries; already += 1) {
    const now = await measure();
    if (isDeepStrictEqual(before, now)) return now;
    before = now;
  }
  throw new Error(`No two of ${tries} runs wrote the same; the last: ${JSON.stringify(before)}`);
}

/** The tables of a section of the documentation that begin with the names of tables. */
async function told(section: string): Promise<WriteCounts> {
  const text = await readFile(new URL("../docs/what-a-node-writes.md", import.meta.url), "utf8");
  const part = text.split(/^## /m).find((one) => one.startsWith(section)) ?? "";
  const rows = [...part.matchAll(/^\| `([a-z_.]+)` \| ([^|]+) \|/gm)].map(([, table = "", kinds = ""]) => [
    table,
    Object.fromEntries(
      [...kinds.matchAll(/(\d+) (insert|update|delete|upsert)/g)].map(([, n, kind]) => [kind, Number(n)]),
    ),
  ]);
  return Object.fromEntries(rows);
}

function minus(counts: WriteCounts, less: WriteCounts, parts = 1): WriteCounts {
  const tables = Object.entries(counts).map(([table, kinds]) => {
    const rest = Object.entries(kinds)
      .map(([kind, n]) => [kind, (n - (less[table]?.[kind] ?? 0)) / parts] as const)
      .filter(([, n]) => n !== 0);
    return [table, Object.fromEntries(rest)] as const;
  });
  return Object.fromEntries(tables.filter(([, kinds]) => Object.keys(kinds).length > 0));
}

const times = (counts: WriteCounts, factor: number): WriteCounts =>
  Object.fromEntries(
    Object.entries(counts).map(([table, kinds]) => [
      table,
      Object.fromEntries(Object.entries(kinds).map(([kind, n]) => [kind, n * factor])),
    ]),
  );

const noops = (length: number) => Array.from({ length }, (_, index) => noop(`n${index}`));
/** A body of one node, which a worker carries. */
const body = { nodes: [noop("inside")] };
const calls = (length: number) =>
  Array.from(
    { length },
    (_, index) => ({ id: `n${index}`, type: "call", name: "Call", config: { body } }) as Node,
  );
const mapOf = (length: number) => [
  {
    id: "each",
    type: "map",
    name: "Each",
    config: { items: `[${Array.from({ length }, (_, at) => at).join(", ")}]`, concurrency: 1, body },
  } as Node,
];
const agents = (length: number) => Array.from({ length }, (_, index) => agent(`n${index}`, "pace=0"));

describe("the account of the rows that are written", () => {
  it("holds for a node of a chain, and for what a run writes besides", async () => {
    const short = await writesOf(noops(2));
    const perNode = minus(await writesOf(noops(7)), short, 5);
    expect(perNode).toEqual(await told("A node"));
    expect(minus(short, times(perNode, 2))).toEqual(await told("A run"));
  });

  it("holds for a node that calls a model", async () => {
    const perNode = minus(await writesOf(agents(5)), await writesOf(agents(2)), 3);
    expect(perNode).toEqual(await told("An agent"));
  });

  it("holds for a node that calls, and for an item of a map, with the run of one node that each is", async () => {
    const perCall = minus(await writesOf(calls(5)), await writesOf(calls(2)), 3);
    expect(perCall).toEqual(await told("A call"));
    const perItem = minus(await writesOf(mapOf(9)), await writesOf(mapOf(3)), 6);
    expect(perItem).toEqual(await told("An item of a map"));
  });
});
