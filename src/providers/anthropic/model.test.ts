import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json.ts";
import { anthropicVersion } from "./client.ts";
import { createAnthropicModel } from "./model.ts";
import {
  collect,
  lastUsage,
  type ScriptedVendor,
  sampleRequest,
  scriptVendor,
  sendEvents,
} from "./testing/scripted-vendor.ts";

const apiKey = "sk-ant-canary-0123456789";
const signal = new AbortController().signal;
const open: ScriptedVendor[] = [];

async function vendor(...args: Parameters<typeof scriptVendor>): Promise<ScriptedVendor> {
  const started = await scriptVendor(...args);
  open.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Events = readonly { readonly [key: string]: Json }[];
const start: Events[number] = {
  type: "message_start",
  message: {
    usage: { input_tokens: 25, output_tokens: 1, cache_read_input_tokens: 7, cache_creation_input_tokens: 3 },
  },
};
const text = (said: string): Events[number] => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text: said },
});
const stop = (reason: string | null, usage: Json = { output_tokens: 9, input_tokens: null }): Events => [
  { type: "message_delta", delta: { stop_reason: reason }, usage },
  { type: "message_stop" },
];

async function streamOf(events: Events) {
  const server = await vendor((response) => sendEvents(response, events));
  return collect(createAnthropicModel({ apiKey, baseUrl: server.url }).stream(sampleRequest, { signal }));
}

async function errorOf(status: number, headers: { [name: string]: string }, body: string) {
  const server = await vendor((response) => {
    response
      .writeHead(status, { "content-type": "application/json", "request-id": "req_1", ...headers })
      .end(body);
  });
  const { error } = await collect(
    createAnthropicModel({ apiKey, baseUrl: server.url }).stream(sampleRequest, { signal }),
  );
  expect(server.requests).toHaveLength(1);
  expect(inspect(error, { depth: 10 })).not.toContain(apiKey);
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
  return error;
}

const errorBody = (type: string, message = "no", code?: string) =>
  JSON.stringify({
    type: "error",
    error: { type, message, details: code === undefined ? null : { error_code: code } },
  });

describe("a stream that ends well", () => {
  it("yields the request id, text, merged usage and the stop reason last", async () => {
    const { events, error } = await streamOf([start, text("Hel"), text("lo"), ...stop("end_turn")]);
    expect(error).toBeNull();
    expect(events[0]).toEqual({ type: "request", providerRequestId: "req_scripted" });
    expect(events.at(-1)).toEqual({ type: "stop", reason: "end_turn", vendorReason: "end_turn" });
    expect(lastUsage(events)).toEqual({
      inputTokens: 25,
      outputTokens: 9,
      cacheReadTokens: 7,
      cacheWriteTokens: 3,
      estimated: false,
      raw: { input_tokens: 25, output_tokens: 9, cache_read_input_tokens: 7, cache_creation_input_tokens: 3 },
    });
  });

  it.each([
    ["max_tokens", "max_tokens"],
    ["stop_sequence", "stop_sequence"],
    ["tool_use", "tool_use"],
    ["pause_turn", "pause_turn"],
    ["refusal", "refusal"],
    ["model_context_window_exceeded", "context_window_exceeded"],
    ["a_reason_of_2030", "other"],
  ])("tells the stop reason %s as %s", async (vendorReason, reason) => {
    const { events } = await streamOf([start, ...stop(vendorReason)]);
    expect(events.at(-1)).toEqual({ type: "stop", reason, vendorReason });
  });

  it("keeps what it does not know and goes on", async () => {
    const {
      events,
      text: said,
      error,
    } = await streamOf([
      start,
      { type: "weather_report", sky: "blue" },
      { type: "content_block_start", index: 0, content_block: { type: "hologram" } },
      { type: "content_block_delta", index: 0, delta: { type: "smell_delta", smell: "rose" } },
      text("ok"),
      ...stop("end_turn"),
    ]);
    expect(error).toBeNull();
    expect(said).toBe("ok");
    const names = events.flatMap((event) => (event.type === "unknown" ? [event.name] : []));
    expect(names).toEqual([
      "weather_report",
      "content_block_start.hologram",
      "content_block_delta.smell_delta",
    ]);
  });

  it("estimates the output when the vendor never tells it", async () => {
    const { events } = await streamOf([start, text("x".repeat(400)), ...stop("end_turn", null)]);
    expect(lastUsage(events)).toMatchObject({ inputTokens: 25, outputTokens: 100, estimated: true });
  });

  it("puts a tool call together from its pieces", async () => {
    const piece = (json: string) => ({
      type: "content_block_delta",
      index: 1,
      delta: { type: "input_json_delta", partial_json: json },
    });
    const { events } = await streamOf([
      start,
      { type: "content_block_start", index: 1, content_block: { type: "tool_use", id: "t1", name: "look" } },
      piece('{"at":'),
      piece('"sea"}'),
      { type: "content_block_stop", index: 1 },
      ...stop("tool_use"),
    ]);
    expect(events).toContainEqual({ type: "tool-call", id: "t1", name: "look", input: { at: "sea" } });
  });

  it("leaves the connection open for the next call", async () => {
    const ports = new Set<number | undefined>();
    const server = await vendor((response) => {
      ports.add(response.socket?.remotePort);
      sendEvents(response, [start, text("a"), ...stop("end_turn")]);
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url });
    for (let call = 0; call < 3; call += 1) {
      await collect(model.stream(sampleRequest, { signal }));
      await sleep(20);
    }
    expect(server.requests).toHaveLength(3);
    expect(ports.size).toBe(1);
  });
});

