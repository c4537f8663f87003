import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#core/errors.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { ModelEvent } from "#engine/ports.ts";
import { AbortReason } from "./abort-reason.ts";
import { executeNode } from "./execute-node.ts";
import { memoryPorts, says, saysAndHangs, usage } from "./testing/memory-ports.ts";
import { makeActionNode, makeAgentNode, taskFor } from "./testing/task.ts";

const never = new AbortController().signal;

function throwing(error: unknown, ...before: readonly ModelEvent[]) {
  return async function* (): AsyncGenerator<ModelEvent> {
    yield* before;
    throw error;
  };
}

describe("an attempt that completes", () => {
  it("brings output, usage and the provider's request id", async () => {
    const outcome = await executeNode(
      taskFor(makeAgentNode()),
      memoryPorts({ model: () => says(["a ", "b"]) }),
      never,
    );
    expect(outcome).toEqual({
      kind: "completed",
      output: "a b",
      stop: "end_turn",
      usage,
      providerRequestId: "req_1",
      artifacts: [],
    });
  });

  it("applies the output mapping, then the schema", async () => {
    const fields = {
      output: { said: "output", about: "variables.topic" },
      outputSchema: { type: "object", required: ["said"] },
    };
    const task = taskFor(makeActionNode({ action: "noop" }, fields));
    expect(await executeNode(task, memoryPorts(), never)).toMatchObject({
      kind: "completed",
      output: { said: "the sea", about: "tides" },
    });
  });

  it("counts though the live view could not be told", async () => {
    const ports = memoryPorts({ flush: () => Promise.reject(new Error("database away")) });
    expect(await executeNode(taskFor(makeAgentNode()), ports, never)).toMatchObject({ kind: "completed" });
  });

  it("counts though it was told to stop just then", async () => {
    const controller = new AbortController();
    const model = async function* (): AsyncGenerator<ModelEvent> {
      yield* says("done");
      controller.abort(new AbortReason("cancelled"));
    };
    const outcome = await executeNode(taskFor(makeAgentNode()), memoryPorts({ model }), controller.signal);
    expect(outcome).toMatchObject({ kind: "completed", output: "done" });
  });

  it("keeps text in a form that can be stored, also where a character came in two halves", async () => {
    const model = () => says(["nul \0, wave \ud83c", "\udf0a, half \ud83c", " end \ud83c"]);
    const ports = memoryPorts({ model });
    const outcome = await executeNode(taskFor(makeAgentNode()), ports, never);
    const expected = "nul \ufffd, wave \u{1f30a}, half \ufffd end \ufffd";
    expect(outcome).toMatchObject({ output: expected });
    expect(ports.written.join("")).toBe(expected);
  });
});

