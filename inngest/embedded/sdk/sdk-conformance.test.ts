import { NonRetriableError, RetryAfterError, version } from "inngest";
import { createDefer } from "inngest/experimental";
import { describe, expect, it } from "vitest";
import { driveInMemory, sdkOf } from "../testing/drive-in-memory.ts";

const operations = (body: string): string[] =>
  [JSON.parse(body)].flat().map(({ op }: { op?: string }) => op ?? "");

/**
 * What the engine takes for granted of the SDK. When one of these fails after an update, the protocol has changed: read
 * the SDK's change log and the driver before anything is adapted here.
 */
describe("the SDK's protocol", () => {
  it("is that of the version this suite was written against", () => {
    expect(version).toBe("4.24.0");
  });

  it("does steps in a row in one call, and reports the run's end as an operation", async () => {
    const done: string[] = [];
    const { result, calls } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, async ({ step }) => {
        for (const name of ["a", "b", "c"]) {
          await step.run(name, () => {
            done.push(name);
          });
        }
      }),
    ]);
    expect(result).toEqual({ kind: "completed" });
    expect(done).toEqual(["a", "b", "c"]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.answer.status).toBe(206);
    expect(calls[0]?.answer.headers["x-inngest-req-version"]).toBe("2");
    expect(operations(calls[0]?.answer.body ?? "")).toEqual(["RunComplete"]);
  });

  it("plans parallel steps, does each in a call of its own, and asks again when all are done", async () => {
    const { result, calls } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, async ({ step }) => {
        const results = await Promise.all(["a", "b"].map((name) => step.run(name, () => name)));
        await step.run("join", () => results);
      }),
    ]);
    expect(result).toEqual({ kind: "completed" });
    expect(calls.map(({ answer }) => operations(answer.body))).toEqual([
      ["StepPlanned", "StepPlanned"],
      ["StepRun"],
      ["StepRun"],
      ["RunComplete"],
    ]);
    const targets = calls.map(({ request }) => request.query.stepId);
    expect([targets[0], targets[3]]).toEqual(["step", "step"]);
    expect(targets[1]).toMatch(/^[0-9a-f]{40}$/);
  });

  it("names a sleep by its length or its end, and goes on from stored state", async () => {
    const seen: unknown[] = [];
    const end = new Date(1_000_000 + 1_000 + 7_200_000);
    const { result, pausesMs } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, async ({ step }) => {
        seen.push(await step.run("before", () => ({ at: 1 })));
        await step.sleep("short", "1s");
        await step.sleepUntil("long", end);
        seen.push(await step.run("after", () => "end"));
      }),
    ]);
    expect(result).toEqual({ kind: "completed" });
    expect(pausesMs).toEqual([1_000, 7_200_000]);
    expect(seen).toEqual([{ at: 1 }, { at: 1 }, { at: 1 }, "end"]);
  });

  it("sleeps and works at the same time", async () => {
    const { result, pausesMs } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, async ({ step }) => {
        await Promise.all([step.sleep("nap", "90s"), step.run("work", () => 1)]);
      }),
    ]);
    expect(result).toEqual({ kind: "completed" });
    expect(pausesMs).toEqual([90_000]);
  });

  it("counts tries from 0, waits as asked or doubles, and turns the last error into a failure", async () => {
    const attempts: number[] = [];
    const { result, calls, pausesMs } = await driveInMemory((client) => [
      client.createFunction(
        { id: "f", retries: 3, triggers: { event: "e" } },
        async ({ step, attempt, maxAttempts }) => {
          await step.run("work", () => {
            attempts.push(attempt);
            expect(maxAttempts).toBe(4);
            if (attempt === 1) throw new RetryAfterError("asked", 30_500);
            throw new Error("broken");
          });
        },
      ),
    ]);
    expect(attempts).toEqual([0, 1, 2, 3]);
    expect(pausesMs).toEqual([1_000, 31_000, 4_000]);
    expect(operations(calls[3]?.answer.body ?? "")).toEqual(["StepFailed"]);
    expect(calls.at(-1)?.answer.status).toBe(400);
    expect(result).toMatchObject({ kind: "failed", error: { message: "broken" } });
  });

  it("lets a function catch a step's final error, and go on", async () => {
    const { result } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 5, triggers: { event: "e" } }, async ({ step }) => {
        const caught = await step
          .run("work", () => {
            throw new NonRetriableError("no");
          })
          .catch((error: unknown) => (error instanceof Error ? error.message : ""));
        await step.run("note", () => expect(caught).toBe("no"));
      }),
    ]);
    expect(result).toEqual({ kind: "completed" });
  });

  it("retries what is thrown outside of steps, unless it is final", async () => {
    let tries = 0;
    const failing = (error: Error) =>
      driveInMemory((client) => [
        client.createFunction({ id: "f", retries: 2, triggers: { event: "e" } }, () => {
          tries++;
          throw error;
        }),
      ]);
    expect(await failing(new Error("broken"))).toMatchObject({
      result: { kind: "failed" },
      pausesMs: [1_000, 2_000],
    });
    expect(tries).toBe(3);
    expect(await failing(new NonRetriableError("final"))).toMatchObject({
      result: { kind: "failed" },
      pausesMs: [],
    });
    expect(tries).toBe(4);
  });

  it("keeps the steps before an error: only the failed one is done again", async () => {
    const done: string[] = [];
    await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 1, triggers: { event: "e" } }, async ({ step }) => {
        const note = (name: string) => {
          done.push(name);
        };
        await step.run("a", () => note("a"));
        await step.run("b", () => note("b"));
        await step.run("c", () => {
          note("c");
          if (done.filter((name) => name === "c").length === 1) throw new Error("once");
        });
        await step.run("d", () => note("d"));
      }),
    ]);
    expect(done).toEqual(["a", "b", "c", "c", "d"]);
  });

  it("gives steps of the same name ids of their own, also in a loop and after a pause", async () => {
    const done: number[] = [];
    const { result } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, async ({ step }) => {
        for (let index = 0; index < 3; index++) {
          await step.run("same", () => {
            done.push(index);
          });
          await step.sleep("pause", "1s");
        }
      }),
    ]);
    expect(result).toEqual({ kind: "completed" });
    expect(done).toEqual([0, 1, 2]);
  });

  it("sends events to the loopback, with the sender's id", async () => {
    const { client, sent } = sdkOf(() => []);
    await client.send({ name: "e", id: "mine", data: { n: 1 }, ts: 5 });
    expect(sent).toEqual([{ name: "e", id: "mine", data: { n: 1 }, ts: 5 }]);
  });
});