describe("a stream that breaks", () => {
  it.each<[string, Events, string]>([
    ["is closed before its end", [start, text("half a sentence")], "PROVIDER_STREAM_CUT"],
    [
      "is closed after the reason and before the end",
      [start, text("x"), ...stop("end_turn").slice(0, 1)],
      "PROVIDER_STREAM_CUT",
    ],
    ["ends without a reason", [start, ...stop(null)], "PROVIDER_PROTOCOL"],
    [
      "has a known event of another shape",
      [start, { type: "content_block_delta", index: "one" }],
      "PROVIDER_PROTOCOL",
    ],
    [
      "reports an overload",
      [start, { type: "error", error: { type: "overloaded_error", message: "m" } }],
      "PROVIDER_OVERLOADED",
    ],
    [
      "reports a rate limit",
      [start, { type: "error", error: { type: "rate_limit_error", message: "m" } }],
      "PROVIDER_RATE_LIMITED",
    ],
    [
      "reports a fault of its own",
      [start, { type: "error", error: { type: "api_error", message: "m" } }],
      "PROVIDER_UNAVAILABLE",
    ],
    [
      "reports a fault of 2030",
      [start, { type: "error", error: { type: "new_error", message: "m" } }],
      "PROVIDER_UNAVAILABLE",
    ],
    [
      "reports a bad request",
      [start, { type: "error", error: { type: "invalid_request_error", message: "m" } }],
      "PROVIDER_REFUSED",
    ],
  ])("%s", async (_name, events, code) => {
    const collected = await streamOf(events);
    expect(collected.error).toMatchObject({ code });
    expect(collected.events.some((event) => event.type === "stop")).toBe(false);
    expect(lastUsage(collected.events)).toMatchObject({ inputTokens: 25 });
  });

  it("keeps the text and counts it when it is cut", async () => {
    const said = "The tide turns twice a day. ".repeat(20);
    const { text: kept, events } = await streamOf([start, text(said)]);
    expect(kept).toBe(said);
    expect(lastUsage(events)).toMatchObject({
      inputTokens: 25,
      outputTokens: Math.ceil(said.length / 4),
      estimated: true,
    });
  });

  it("refuses tool input that is not JSON", async () => {
    const { error } = await streamOf([
      start,
      { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "t", name: "n" } },
      { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"a":' } },
      { type: "content_block_stop", index: 0 },
      ...stop("tool_use"),
    ]);
    expect(error).toMatchObject({ code: "PROVIDER_PROTOCOL", retryable: true });
  });

  it("gives up when only keep-alives come", async () => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write('event: ping\ndata: {"type":"ping"}\n\n'), 20);
      response.on("close", () => clearInterval(timer));
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url, idleTimeoutMs: 100 });
    const startMs = performance.now();
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT", retryable: true });
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it("ends a stream that drips for ever at its total time", async () => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(
        `data: ${JSON.stringify(start)}\n\nevent: message_start\ndata: ${JSON.stringify(start)}\n\n`,
      );
      const timer = setInterval(() => {
        response.write(`event: content_block_delta\ndata: ${JSON.stringify(text("."))}\n\n`);
      }, 20);
      response.on("close", () => clearInterval(timer));
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url, totalTimeoutMs: 300 });
    const { error, text: kept } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT" });
    expect(kept.length).toBeGreaterThan(3);
  });

  it("is not mistaken for an answer when it is a web page", async () => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Log in</h1>");
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_PROTOCOL" });
    await expect(model.checkKey({ signal })).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
  });
});

