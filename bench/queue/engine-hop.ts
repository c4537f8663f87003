/**
 * The cost of one hop through the embedded engine: from the commit of an event to the start of its function, and the
 * function runs per second. Run it on a quiet machine: `node bench/queue/engine-hop.ts`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { applyAll } from "#appliance/database/apply-migrations.ts";
import { ensureDatabase } from "#appliance/database/ensure-database.ts";
import { spawnPostgres } from "#appliance/database/spawn-postgres.ts";
import { type EngineEvent, engineEventNames } from "#core/dispatch/engine-event.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PenstockInngest } from "#inngest/client.ts";
import { createEmbeddedEngine, type EmbeddedEngine } from "#inngest/embedded/engine.ts";

const hops = 300;
const runs = 2_000;
const backlogs = [1_000, 10_000];

const onStart = new Map<string, (atMs: number) => void>();
let done = 0;

function functions(client: PenstockInngest) {
  const started = (id: string | undefined) => onStart.get(id ?? "")?.(performance.now());
  return [
    client.createFunction({ id: "hop", retries: 0, triggers: { event: "bench/hop" } }, ({ event }) =>
      started(event.id),
    ),
    client.createFunction({ id: "one", retries: 0, triggers: { event: "bench/one" } }, async ({ step }) => {
      await step.run("work", () => ({ ok: true }));
      done++;
    }),
    client.createFunction(
      { id: "chain", retries: 0, triggers: { event: "bench/chain" } },
      async ({ step, event }) => {
        const steps = Number(event.data.steps);
        for (let index = 0; index < steps; index++) await step.run(`s${index}`, () => ({ index }));
        started(event.id);
      },
    ),
    client.createFunction(
      {
        id: "limited",
        retries: 0,
        concurrency: { limit: 2, key: "event.data.workspaceId" },
        triggers: { event: engineEventNames.nodeReady },
      },
      async ({ step, event }) => {
        started(event.id);
        if (event.data.workspaceId === "busy")
          await step.run("hold", () => new Promise((resolve) => setTimeout(resolve, 60_000)));
      },
    ),
  ];
}

let lastId = 0;
function event(name: string, data: JsonObject = {}): EngineEvent {
  return { id: `bench-${++lastId}`, name, data, ts: Date.now() };
}

/** From the commit of the event until its function reports. */
async function hop(engine: EmbeddedEngine, sent: EngineEvent): Promise<number> {
  const startedAt = new Promise<number>((resolve) => onStart.set(sent.id, resolve));
  await engine.send([sent]);
  const committedMs = performance.now();
  const atMs = await startedAt;
  onStart.delete(sent.id);
  return atMs - committedMs;
}

async function measure(times: number, once: () => Promise<number>): Promise<string> {
  const taken: number[] = [];
  for (let index = 0; index < times; index++) taken.push(await once());
  taken.sort((a, b) => a - b);
  const at = (share: number) => (taken[Math.floor((taken.length - 1) * share)] ?? 0).toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

async function rawCommit(pool: Pool): Promise<number> {
  const beganMs = performance.now();
  await pool.query("insert into bench_floor (payload) values ($1)", ["x"]);
  return performance.now() - beganMs;
}

async function untilDone(count: number): Promise<void> {
  while (done < count) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function throughput(engine: EmbeddedEngine, count: number): Promise<number> {
  done = 0;
  const beganMs = performance.now();
  await engine.send(Array.from({ length: count }, () => event("bench/one")));
  await untilDone(count);
  return performance.now() - beganMs;
}

async function bench(engine: EmbeddedEngine, pool: Pool): Promise<void> {
  await pool.query(
    "create table bench_floor (id bigint generated always as identity primary key, payload text)",
  );
  const say = (what: string, result: string) => process.stdout.write(`${what.padEnd(58)} ${result}\n`);
  await measure(200, () => hop(engine, event("bench/hop")));
  say("raw INSERT commit", await measure(500, () => rawCommit(pool)));
  say(
    "commit of an event -> start of its function",
    await measure(hops, () => hop(engine, event("bench/hop"))),
  );
  await throughput(engine, 200);
  const usedBefore = process.cpuUsage();
  const tookMs = await throughput(engine, runs);
  const { user, system } = process.cpuUsage(usedBefore);
  const processorMs = ((user + system) / 1_000 / runs).toFixed(2);
  say(
    `${runs} function runs of one step`,
    `${Math.round((runs / tookMs) * 1_000)} runs/s, ${processorMs} ms of this process each`,
  );
  say("50 events in one commit -> all 50 runs done", await measure(20, () => throughput(engine, 50)));
  for (const steps of [10, 100]) {
    say(
      `a run of ${steps} steps in a row`,
      await measure(20, () => hop(engine, event("bench/chain", { steps }))),
    );
  }
  say("raw INSERT commit (again)", await measure(500, () => rawCommit(pool)));
  let waiting = 0;
  for (const backlog of backlogs) {
    const more = Array.from({ length: backlog - waiting }, () =>
      event(engineEventNames.nodeReady, { workspaceId: "busy" }),
    );
    await engine.send(more);
    waiting = backlog;
    const free = () => hop(engine, event(engineEventNames.nodeReady, { workspaceId: "free" }));
    say(`the same hop beside ${backlog} jobs held back by a limit`, await measure(100, free));
  }
}

const stateFolder = await mkdtemp(join(tmpdir(), "penstock-bench-"));
const server = await spawnPostgres({ stateFolder });
await ensureDatabase(server.superuserUrl("postgres"), "bench");
const ownerUrl = server.superuserUrl("bench");
const { engineUrl } = await applyAll({ ownerUrl, appPassword: "app", enginePassword: "engine" });
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const engine = createEmbeddedEngine({ databaseUrl: engineUrl, functions, log });
const pool = new Pool({ connectionString: ownerUrl });
try {
  await engine.start();
  await bench(engine, pool);
} finally {
  await engine.stop(0);
  await pool.end();
  await server.stop();
  await rm(stateFolder, { recursive: true, force: true });
}
process.exit(0);
