import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import { until } from "#inngest/testing/until.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { bundleProgram } from "#server/testing/bundle-program.ts";
import { bookTables } from "./testing/book.ts";
import { countJobs, query, testEvent } from "./testing/test-engine.ts";

const database = await createTestDatabase();
await database.asOwner(bookTables);

const script = await bundleProgram(join(import.meta.dirname, "testing/crash-worker.ts"));

interface Worker {
  readonly child: ChildProcess;
  readonly said: string[];
}

const workers: Worker[] = [];

afterEach(() => {
  for (const { child } of workers.splice(0)) child.kill("SIGKILL");
});

function startWorker(): Worker {
  const child = spawn(process.execPath, [script, database.engineUrl, database.ownerUrl], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => said.push(...chunk.toString().trim().split("\n")));
  const worker = { child, said };
  workers.push(worker);
  return worker;
}

const heard = (worker: Worker, words: string) =>
  until(
    () => worker.said,
    (said) => said.some((line) => line.includes(words)),
  );

/** Kills without a word and waits until the process is gone. */
function kill({ child }: Worker, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}

async function send(...events: readonly EngineEvent[]): Promise<void> {
  const specs = events.map((event) => toJobSpec(event, Date.now()));
  await query(database.appUrl, "select system.dispatch_jobs($1::jsonb)", [JSON.stringify(specs)]);
  await query(database.appUrl, "select pg_notify('jobs:insert', $1)", [
    JSON.stringify({ count: specs.length }),
  ]);
}

/** How often each step was really begun. */
async function begun(run: string): Promise<{ readonly [step: string]: number }> {
  const rows = await database.asOwner<{ step: string; times: number }>(
    "select step, count(*)::int as times from calls where run = $1 group by step",
    [run],
  );
  return Object.fromEntries(rows.map(({ step, times }) => [step, times]));
}

const finished = (run: string, step: string) =>
  until(
    () => database.asOwner("select from book where run = $1 and step = $2", [run, step]),
    (rows) => rows.length === 1,
  );

describe("a worker that is killed", () => {
  it("in the middle of a step: the next one goes on at once, and repeats no finished step", async () => {
    const first = startWorker();
    await heard(first, "working");
    const event = testEvent("steps");
    await send(event);
    await until(
      () => begun(event.id),
      (steps) => steps.b === 1,
    );
    await kill(first);

    const second = startWorker();
    await heard(second, "took back jobs");
    await finished(event.id, "c");
    expect(await begun(event.id)).toEqual({ a: 1, b: 2, c: 1 });
    await until(
      () => countJobs(database.engineUrl),
      (jobs) => jobs === 0,
    );
  });

  it("while a run sleeps: the next one wakes it, and does not even look at the steps before", async () => {
    const first = startWorker();
    await heard(first, "working");
    const event = testEvent("nap");
    await send(event);
    await finished(event.id, "before");
    await until(
      () =>
        query<{ asleep: number }>(
          database.engineUrl,
          "select count(*)::int as asleep from graphile_worker.jobs where run_at > now()",
        ),
      ([row]) => row?.asleep === 1,
    );
    await kill(first);
    await database.asOwner("delete from book where run = $1 and step = 'before'", [event.id]);
    // The hour is over.
    await query(
      database.engineUrl,
      `update graphile_worker._private_jobs set run_at = now(),
              payload = regexp_replace(payload::text, '"dueAtMs": ?[0-9]+', '"dueAtMs":0', 'g')::json`,
    );

    const second = startWorker();
    await heard(second, "working");
    await finished(event.id, "after");
    expect(await begun(event.id)).toEqual({ before: 1, after: 1 });
  });

  it("while another waits for its place: that one takes over", async () => {
    const first = startWorker();
    await heard(first, "working");
    const second = startWorker();
    await heard(second, "another worker is running");
    const event = testEvent("steps");
    await send(event);
    await until(
      () => begun(event.id),
      (steps) => steps.b === 1,
    );
    expect(second.said.some((line) => line.includes("info working"))).toBe(false);
    await kill(first);
    await finished(event.id, "c");
    const pids = await database.asOwner<{ pid: number }>(
      "select pid from calls where run = $1 and step = 'c'",
      [event.id],
    );
    expect(pids).toEqual([{ pid: second.child.pid }]);
  });

  it("politely: it ends in time, and what was running is done by the next one", async () => {
    const first = startWorker();
    await heard(first, "working");
    const event = testEvent("steps");
    await send(event);
    await until(
      () => begun(event.id),
      (steps) => steps.b === 1,
    );
    await kill(first, "SIGTERM");

    const second = startWorker();
    await heard(second, "working");
    await finished(event.id, "c");
    expect(await begun(event.id)).toEqual({ a: 1, b: 2, c: 1 });
  });
});
