import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { engineEventNames } from "#core/dispatch/engine-event.ts";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { countJobs, startTestEngine, testEvent, until } from "../testing/test-engine.ts";

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
    const startedAt: number[] = [];
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
            if (event.data.workspaceId === "free") startedAt.push(Date.now());
            await step.run("work", () => pause(event.data.workspaceId === "free" ? 0 : 25));
          },
        ),
      ],
      { concurrency: 8 },
    );
    const crowd = Array.from({ length: 1_000 }, () =>
      testEvent(engineEventNames.nodeReady, { workspaceId: "crowd" }),
    );
    await engine.send(crowd);
    await pause(100);
    for (let index = 0; index < 5; index++) {
      const sentAt = Date.now();
      await engine.send([testEvent(engineEventNames.nodeReady, { workspaceId: "free" })]);
      await until(
        () => startedAt.length,
        (seen) => seen === index + 1,
      );
      expect((startedAt[index] ?? 0) - sentAt).toBeLessThan(500);
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
          starts.push({ key: event.data.throttleKey ?? "none", at: Date.now() });
        },
      ),
    ]);
    await engine.send([
      ...Array.from({ length: 4 }, () => testEvent("throttled", { throttleKey: "k1" })),
      ...Array.from({ length: 4 }, () => testEvent("throttled", { throttleKey: "k2" })),
      ...Array.from({ length: 6 }, () => testEvent("throttled")),
    ]);
    await until(
      () => starts.length,
      (seen) => seen === 14,
    );
    for (const key of ["k1", "k2"]) {
      const times = starts.filter((start) => start.key === key).map(({ at }) => at);
      const sinceFirst = times.map((at) => at - (times[0] ?? 0));
      // Two together: the limit, and the burst on top of it.
      expect(sinceFirst[2]).toBeGreaterThan(900);
      expect(sinceFirst[3]).toBeGreaterThan(1_900);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(800);
    }
    const unkeyed = starts.filter((start) => start.key === "none").map(({ at }) => at);
    expect(Math.max(...unkeyed) - Math.min(...unkeyed)).toBeLessThan(800);
  });

  it("lets limit and burst start together", async () => {
    const starts: number[] = [];
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction(
        {
          id: "burst",
          retries: 0,
          throttle: { limit: 2, period: "1s", burst: 3 },
          triggers: { event: "burst" },
        },
        () => {
          starts.push(Date.now());
        },
      ),
    ]);
    await engine.send(Array.from({ length: 6 }, () => testEvent("burst")));
    await until(
      () => starts.length,
      (seen) => seen === 6,
    );
    expect((starts[4] ?? 0) - (starts[0] ?? 0)).toBeLessThan(400);
    expect((starts[5] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(450);
  });
});

describe("delivery", () => {
  it("starts one run for an event that is sent again while it waits or runs", async () => {
    let runs = 0;
    const engine = await startTestEngine(database.engineUrl, (client) => [
      client.createFunction({ id: "once", retries: 0, triggers: { event: "once" } }, async ({ step }) => {
        await step.run("work", () => {
          runs++;
          return pause(200);
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
    expect(received.map(({ n }) => n)).toEqual([1, 2]);
    expect((received[1]?.at ?? 0) - beganAt).toBeGreaterThanOrEqual(700);
    expect((received[1]?.at ?? 0) - beganAt).toBeLessThan(3_000);
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