describe("a call that is refused", () => {
  it.each<[number, string, string, string, boolean]>([
    [400, errorBody("invalid_request_error"), "PROVIDER_REFUSED", "claude-haiku-5-5", false],
    [
      400,
      errorBody("invalid_request_error", "Your credit balance is too low"),
      "PROVIDER_SPEND_LIMIT",
      "credit",
      false,
    ],
    [401, errorBody("authentication_error", `bad key ${apiKey}`), "KEY_INVALID", "key", false],
    [402, errorBody("billing_error"), "PROVIDER_SPEND_LIMIT", "credit", false],
    [403, errorBody("permission_error"), "KEY_INVALID", "permission", false],
    [403, "<html>blocked</html>", "PROVIDER_REFUSED", "network", false],
    [404, errorBody("not_found_error"), "MODEL_NOT_FOUND", "claude-haiku-5-5", false],
    [408, "", "PROVIDER_UNAVAILABLE", "408", true],
    [413, errorBody("request_too_large"), "PROVIDER_REFUSED", "too large", false],
    [429, errorBody("rate_limit_error"), "PROVIDER_RATE_LIMITED", "rate", true],
    [
      429,
      errorBody("rate_limit_error", "no", "enforced_spend_limit_reached"),
      "PROVIDER_SPEND_LIMIT",
      "spend",
      false,
    ],
    [
      429,
      errorBody("rate_limit_error", "no", "contract_spend_limit_reached"),
      "PROVIDER_SPEND_LIMIT",
      "spend",
      false,
    ],
    [429, errorBody("rate_limit_error", "no", "ramp_limit_exceeded"), "PROVIDER_RATE_LIMITED", "rate", true],
    [500, errorBody("api_error"), "PROVIDER_UNAVAILABLE", "500", true],
    [503, "not json", "PROVIDER_UNAVAILABLE", "503", true],
    [529, errorBody("overloaded_error"), "PROVIDER_OVERLOADED", "overloaded", true],
    [302, "", "PROVIDER_REFUSED", "redirect", false],
  ])("%i %s is %s", async (status, body, code, words, retryable) => {
    const error = await errorOf(status, { location: "http://127.0.0.1:9/" }, body);
    expect(error).toMatchObject({ code, retryable });
    expect(error.message).toContain(words);
    expect(error.details).toMatchObject({ httpStatus: status, providerRequestId: "req_1" });
  });

  it.each<[{ [name: string]: string }, number | undefined]>([
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "3600" }, 3_600_000],
    [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": String(25 * 86_400) }, 86_400_000],
    [{ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, undefined],
    [{}, undefined],
  ])("%o asks to wait %s ms", async (headers, waitMs) => {
    expect((await errorOf(429, headers, errorBody("rate_limit_error"))).retryAfterMs).toBe(waitMs);
  });

  it("understands a date to wait for", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfterMs } = await errorOf(429, { "retry-after": date }, errorBody("rate_limit_error"));
    expect(retryAfterMs).toBeGreaterThan(57_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it("is not repeated when the vendor says so", async () => {
    expect(await errorOf(529, { "x-should-retry": "false" }, "")).toMatchObject({ retryable: false });
  });

  it("says so when nobody listens", async () => {
    const server = await scriptVendor(() => {});
    await server.close();
    const { error } = await collect(
      createAnthropicModel({ apiKey, baseUrl: server.url }).stream(sampleRequest, { signal }),
    );
    expect(error).toMatchObject({ code: "PROVIDER_UNAVAILABLE", details: { cause: "ECONNREFUSED" } });
  });

  it("keeps a key out of types, codes and request ids too", async () => {
    const body = JSON.stringify({
      error: { type: apiKey, message: apiKey, details: { error_code: apiKey } },
    });
    await errorOf(400, { "request-id": apiKey }, body);
  });
});

describe("what a call is made with", () => {
  it("is one request with the key and the version, and nothing of the environment", async () => {
    const server = await vendor((response) => sendEvents(response, [start, ...stop("end_turn")]));
    const polluted = {
      ANTHROPIC_API_KEY: "sk-env-key",
      ANTHROPIC_AUTH_TOKEN: "env-token",
      ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
      ANTHROPIC_CUSTOM_HEADERS: "Authorization: Bearer sk-env-header\nx-api-key: sk-env-header\nx-extra: env",
      ANTHROPIC_LOG: "debug",
      ANTHROPIC_PROFILE: "no-such-profile",
    };
    Object.assign(process.env, polluted);
    try {
      const model = createAnthropicModel({ apiKey, baseUrl: server.url });
      const { error } = await collect(model.stream(sampleRequest, { signal }));
      expect(error).toBeNull();
      expect(() => createAnthropicModel({ apiKey: "", baseUrl: server.url })).toThrow(
        expect.objectContaining({ code: "KEY_MISSING" }),
      );
      expect(() => createAnthropicModel({ apiKey, baseUrl: "" })).toThrow(
        expect.objectContaining({ code: "INVALID_INPUT" }),
      );
    } finally {
      for (const name of Object.keys(polluted)) delete process.env[name];
    }
    expect(server.requests).toHaveLength(1);
    const sent = server.requests[0]?.headers ?? {};
    expect(sent.authorization).toBe(`Bearer ${apiKey}`);
    expect(sent["anthropic-version"]).toBe(anthropicVersion);
    expect(JSON.stringify(sent)).not.toContain("env");
    expect(Object.keys(sent).filter((name) => name.startsWith("x-"))).toEqual([]);
  });

  it("speaks the version of the SDK that it is built on", async () => {
    const { default: Anthropic } = await import("@anthropic-ai/sdk");
    let version: string | null = null;
    const probe = new Anthropic({
      apiKey,
      baseURL: "http://127.0.0.1",
      fetch: async (_url, init) => {
        version = new Headers(init?.headers).get("anthropic-version");
        return Response.json({});
      },
    });
    await probe.models.retrieve("x");
    expect(version).toBe(anthropicVersion);
  });

  it("asks for JSON with the vendor's subset of the schema and sends no sampling parameters", async () => {
    const server = await vendor((response) => sendEvents(response, [start, ...stop("end_turn")]));
    const outputSchema = {
      type: "object",
      properties: { n: { type: "integer", minimum: 1 } },
      required: ["n"],
    };
    const request = { ...sampleRequest, outputSchema, temperature: 0.2 };
    await collect(createAnthropicModel({ apiKey, baseUrl: server.url }).stream(request, { signal }));
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      model: "claude-haiku-5-5",
      system: "Be brief.",
      messages: [{ role: "user", content: "Say hello." }],
      max_tokens: 500,
      metadata: { user_id: "node-run-1" },
      stream: true,
      output_config: {
        format: {
          type: "json_schema",
          schema: {
            type: "object",
            properties: { n: { type: "integer", description: "{minimum: 1}" } },
            required: ["n"],
            additionalProperties: false,
          },
        },
      },
    });
  });

  it.each(["sk-with space", "sk-with\nbreak", "sk-ünicode"])(
    "refuses the key %j without quoting it",
    (key) => {
      let thrown: unknown;
      try {
        createAnthropicModel({ apiKey: key, baseUrl: "https://api.anthropic.com" });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: "KEY_INVALID" });
      expect(inspect(thrown)).not.toContain(key);
    },
  );
});
