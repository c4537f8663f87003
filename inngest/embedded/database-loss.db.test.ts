import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RetryAfterError } from "inngest";
import { Pool } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { applyAll } from "#appliance/database/apply-migrations.ts";
import { ensureDatabase } from "#appliance/database/ensure-database.ts";
import { type PostgresServer, spawnPostgres } from "#appliance/database/spawn-postgres.ts";
import { until } from "#inngest/testing/until.ts";
import { bookTables, doOnce } from "./testing/book.ts";
import { countJobs, listeningLog, startTestEngine, testEvent } from "./testing/test-engine.ts";

const stateFolder = await mkdtemp(join(tmpdir(), "penstock-loss-"));
let server: PostgresServer = await spawnPostgres({ stateFolder });
await ensureDatabase(server.superuserUrl("postgres"), "loss");
const ownerUrl = server.superuserUrl("loss");
const { engineUrl } = await applyAll({ ownerUrl, appPassword: "app", enginePassword: "engine" });
const book = new Pool({ connectionString: ownerUrl, max: 10 });
book.on("error", () => undefined);
book.on("connect", (client) => client.on("error", () => undefined));
await book.query(bookTables);

afterAll(async () => {
  await book.end();
  await server.stop();
  await rm(stateFolder, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** As a crash of the machine's database would look; nothing is told to anybody. */
async function killServer(downMs: number): Promise<void> {
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  await pause(downMs);
  server = await spawnPostgres({ stateFolder });
}

async function steps(run: string): Promise<readonly string[]> {
  const { rows } = await book.query<{ step: string }>("select step from book where run = $1 order by step", [
    run,
  ]);
  return rows.map(({ step }) => step);
}

describe("a database that is killed and comes back", () => {
  it("the engine goes on by itself, and every run reaches its end, though none may be tried twice", async () => {
    const log = listeningLog();
    let ended = 0;
    const engine = await startTestEngine(
      engineUrl,
      (client) => [
        client.createFunction(
          { id: "work", retries: 0, triggers: { event: "work" } },
          async ({ step, event }) => {
            const run = String(event.id);
            for (let index = 0; index < 5; index++) {
              await step.run(`s${index}`, () => doOnce(book, run, `s${index}`, () => pause(60)));
            }
            ended++;
          },
        ),
      ],
      { log, concurrency: 8 },
    );
    const events = Array.from({ length: 40 }, () => testEvent("work"));
    await engine.send(events);
    await until(
      () => ended,
      (seen) => seen > 0,
    );
    expect(ended).toBeLessThan(40);
    await killServer(1_500);

    await until(
      () => countJobs(engineUrl),
      (jobs) => jobs === 0,
    );
    for (const event of events) expect(await steps(event.id)).toEqual(["s0", "s1", "s2", "s3", "s4"]);
    expect(log.lines.filter(({ message }) => message === "a function run failed")).toEqual([]);
    expect(log.lines.map(({ message }) => message)).toContain("the connection to the database was lost");

    await engine.send([testEvent("work")]);
    await until(
      () => countJobs(engineUrl),
      (jobs) => jobs === 0,
    );
  });

  it("a try that the outage spoilt does not count, and one that the function failed does", async () => {
    const attempts: number[] = [];
    const isDown = server.exited;
    let done = false;
    const engine = await startTestEngine(engineUrl, (client) => [
      client.createFunction(
        { id: "count", retries: 2, triggers: { event: "count" } },
        async ({ step, attempt }) => {
          await step.run("work", async () => {
            attempts.push(attempt);
            if (attempts.length === 1) throw new RetryAfterError("its own fault", 1_000);
            if (attempts.length === 2) await isDown;
            await book.query("select 1");
          });
          done = true;
        },
      ),
    ]);
    await engine.send([testEvent("count")]);
    await until(
      () => attempts.length,
      (seen) => seen === 2,
    );
    await killServer(500);
    await until(
      () => done,
      (seen) => seen,
    );
    expect(attempts.slice(0, 2)).toEqual([0, 1]);
    expect(attempts.slice(2).every((attempt) => attempt === 1)).toBe(true);
  });
});
