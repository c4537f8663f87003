import { describe, expect, it } from "vitest";
import { engineEventNames } from "#core/dispatch/engine-event.ts";
import { until } from "#inngest/testing/until.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { startTestEngine, testEvent } from "../testing/test-engine.ts";

const database = await createTestDatabase();
const name = engineEventNames.nodeReady;
const jobs = (workspaceId: string, count: number) =>
  Array.from({ length: count }, () => testEvent(name, { workspaceId }));

/** An engine whose only function says whose turn it was, and then does `work`. */
async function startLine(concurrency: number, work: (workspaceId: string) => Promise<void>) {
  const order: string[] = [];
  const engine = await startTestEngine(
    database.engineUrl,
    (client) => [
      client.createFunction(
        { id: "work", retries: 0, triggers: { event: name } },
        async ({ step, event }) => {
          const { workspaceId } = event.data;
          order.push(workspaceId);
          await step.run("work", () => work(workspaceId));
        },
      ),
    ],
    { concurrency },
  );
  return { engine, order };
}

const countOf = (order: readonly string[], workspaceId: string) =>
  order.filter((each) => each === workspaceId).length;

describe("workspaces", () => {
  it("take turns: a thousand of one delay another's single one by no more than twenty", async () => {
    const held: (() => void)[] = [];
    const { engine, order } = await startLine(4, (workspaceId) =>
      workspaceId === "crowd" ? new Promise<void>((resolve) => held.push(resolve)) : Promise.resolve(),
    );
    await engine.send(jobs("crowd", 1_000));
    for (let guest = 0; guest < 5; guest += 1) {
      await until(
        () => held.length,
        (atWork) => atWork === 4,
      );
      await engine.send(jobs(`guest${guest}`, 1));
      const from = order.length;
      while (!order.includes(`guest${guest}`)) {
        const handedOut = order.length;
        held.shift()?.();
        await until(
          () => order.length,
          (length) => length > handedOut,
        );
      }
      expect(order.indexOf(`guest${guest}`) - from).toBeLessThanOrEqual(20);
    }
    expect(countOf(order, "crowd")).toBeLessThan(200);
    for (const release of held) release();
  });

  it("are served in turn while each of them has jobs", async () => {
    const { engine, order } = await startLine(1, async () => undefined);
    await engine.send([...jobs("a", 60), ...jobs("b", 60), ...jobs("c", 60)]);
    await until(
      () => order.length,
      (length) => length === 180,
    );
    for (const workspaceId of ["a", "b", "c"]) {
      expect(Math.abs(countOf(order.slice(0, 90), workspaceId) - 30)).toBeLessThanOrEqual(5);
    }
  });

  it("leave a place for whoever comes next, however long their own jobs take", async () => {
    const held = Promise.withResolvers<void>();
    const { engine, order } = await startLine(16, (workspaceId) =>
      workspaceId === "crowd" ? held.promise : Promise.resolve(),
    );
    await engine.send(jobs("crowd", 40));
    await until(
      () => order.length,
      (length) => length === 14,
    );
    await engine.send(jobs("guest", 3));
    await until(
      () => countOf(order, "guest"),
      (count) => count === 3,
    );
    expect(countOf(order, "crowd")).toBe(14);
    held.resolve();
    await until(
      () => order.length,
      (length) => length === 43,
    );
  });
});