describe("an attempt that fails", () => {
  it("keeps text, usage, request id and the vendor's wish", async () => {
    const error = new AppError("PROVIDER_RATE_LIMITED", "slow down", { retryAfterMs: 3_000 });
    const model = throwing(
      error,
      { type: "request", providerRequestId: "req_9" },
      { type: "usage", usage: { ...usage, outputTokens: 1, estimated: true } },
      { type: "text", text: "x".repeat(400) },
    );
    expect(await executeNode(taskFor(makeAgentNode()), memoryPorts({ model }), never)).toEqual({
      kind: "failed",
      error: { code: "PROVIDER_RATE_LIMITED", message: "slow down", retryable: true, nodeId: "work" },
      retryAfterMs: 3_000,
      usage: { ...usage, outputTokens: 100, estimated: true },
      providerRequestId: "req_9",
      text: "x".repeat(400),
    });
  });

  it("estimates what was used where the provider told nothing", async () => {
    const model = throwing(new AppError("PROVIDER_STREAM_CUT", "cut"), {
      type: "text",
      text: "x".repeat(40),
    });
    expect(await executeNode(taskFor(makeAgentNode()), memoryPorts({ model }), never)).toMatchObject({
      usage: { inputTokens: Math.ceil("Write: the sea".length / 4), outputTokens: 10, estimated: true },
    });
  });

  it.each([
    ["a stream that was cut", new AppError("PROVIDER_STREAM_CUT", "cut"), "unknown"],
    ["a vendor that was silent", new AppError("PROVIDER_TIMEOUT", "silent"), "unknown"],
    [
      "a connection that broke",
      new AppError("PROVIDER_UNAVAILABLE", "reset", { details: { cause: "ECONNRESET" } }),
      "unknown",
    ],
    ["an error nobody foresaw", new TypeError("oops"), "unknown"],
    [
      "a connection that never was",
      new AppError("PROVIDER_UNAVAILABLE", "down", { details: { cause: "ECONNREFUSED" } }),
      null,
    ],
    [
      "a connection that took too long",
      new AppError("PROVIDER_TIMEOUT", "down", { details: { cause: "UND_ERR_CONNECT_TIMEOUT" } }),
      null,
    ],
    [
      "a status that refuses",
      new AppError("PROVIDER_UNAVAILABLE", "500", { details: { httpStatus: 500, errorType: "api_error" } }),
      null,
    ],
    [
      "a refusal inside the stream",
      new AppError("PROVIDER_OVERLOADED", "529", {
        details: { httpStatus: null, errorType: "overloaded_error" },
      }),
      null,
    ],
    ["a key that is refused", new AppError("KEY_INVALID", "no"), null],
  ])(
    "knows after %s whether the vendor may bill a call that told nothing",
    async (_name, error, expected) => {
      const ports = memoryPorts({ model: throwing(error) });
      expect(await executeNode(taskFor(makeAgentNode()), ports, never)).toMatchObject({ usage: expected });
      expect(ports.leavings).toEqual([0]);
    },
  );

  it("finds the request id of a refused call in the error", async () => {
    const model = throwing(
      new AppError("PROVIDER_OVERLOADED", "busy", { details: { providerRequestId: "req_7" } }),
    );
    expect(await executeNode(taskFor(makeAgentNode()), memoryPorts({ model }), never)).toMatchObject({
      providerRequestId: "req_7",
      usage: null,
      text: "",
    });
  });

  it("tells people nothing of an error it does not know, and the log all", async () => {
    const ports = memoryPorts({ model: throwing(new TypeError("secret thing")) });
    const outcome = await executeNode(taskFor(makeAgentNode()), ports, never);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "INTERNAL" } });
    expect(JSON.stringify(outcome)).not.toContain("secret");
    expect(JSON.stringify(ports.lines)).toContain("secret thing");
    expect(ports.lines).toMatchObject([{ level: "error", message: "a node failed in an unforeseen way" }]);
  });

  it("is told that a type has no work", async () => {
    const task = taskFor({ type: "transform", config: { value: "1" } });
    expect(await executeNode(task, memoryPorts(), never)).toMatchObject({
      error: { code: "INVALID_DEFINITION" },
    });
  });

  it.each([
    ["an output mapping", { output: "output.missing.deeper" }, "EXPRESSION_FAILED"],
    [
      "a schema",
      { outputSchema: { type: "object", properties: { a: { type: "number" } } } },
      "OUTPUT_INVALID",
    ],
    ["a schema that is none", { outputSchema: { type: "strnig" } }, "INVALID_DEFINITION"],
    [
      "a schema elsewhere",
      { outputSchema: { $ref: "https://example.com/schema.json" } },
      "INVALID_DEFINITION",
    ],
    ["a limit", { limits: { outputBytes: 3 } }, "OUTPUT_TOO_LARGE"],
  ])("names %s", async (_name, fields, code) => {
    const task = taskFor(makeActionNode({ action: "noop" }, fields), { input: { a: "text" } });
    expect(await executeNode(task, memoryPorts(), never)).toMatchObject({
      kind: "failed",
      error: { code, nodeId: "work" },
    });
  });
});

