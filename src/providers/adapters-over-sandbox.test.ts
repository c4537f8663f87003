import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModelEvent, ModelPort, ModelRequest } from "#engine/ports.ts";
import { createAnthropicModel } from "./anthropic/model.ts";
import { createCompatibleModel, createOpenAiModel } from "./openai/model.ts";
import { type SandboxServer, sandboxApiKey, startSandboxServer } from "./sandbox/server.ts";
import { collect, lastUsage, sampleRequest } from "./wire/testing/scripted-vendor.ts";

let sandbox: SandboxServer;
let userCount = 0;
const signal = new AbortController().signal;

beforeAll(async () => {
  sandbox = await startSandboxServer();
});
afterAll(() => sandbox.close());

interface OpenOptions {
  readonly apiKey?: string;
  readonly idleTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

const settings = { apiKey: sandboxApiKey, label: "The sandbox" };

/** `tellsInputFirst`: the wire reports input usage at its beginning, so it is known even if the call is cut. */
const adapters = [
  {
    name: "Messages",
    tellsInputFirst: true,
    countsTokens: true,
    open: (options: OpenOptions): ModelPort =>
      createAnthropicModel({ ...settings, baseUrl: sandbox.url, ...options }),
  },
  {
    name: "Responses",
    tellsInputFirst: false,
    countsTokens: true,
    open: (options: OpenOptions): ModelPort =>
      createOpenAiModel({ ...settings, baseUrl: `${sandbox.url}/v1`, ...options }),
  },
  {
    name: "Chat Completions",
    tellsInputFirst: false,
    countsTokens: false,
    open: (options: OpenOptions): ModelPort =>
      createCompatibleModel({ ...settings, baseUrl: `${sandbox.url}/v1/`, ...options }),
  },
] as const;

function ask(model: string, change: Partial<ModelRequest> = {}): ModelRequest {
  userCount += 1;
  return { ...sampleRequest, model, system: null, endUserId: `user-${userCount}`, ...change };
}

function entryOf(request: ModelRequest) {
  return sandbox.stats().entries.findLast((entry) => entry.userId === request.endUserId);
}

const said = "It is a long way to the sea, and the river knows it. ".repeat(8);
const echo = { messages: [{ role: "user" as const, text: said }] };

describe.each(adapters)("the adapter of $name on the sandbox", (adapter) => {
  const open = (options: OpenOptions = {}) => adapter.open(options);
  /** The input that a cut call is booked with. */
  const inputOf = (billed: ReturnType<typeof entryOf>) =>
    adapter.tellsInputFirst ? billed?.inputTokens : Math.ceil(said.length / 3);

  it("streams an answer and is billed for exactly what it reports", async () => {
    const request = ask("echo?pace=0", echo);
    const { text, events, error } = await collect(open().stream(request, { signal }));
    expect(error).toBeNull();
    expect(text).toBe(said);
    const billed = entryOf(request);
    expect(billed).toMatchObject({ outcome: "completed", status: 200, closedByClientAtMs: null });
    expect(lastUsage(events)).toMatchObject({
      inputTokens: billed?.inputTokens,
      outputTokens: billed?.outputTokens,
      estimated: false,
    });
    expect(events[0]).toEqual({ type: "request", providerRequestId: billed?.requestId });
  });

  it("waits for a model that thinks longer than the idle time", async () => {
    const request = ask("echo?pace=0&think=1500", echo);
    const { text, error } = await collect(open({ idleTimeoutMs: 1_000 }).stream(request, { signal }));
    expect(error).toBeNull();
    expect(text).toBe(said);
  });

  it.each(["web-page", "big-event"])("rejects %s and does not ask for a retry", async (fault) => {
    const { text, error } = await collect(open().stream(ask(`echo?pace=0&fault=${fault}`, echo), { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_PROTOCOL", retryable: false });
    expect(text).toBe("");
  });

  it.each([
    ["empty", "end_turn", ""],
    ["only-thinking", "max_tokens", ""],
    ["tool-use", "tool_use", said.slice(0, 5)],
    ["new-reason", "other", said.slice(0, 5)],
  ])("reports how an answer ended that rehearses %s", async (fault, reason, beginning) => {
    const request = ask(`echo?pace=0&fault=${fault}`, echo);
    const { events, text } = await collect(open().stream(request, { signal }));
    expect(events.at(-1)).toMatchObject({ type: "stop", reason });
    expect(text.slice(0, 5)).toBe(beginning);
  });

  it.each([
    ["429", "PROVIDER_RATE_LIMITED", "&retryAfter=2", 2_000],
    ["529", "PROVIDER_OVERLOADED", "", undefined],
    ["500", "PROVIDER_UNAVAILABLE", "", undefined],
    ["401", "KEY_INVALID", "", undefined],
    ["404", "MODEL_NOT_FOUND", "", undefined],
  ])("maps %s to %s, once, and then succeeds", async (fault, code, more, retryAfterMs) => {
    const request = ask(`echo?pace=0&fault=${fault}${more}`, echo);
    const first = await collect(open().stream(request, { signal }));
    expect(first.error).toMatchObject({ code, retryAfterMs });
    expect(inspect(first.error, { depth: 10 })).not.toContain(sandboxApiKey);
    expect(entryOf(request)).toMatchObject({ status: Number(fault), inputTokens: 0, outputTokens: 0 });
    const second = await collect(open().stream(request, { signal }));
    expect(second).toMatchObject({ error: null, text: said });
  });

  it.each([
    ["reset", "PROVIDER_STREAM_CUT"],
    ["cut", "PROVIDER_STREAM_CUT"],
    ["error-event", "PROVIDER_OVERLOADED"],
    ["malformed", "PROVIDER_PROTOCOL"],
  ])("keeps text and cost when %s happens anywhere", async (fault, code) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), async (after) => {
        const request = ask(`echo?pace=1&fault=${fault}&after=${after}`, echo);
        const { text, events, error } = await collect(open().stream(request, { signal }));
        // A reset may overtake the head of the answer; then nothing was received at all.
        const unheard = fault === "reset" && events.length === 0;
        expect(error).toMatchObject({ code: unheard ? "PROVIDER_UNAVAILABLE" : code, retryable: true });
        expect(said.startsWith(text)).toBe(true);
        expect(events.some((event) => event.type === "stop")).toBe(false);
        const billed = entryOf(request);
        expect(billed?.outcome).toBe(fault);
        // A reset discards what the socket still held; the other faults lose nothing that was sent.
        if (fault !== "reset") expect(lastUsage(events)?.outputTokens).toBe(billed?.outputTokens);
        if (events.some((event) => event.type === "usage")) {
          expect(lastUsage(events)).toMatchObject({ inputTokens: inputOf(billed), estimated: true });
        }
      }),
      { numRuns: 12 },
    );
  });

  it("gives up on a stall in the middle and keeps what was said", async () => {
    const request = ask("echo?pace=0&fault=stall&after=10", echo);
    const { text, error, events } = await collect(open({ idleTimeoutMs: 1_000 }).stream(request, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT", retryable: true });
    expect(text.length).toBeGreaterThan(10);
    await expect.poll(() => entryOf(request)?.outcome).toBe("closed-by-client");
    expect(entryOf(request)?.outputTokens).toBe(lastUsage(events)?.outputTokens);
  });

  it("gives up on an answer that does not begin", async () => {
    const request = ask("echo?fault=slow-headers", echo);
    const { error } = await collect(open({ connectTimeoutMs: 1_000 }).stream(request, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT" });
    await expect.poll(() => entryOf(request)?.outcome).toBe("closed-by-client");
  });

  it("cancels the request on an abort, long before the answer ends, and reports the usage so far", async () => {
    for (const pieces of [1, 5, 20]) {
      const request = ask("echo?pace=5&tokens=5000", echo);
      const controller = new AbortController();
      const reason = new Error("stop");
      let heard = 0;
      const stopAtPiece = async function* (stream: AsyncIterable<ModelEvent>) {
        for await (const event of stream) {
          if (event.type === "text") heard += 1;
          if (heard === pieces) controller.abort(reason);
          yield event;
        }
      };
      const { error, events } = await collect(
        stopAtPiece(open().stream(request, { signal: controller.signal })),
      );
      expect(error).toBe(reason);
      await expect.poll(() => entryOf(request)?.outcome).toBe("closed-by-client");
      const billed = entryOf(request);
      expect(lastUsage(events)).toMatchObject({ inputTokens: inputOf(billed), estimated: true });
    }
  });

  it("cancels the request when the consumer stops reading", async () => {
    const request = ask("echo?pace=5&tokens=5000", echo);
    for await (const event of open().stream(request, { signal })) if (event.type === "text") break;
    await expect.poll(() => entryOf(request)?.outcome).toBe("closed-by-client");
  });

  it("makes no request when it is aborted before it begins", async () => {
    const request = ask("echo", echo);
    const { error } = await collect(open().stream(request, { signal: AbortSignal.abort("early") }));
    expect(error).toBe("early");
    expect(entryOf(request)).toBeUndefined();
  });

  it.each([
    ["refusal", "refusal"],
    ["max-tokens", "max_tokens"],
  ])("reports %s as a stop reason", async (fault, reason) => {
    const { events, error } = await collect(
      open().stream(ask(`echo?pace=0&fault=${fault}`, echo), { signal }),
    );
    expect(error).toBeNull();
    expect(events.at(-1)).toMatchObject({ type: "stop", reason });
  });

  it("stops at the maximum of output tokens", async () => {
    const { text, events } = await collect(
      open().stream(ask("echo?pace=0", { ...echo, maxTokens: 10 }), { signal }),
    );
    expect(text.length).toBeLessThanOrEqual(40);
    expect(events.at(-1)).toMatchObject({ reason: "max_tokens" });
  });

  it("rejects an unknown model and names it", async () => {
    const { error } = await collect(open().stream(ask("genius"), { signal }));
    expect(error).toMatchObject({ code: "MODEL_NOT_FOUND", message: expect.stringContaining('"genius"') });
    if (!adapter.countsTokens) return;
    await expect(open().countTokens(ask("genius"), { signal })).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
    });
  });

  it("answers with JSON for a schema", async () => {
    const outputSchema = {
      type: "object",
      properties: { title: { type: "string" }, risk: { enum: ["low", "high"] } },
      required: ["title", "risk"],
    };
    const { text } = await collect(open().stream(ask("brief?pace=0", { ...echo, outputSchema }), { signal }));
    expect(JSON.parse(text)).toEqual({ title: expect.any(String), risk: expect.stringMatching(/low|high/) });
  });

  it("lists models", async () => {
    const models = await open().listModels({ signal });
    expect(models.map((model) => model.id)).toEqual(["brief", "small", "json", "echo"]);
  });

  it("checks a key", async () => {
    expect(await open().checkKey({ signal })).toEqual({ ok: true });
    const refused = await open({ apiKey: "invalid-key" }).checkKey({ signal });
    expect(refused).toMatchObject({ ok: false });
    expect(JSON.stringify(refused)).not.toContain("invalid-key");
  });

  it("counts as many tokens as are billed", async () => {
    const request = ask("echo?pace=0", { ...echo, system: "Say it again." });
    await collect(open().stream(request, { signal }));
    const counted = await open().countTokens(request, { signal });
    const billed = entryOf(request)?.inputTokens ?? Number.NaN;
    if (adapter.countsTokens) expect(counted).toBe(billed);
    else expect(counted).toBeGreaterThanOrEqual(billed);
  });
});

it("lists the models of Messages over several pages", async () => {
  const open = (fetchPage: typeof fetch) =>
    createAnthropicModel({ ...settings, baseUrl: sandbox.url, fetch: fetchPage });
  const models = await open(fetch).listModels({ signal });
  expect(models[0]).toMatchObject({ lifecycle: "active", maxOutputTokens: 100_000 });
  const paged = open((input, init) => fetch(String(input).replace("limit=1000", "limit=1"), init));
  expect(await paged.listModels({ signal })).toEqual(models);
});
