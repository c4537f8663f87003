import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { engineEventNames } from "#core/dispatch/engine-event.ts";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import { until } from "#inngest/testing/until.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { countJobs, startTestEngine, testEvent } from "../testing/test-engine.ts";

const database = await createTestDatabase();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("limits", () => {
  it("keeps each key within its concurrency, and lets others pass", async () => {
    const atWork = new Map<string, number>();
    const peak = new Map<string, number>();
    const finished: string[] = [];
    const engine = await startTestEngine(
      database.engineUrl,
      (client) => [
        client.createFunction(
          {
            id: "limited",
            retries: 0,
            concurrency: { limit: 2, key: "event.data.workspaceId" },
            triggers: { event: "limited" },
          },
          async ({ step, event }) => {
            const { workspaceId } = event.data;
            await step.run("work", async () => {
              const now = (atWork.get(workspaceId) ?? 0) + 1;
              atWork.set(workspaceId, now);
              peak.set(workspaceId, Math.max(peak.get(workspaceId) ?? 0, now));
              await pause(20);
              atWork.set(workspaceId, (atWork.get(workspaceId) ?? 0) - 1);
              finished.push(workspaceId);
            });
          },
        ),
      ],
      { concurrency: 8 },
    );
    await engine.send([
      ...Array.from({ length: 30 }, () => testEvent("limited", { workspaceId: "a" })),
      ...Array.from({ length: 30 }, () => testEvent("limited", { workspaceId: "b" })),
    ]);
    await until(
      () => finished.length,
      (seen) => seen === 60,
    );
    expect(Object.fromEntries(peak)).toEqual({ a: 2, b: 2 });
    expect(finished.slice(0, 8).filter((key) => key === "b").length).toBeGreaterThan(1);
  });

  it("does not let a workspace with a thousand waiting jobs hold up another", async () => {
    /** How many of the crowd had been served when each of the others began. */
    const servedBefore: number[] = [];
    let served = 0;
    const engine = await startTestEngine(
      database.engineUrl,
      (client) => [
        client.createFunction(
          {
            id: "crowded",
            retries: 0,
            concurrency: [{ limit: 3, key: "event.data.workspaceId" }, { limit: 20 }],
            triggers: { event: engineEventNames.nodeReady },
          },
          async ({ step, event }) => {
            const isFree = event.data.workspaceId === "free";
            if (isFree) servedBefore.push(served);
            await step.run("work", () => pause(isFree ? 0 : 25));
            if (!isFree) served += 1;
          },
        ),
      ],
      { concurrency: 8 },
    );
    const crowd = Array.from({ length: 1_000 }, () =>
      testEvent(engineEventNames.nodeReady, { workspaceId: "crowd" }),
    );
    await engine.send(crowd);
    await until(
      () => served,
      (seen) => seen > 0,
    );
    for (let index = 0; index < 5; index++) {
      await engine.send([testEvent(engineEventNames.nodeReady, { workspaceId: "free" })]);
      const servedWhenSent = served;
      await until(
        () => servedBefore.length,
        (seen) => seen === index + 1,
      );
      expect((servedBefore[index] ?? 0) - servedWhenSent).toBeLessThan(100);
    }
  });

  it("spreads the starts of each key over the period", async () => {
    const starts: { key: string; at: number }[] = [];
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction(
        {
          id: "throttled",
          retries: 0,
          throttle: { limit: 1, period: "1s", burst: 1, key: "event.data.throttleKey" },
          triggers: { event: "throttled" },
        },
        ({ event }) => {
          starts.push({ key: event.data.throttleKey, at: Date.now() });
        },
      ),
    ]);
    const sentAt = Date.now();
    await engine.send(
      ["k1", "k2"].flatMap((throttleKey) =>
        Array.from({ length: 4 }, () => testEvent("throttled", { throttleKey })),
      ),
    );
    await until(
      () => starts.length,
      (seen) => seen === 8,
    );
    // Two together, the limit and the burst on top of it, and then one for each period: never sooner.
    for (const key of ["k1", "k2"]) {
      const times = starts.filter((start) => start.key === key).map(({ at }) => at - sentAt);
      expect(times[2]).toBeGreaterThan(950);
      expect(times[3]).toBeGreaterThan(1_950);
    }
  });

  it("lets limit and burst of each key start together, and all that has none", async () => {
    const starts = new Map<string, number>();
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction(
        {
          id: "burst",
          retries: 0,
          // However slow the machine is, no place becomes free again within this test.
          throttle: { limit: 2, period: "100h", burst: 3, key: "event.data.throttleKey" },
          triggers: { event: "burst" },
        },
        ({ event }) => {
          const key = event.data.throttleKey ?? "none";
          starts.set(key, (starts.get(key) ?? 0) + 1);
        },
      ),
    ]);
    await engine.send(
      [{ throttleKey: "k1" }, { throttleKey: "k2" }, {}].flatMap((data) =>
        Array.from({ length: 6 }, () => testEvent("burst", data)),
      ),
    );
    // One of each key is left.
    await until(
      () => countJobs(database.engineUrl),
      (jobs) => jobs === 2,
    );
    expect(Object.fromEntries(starts)).toEqual({ k1: 5, k2: 5, none: 6 });
  });
});