describe("an attempt that is stopped", () => {
  it.each(["cancelled", "lease-lost", "timeout"] as const)(
    "because of %s keeps text and usage",
    async (kind) => {
      const controller = new AbortController();
      const stop = () => controller.abort(new AbortReason(kind));
      const ports = memoryPorts({
        model: (_request, signal) => saysAndHangs(["The tide ", "turns"], signal, stop),
      });
      expect(await executeNode(taskFor(makeAgentNode()), ports, controller.signal)).toEqual({
        kind: "cancelled",
        text: "The tide turns",
        usage: { ...usage, outputTokens: 4, estimated: true },
        providerRequestId: "req_1",
      });
    },
  );

  it.each(["cancelled", "lease-lost"] as const)(
    "because of %s before the vendor's first event does not know what it used",
    async (kind) => {
      const controller = new AbortController();
      const model = async function* (_request: unknown, signal: AbortSignal): AsyncGenerator<ModelEvent> {
        yield await new Promise<never>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          controller.abort(new AbortReason(kind));
        });
      };
      const outcome = await executeNode(taskFor(makeAgentNode()), memoryPorts({ model }), controller.signal);
      expect(outcome).toMatchObject({ kind: "cancelled", usage: "unknown", text: "" });
    },
  );

  it("before it began makes no call", async () => {
    const ports = memoryPorts();
    const outcome = await executeNode(
      taskFor(makeAgentNode()),
      ports,
      AbortSignal.abort(new AbortReason("cancelled")),
    );
    expect(outcome).toMatchObject({ kind: "cancelled", usage: null });
    expect(ports.opened).toEqual([]);
  });

  it.each([
    ["call", makeAgentNode()],
    ["request", makeActionNode({ action: "http.request", url: "https://api.example/", method: "POST" })],
  ])("when its %s is about to leave does not make it", async (_what, node) => {
    const controller = new AbortController();
    const ports = memoryPorts({ leaving: () => controller.abort(new AbortReason("lease-lost")) });
    const outcome = await executeNode(taskFor(node), ports, controller.signal);
    expect(outcome).toMatchObject({ kind: "cancelled", usage: null });
    expect([...ports.modelRequests, ...ports.httpRequests]).toEqual([]);
  });
});

describe("an attempt whose time is up", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Lets time pass when the model has said its piece. */
  async function outcomeAfter(ms: number, task: NodeTask) {
    const said = Promise.withResolvers<void>();
    const ports = memoryPorts({ model: (_request, signal) => saysAndHangs(["half"], signal, said.resolve) });
    const outcome = executeNode(task, ports, never);
    await said.promise;
    await vi.advanceTimersByTimeAsync(ms);
    return outcome;
  }

  it("ends though its handler does not listen", async () => {
    const ports = memoryPorts({ http: () => new Promise(() => {}) });
    const task = taskFor(
      makeActionNode({ action: "http.request", url: "https://example.com/" }, { timeoutMs: 30 }),
    );
    const outcome = executeNode(task, ports, never);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await outcome).toMatchObject({ kind: "failed", error: { code: "NODE_TIMEOUT" } });
  });

  it("by its own time-out fails with what was said", async () => {
    expect(await outcomeAfter(40, taskFor(makeAgentNode({}, { timeoutMs: 40 })))).toMatchObject({
      kind: "failed",
      text: "half",
      error: { code: "NODE_TIMEOUT", retryable: true, message: expect.stringContaining('"work"') },
    });
  });

  it("by the run's is not tried again", async () => {
    const task = taskFor(makeAgentNode(), {}, { deadlineMs: Date.now() - 1_970 });
    expect(await outcomeAfter(30, task)).toMatchObject({
      kind: "failed",
      error: { code: "RUN_TIMEOUT", retryable: false },
    });
  });
});
