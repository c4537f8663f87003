import { cron } from "inngest";
import { describe, expect, it } from "vitest";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import { until } from "#inngest/testing/until.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createEmbeddedEngine } from "../engine.ts";
import { countJobs, listeningLog, query, startTestEngine, testEvent } from "../testing/test-engine.ts";

const database = await createTestDatabase();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const settled = () =>
  until(
    () => countJobs(database.engineUrl),
    (jobs) => jobs === 0,
  );

describe("schedules", () => {
  it("are known to the clock, and a tick starts no second run while one is running", async () => {
    const ticks: string[] = [];
    const { promise: atWork, resolve: letGo } = Promise.withResolvers<void>();
    // Once in four years: only the test's own ticks come.
    await startTestEngine(database.engineUrl, (client) => [
      client.createFunction(
        { id: "clock", retries: 0, triggers: cron("0 0 29 2 *") },
        async ({ step, event }) => {
          await step.run("tick", () => {
            ticks.push(event.name);
            return atWork;
          });
        },
      ),
    ]);
    const known = await until(
      () => query(database.engineUrl, "select identifier from graphile_worker._private_known_crontabs"),
      (rows) => rows.length > 0,
    );
    expect(known).toEqual([{ identifier: "penstock-clock/0" }]);

    const tick = `select graphile_worker.add_job('penstock/cron',
      json_build_object('functionId', 'penstock-clock', 'cron', '0 0 29 2 *'), run_at => now() - random() * interval '1 s')`;
    await query(database.engineUrl, tick);
    await until(
      () => ticks.length,
      (seen) => seen === 1,
    );
    await query(database.engineUrl, tick);
    await until(
      () =>
        query(database.engineUrl, "select from graphile_worker.jobs where task_identifier = 'penstock/cron'"),
      (waiting) => waiting.length === 0,
    );
    letGo();
    await settled();
    expect(ticks).toEqual(["inngest/scheduled.timer"]);
    await query(database.engineUrl, tick);
    await until(
      () => ticks.length,
      (seen) => seen === 2,
    );
  });
});

describe("the queue", () => {
  it("refuses to carry a run whose steps return content instead of references", async () => {
    const log = listeningLog();
    const engine = await startTestEngine(
      database.engineUrl,
      (client) => [
        client.createFunction({ id: "heavy", retries: 0, triggers: { event: "heavy" } }, async ({ step }) => {
          await step.run("content", () => "x".repeat(300_000));
          await step.sleep("pause", "1s");
        }),
      ],
      { log },
    );
    await engine.send([testEvent("heavy")]);
    await settled();
    const failure = log.lines.find(({ message }) => message === "a function run failed");
    expect(String(failure?.fields.error)).toMatch(/have returned 300\d+ bytes .* return references/);
  });

  it("goes on by itself when the disk was full while it came up", async () => {
    const owner = (sql: string) => query(database.ownerUrl, sql);
    await owner(`
      create function no_space() returns trigger language plpgsql as
        $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$;
      create trigger no_space before insert on graphile_worker._private_tasks for each statement execute function no_space()`);
    const log = listeningLog();
    let done = 0;
    const engine = await startTestEngine(
      database.engineUrl,
      (client) => [
        client.createFunction(
          { id: "patient", retries: 0, triggers: { event: "patient" } },
          async ({ step }) => {
            await step.run("work", () => {
              done += 1;
            });
          },
        ),
      ],
      { log },
    );
    await until(
      () => log.lines.filter(({ message }) => message === "the queue has ended and starts again").length,
      (ends) => ends > 0,
    );
    await owner("drop trigger no_space on graphile_worker._private_tasks; drop function no_space");
    await engine.send([testEvent("patient")]);
    await settled();
    expect(done).toBe(1);
  });

  it("can be stopped while it waits for its place", async () => {
    await startTestEngine(database.engineUrl, () => []);
    const waiting = createEmbeddedEngine({
      databaseUrl: database.engineUrl,
      functions: () => [],
      log: listeningLog(),
    });
    const started = expect(waiting.start()).rejects.toThrow("stopped before it could start");
    await pause(100);
    await waiting.stop();
    await started;
  });

  it("says at once when the database will never let it in", async () => {
    const wrong = Object.assign(new URL(database.engineUrl), { password: "wrong" }).toString();
    const engine = createEmbeddedEngine({ databaseUrl: wrong, functions: () => [], log: listeningLog() });
    await expect(engine.start()).rejects.toThrow("password authentication failed");
    await engine.stop();
  });

  it("drops events that no function is for", async () => {
    const engine = await startTestEngine(database.engineUrl, () => []);
    await engine.send([testEvent("unheard")]);
    await settled();
  });

  it("gives way to an event whose job was set aside after too many crashes", async () => {
    const seen: unknown[] = [];
    const first = { ...testEvent("again", { n: 1 }), id: "poison" };
    const spec = JSON.stringify([toJobSpec(first, 0)]);
    await query(database.appUrl, "select system.dispatch_jobs($1::jsonb)", [spec]);
    await query(database.engineUrl, "update graphile_worker._private_jobs set attempts = max_attempts");
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "again", retries: 0, triggers: { event: "again" } }, ({ event }) => {
        seen.push(event.data.n);
      }),
    ]);
    await pause(100);
    expect(seen).toEqual([]);
    await engine.send([{ ...first, data: { n: 2 } }]);
    await until(
      () => seen,
      (all) => all.length > 0,
    );
    expect(seen).toEqual([2]);
  });

  it("removes what is left of jobs that others took the place of", async () => {
    const key = "event:superseded";
    await query(database.engineUrl, "select graphile_worker.add_job('penstock/event', '{}', job_key => $1)", [
      key,
    ]);
    await query(
      database.engineUrl,
      "update graphile_worker._private_jobs set key = null, attempts = max_attempts",
    );
    await startTestEngine(database.engineUrl, () => []);
    const left = await query(database.engineUrl, "select id from graphile_worker.jobs");
    expect(left).toEqual([]);
  });
});
