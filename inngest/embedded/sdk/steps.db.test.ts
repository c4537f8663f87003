import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, it } from "vitest";
import { until } from "#inngest/testing/until.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { countJobs, listeningLog, startTestEngine, testEvent } from "../testing/test-engine.ts";

const database = await createTestDatabase();

describe("steps", () => {
  it("runs steps in a row, each once, and hands results on", async () => {
    const calls: string[] = [];
    let result: unknown;
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction(
        { id: "chain", retries: 0, triggers: { event: "chain" } },
        async ({ step, event, runId }) => {
          const one = await step.run("one", () => {
            calls.push("one");
            return { value: event.data.start };
          });
          const two = await step.run("two", () => {
            calls.push("two");
            return { value: one.value + 1 };
          });
          result = await step.run("three", () => ({ value: two.value * 10, runId }));
        },
      ),
    ]);
    const sent = testEvent("chain", { start: 1 });
    await engine.send([sent]);
    await until(
      () => result,
      (seen) => seen !== undefined,
    );
    expect(result).toEqual({ value: 20, runId: `penstock-chain:${sent.id}` });
    expect(calls).toEqual(["one", "two"]);
    await until(
      () => countJobs(database.engineUrl),
      (jobs) => jobs === 0,
    );
  });

  it("runs parallel steps at the same time, each once", async () => {
    const calls: number[] = [];
    const sixAtOnce = Promise.withResolvers<void>();
    let atOnce = 0;
    let sum = 0;
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "fan", retries: 0, triggers: { event: "fan" } }, async ({ step }) => {
        const results = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            step.run(`part-${index}`, async () => {
              calls.push(index);
              if (++atOnce === 6) sixAtOnce.resolve();
              // One after another they would wait for ever.
              await sixAtOnce.promise;
              atOnce--;
              return index;
            }),
          ),
        );
        await step.run("join", () => {
          sum = results.reduce((total, value) => total + value, 0);
        });
      }),
    ]);
    await engine.send([testEvent("fan")]);
    await until(
      () => sum,
      (seen) => seen === 45,
    );
    expect([...calls].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("goes on with a racing branch while the other still works", async () => {
    const order: string[] = [];
    const fastIsDone = Promise.withResolvers<void>();
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "race", retries: 0, triggers: { event: "race" } }, async ({ step }) => {
        const branch = async (name: string, waitsFor: Promise<void>) => {
          await step.run({ id: `${name}-1`, parallelMode: "race" }, async () => {
            await waitsFor;
            order.push(`${name}-1`);
          });
          await step.run({ id: `${name}-2`, parallelMode: "race" }, () => {
            order.push(`${name}-2`);
            fastIsDone.resolve();
          });
        };
        await Promise.all([branch("fast", Promise.resolve()), branch("slow", fastIsDone.promise)]);
        await step.run("end", () => {
          order.push("end");
        });
      }),
    ]);
    await engine.send([testEvent("race")]);
    await until(
      () => order,
      (seen) => seen.includes("end"),
    );
    expect(order).toEqual(["fast-1", "fast-2", "slow-1", "slow-2", "end"]);
  });

  it("sleeps without holding the worker, and wakes on time", async () => {
    const seen: { step: string; at: number }[] = [];
    const engine = await startTestEngine(
      database.engineUrl,
      (client) => [
        client.createFunction(
          { id: "nap", retries: 0, triggers: { event: "nap" } },
          async ({ event, step }) => {
            await step.run("before", () => {
              seen.push({ step: "before", at: Date.now() });
            });
            await step.sleep("nap", event.data.for);
            await step.run("after", () => {
              seen.push({ step: `after ${event.data.for}`, at: Date.now() });
            });
          },
        ),
      ],
      { concurrency: 1 },
    );
    // Sleepers that held the one place would not let the last one begin.
    await engine.send(["1h", "1h", "1s"].map((length) => testEvent("nap", { for: length })));
    await until(
      () => seen.length,
      (length) => length === 4,
    );
    expect(seen.map(({ step }) => step).toSorted()).toEqual(["after 1s", "before", "before", "before"]);
    const woken = seen.findIndex(({ step }) => step === "after 1s");
    expect((seen[woken]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
});

describe("retries", () => {
  it("tries again after the time that the step asked for, and counts the tries", async () => {
    const tries: { at: number; attempt: number }[] = [];
    let done = false;
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction(
        { id: "flaky", retries: 3, triggers: { event: "flaky" } },
        async ({ step, attempt }) => {
          await step.run("first", () => 1);
          await step.run("flaky", () => {
            tries.push({ at: Date.now(), attempt });
            if (tries.length < 3) throw new RetryAfterError("not yet", 1_000);
          });
          await step.run("last", () => {
            done = true;
          });
        },
      ),
    ]);
    await engine.send([testEvent("flaky")]);
    await until(
      () => done,
      (seen) => seen,
    );
    expect(tries.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
    for (const gap of [1, 2]) {
      const waited = (tries[gap]?.at ?? 0) - (tries[gap - 1]?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(995);
    }
  });

  it("gives up after the last try and calls onFailure with the error", async () => {
    let tries = 0;
    let failure: { message: string; data: unknown } | undefined;
    const log = listeningLog();
    const engine = await startTestEngine(
      database.engineUrl,
      (client) => [
        client.createFunction(
          {
            id: "hopeless",
            retries: 1,
            triggers: { event: "hopeless" },
            onFailure: ({ error, event }) => {
              failure = { message: error.message, data: event.data.event.data };
            },
          },
          async ({ step }) => {
            await step.run("break", () => {
              tries++;
              throw new RetryAfterError("broken", 1_000);
            });
          },
        ),
      ],
      { log },
    );
    await engine.send([testEvent("hopeless", { runId: "r1" })]);
    await until(
      () => failure,
      (seen) => seen !== undefined,
    );
    expect(tries).toBe(2);
    expect(failure).toEqual({ message: "broken", data: { runId: "r1" } });
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "error", message: "a function run failed" }),
    );
    await until(
      () => countJobs(database.engineUrl),
      (jobs) => jobs === 0,
    );
  });

  it("does not try again what cannot be helped", async () => {
    let tries = 0;
    let caught = "";
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "final", retries: 5, triggers: { event: "final" } }, async ({ step }) => {
        try {
          await step.run("refused", () => {
            tries++;
            throw new NonRetriableError("no");
          });
        } catch (error) {
          await step.run("note", () => {
            caught = error instanceof Error ? error.message : "";
          });
        }
      }),
    ]);
    await engine.send([testEvent("final")]);
    await until(
      () => caught,
      (seen) => seen === "no",
    );
    expect(tries).toBe(1);
  });

  it("retries one of several parallel steps without repeating the others", async () => {
    const calls: string[] = [];
    let done = false;
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "partly", retries: 2, triggers: { event: "partly" } }, async ({ step }) => {
        const part = (name: string) =>
          step.run(name, () => {
            calls.push(name);
            if (name === "b" && calls.filter((call) => call === "b").length === 1)
              throw new RetryAfterError("b", 1_000);
          });
        await Promise.all([part("a"), part("b"), part("c")]);
        await step.run("end", () => {
          done = true;
        });
      }),
    ]);
    await engine.send([testEvent("partly")]);
    await until(
      () => done,
      (seen) => seen,
    );
    expect([...calls].sort()).toEqual(["a", "b", "b", "c"]);
  });
});