describe("what the engine does not offer", () => {
  const unsupported = [
    ["WaitForEvent", "waitForEvent"],
    ["InvokeFunction", "invoke"],
    ["WaitForSignal", "waitForSignal"],
  ] as const;
  it.each(unsupported)("%s fails the run, and says so", async (operation, tool) => {
    const { result } = await driveInMemory((client) => {
      const other = client.createFunction({ id: "other", retries: 0, triggers: { event: "o" } }, () => null);
      return [
        client.createFunction({ id: "f", retries: 3, triggers: { event: "e" } }, async ({ step }) => {
          if (tool === "waitForEvent") await step.waitForEvent("x", { event: "o", timeout: "1m" });
          if (tool === "invoke") await step.invoke("x", { function: other });
          if (tool === "waitForSignal")
            await step.waitForSignal("x", { signal: "s", timeout: "1m", onConflict: "fail" });
        }),
      ];
    });
    expect(result).toMatchObject({
      kind: "failed",
      error: {
        message: `Function penstock-f uses ${operation} (step x), which the embedded engine does not support.`,
      },
    });
  });

  it("calls to an Inngest server that this engine is not are refused by name", async () => {
    const { loopback } = sdkOf(() => []);
    const answer = await loopback.fetch("http://inngest.embedded/v1/realtime/publish", { method: "POST" });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({
      error: "The embedded engine does not offer /v1/realtime/publish.",
    });
  });

  it("asks for a step inside another: the refusal has both names, instead of waiting for ever", async () => {
    const { result } = await driveInMemory((client) => [
      client.createFunction({ id: "f", retries: 3, triggers: { event: "e" } }, async ({ step }) => {
        await step.run("outer", async () => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          await step.run("inner", () => 1);
        });
      }),
    ]);
    expect(result).toMatchObject({ kind: "failed" });
    expect(JSON.stringify(result)).toContain(
      "step inner inside step outer, which the embedded engine does not",
    );
  });

  it("defers work: refused by name, instead of vanishing", async () => {
    const { result } = await driveInMemory((client) => {
      const later = createDefer(client, { id: "later", retries: 0 }, () => null);
      return [
        client.createFunction({ id: "f", retries: 0, triggers: { event: "e" } }, async ({ step, defer }) => {
          defer("remind", { function: later, data: {} });
          await step.run("work", () => 1);
        }),
      ];
    });
    expect(result).toMatchObject({ kind: "failed", error: { name: "UnsupportedError" } });
    expect(JSON.stringify(result)).toContain("defer (remind)");
  });
});