describe("delivery", () => {
  it("starts one run for an event that is sent again while it waits or runs", async () => {
    let runs = 0;
    const sentAgain = Promise.withResolvers<void>();
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "once", retries: 0, triggers: { event: "once" } }, async ({ step }) => {
        await step.run("work", () => {
          runs++;
          return sentAgain.promise;
        });
      }),
    ]);
    const event = testEvent("once");
    await engine.send([event, event]);
    await until(
      () => runs,
      (seen) => seen === 1,
    );
    await engine.send([event]);
    sentAgain.resolve();
    await until(
      () => countJobs(database.engineUrl),
      (jobs) => jobs === 0,
    );
    await pause(50);
    expect(runs).toBe(1);
  });

  it("starts every function that an event is for, with its own limits", async () => {
    const seen: string[] = [];
    const engine = await startTestEngine(database.engineUrl, (client) =>
      ["left", "right"].map((id) =>
        client.createFunction(
          { id, retries: 0, concurrency: 1, triggers: { event: "shared" } },
          async ({ event, step }) => {
            await step.run("note", () => {
              seen.push(`${id} ${event.data.n}`);
            });
          },
        ),
      ),
    );
    await engine.send([testEvent("shared", { n: 1 }), testEvent("shared", { n: 2 })]);
    await until(
      () => seen.length,
      (count) => count === 4,
    );
    expect([...seen].sort()).toEqual(["left 1", "left 2", "right 1", "right 2"]);
  });

  it("delivers events that a function sends, also those for later", async () => {
    const received: { n: unknown; at: number }[] = [];
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "sender", retries: 0, triggers: { event: "send" } }, async ({ step }) => {
        await step.sendEvent("send-now", { name: "sent", data: { n: 1 } });
        await step.run("send-later", () =>
          client.send({ id: "later", name: "sent", data: { n: 2 }, ts: Date.now() + 700 }),
        );
      }),
      client.createFunction({ id: "receiver", retries: 0, triggers: { event: "sent" } }, ({ event }) => {
        received.push({ n: event.data.n, at: Date.now() });
      }),
    ]);
    const beganAt = Date.now();
    await engine.send([testEvent("send")]);
    await until(
      () => received.length,
      (seen) => seen === 2,
    );
    // On a busy machine the first may come when the other is due as well.
    expect(received.map(({ n }) => n).toSorted()).toEqual([1, 2]);
    const later = received.find(({ n }) => n === 2);
    expect((later?.at ?? 0) - beganAt).toBeGreaterThanOrEqual(700);
  });

  it("takes what the app hands over in its own transaction", async () => {
    const seen: unknown[] = [];
    await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "handed", retries: 0, triggers: { event: "handed" } }, ({ event }) => {
        seen.push(event.data.n);
      }),
    ]);
    const app = new Client({ connectionString: database.appUrl });
    await app.connect();
    const dispatch = (n: number, id: string) =>
      app.query("select system.dispatch_jobs($1::jsonb)", [
        JSON.stringify([toJobSpec({ id, name: "handed", data: { n }, ts: Date.now() }, Date.now())]),
      ]);
    await app.query("begin");
    await dispatch(1, "rolled-back");
    await app.query("rollback");
    await app.query("begin");
    await dispatch(2, "kept");
    await dispatch(3, "kept");
    await pause(50);
    expect(seen).toEqual([]);
    await app.query("commit");
    await app.query("select pg_notify('jobs:insert', '')");
    await until(
      () => seen,
      (all) => all.length > 0,
    );
    await pause(50);
    expect(seen).toEqual([2]);
    await app.end();
  });
});
