import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ModelPort } from "#engine/ports.ts";
import { createAnthropicModel } from "./anthropic/model.ts";
import {
  start as messageStart,
  stop as messageStop,
  text as messageText,
} from "./anthropic/testing/wire-samples.ts";
import { createCompatibleModel, createOpenAiModel } from "./openai/model.ts";
import * as open from "./openai/testing/wire-samples.ts";
import { collect, lastUsage, sampleRequest, scriptVendor } from "./wire/testing/scripted-vendor.ts";

const apiKey = "sk-contract-canary-0123456789";
const signal = new AbortController().signal;

interface Options {
  readonly baseUrl: string;
  readonly connectTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly keepAliveTimeoutMs?: number;
  readonly totalTimeoutMs?: number;
}

const lines = (events: readonly object[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

/** The same answer on each wire: 25 fresh input tokens, 7 read from the cache, 3 written to it, 9 of output. */
const wires = [
  {
    name: "Messages",
    create: (options: Options): ModelPort =>
      createAnthropicModel({ apiKey, label: "The vendor", ...options }),
    start: lines([messageStart]),
    say: (text: string) => lines([messageText(text)]),
    end: lines(messageStop("end_turn")),
    endWithoutUsage: lines(messageStop("end_turn", null)),
    unknown: lines([{ type: "weather_report", sky: "blue" }]),
    broken: 'data: {"type":"content_block_delta","index":"one"}\n\n',
    overloaded: lines([{ type: "error", error: { type: "overloaded_error", message: "m" } }]),
    keepAlive: 'event: ping\ndata: {"type":"ping"}\n\n',
    errorOf: (type: string) => ({ type: "error", error: { type, message: `no, ${apiKey}` } }),
  },
  {
    name: "Responses",
    create: (options: Options): ModelPort => createOpenAiModel({ apiKey, label: "The vendor", ...options }),
    start: open.created,
    say: open.delta,
    end: open.ended(),
    endWithoutUsage: open.ended(null, {}),
    unknown: open.event("response.weather_report", { sky: "blue" }),
    broken: open.event("response.output_text.delta", { delta: 1 }),
    overloaded: open.event("error", { code: "slow_down", message: "m" }),
    keepAlive: open.event("keepalive"),
    errorOf: (type: string) => ({ error: { type, message: `no, ${apiKey}`, code: null } }),
  },
  {
    name: "Chat Completions",
    create: (options: Options): ModelPort =>
      createCompatibleModel({ apiKey, label: "The vendor", ...options }),
    start: open.chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "" } }] }),
    say: open.content,
    end: open.finish("stop") + open.usageChunk() + open.done,
    endWithoutUsage: open.finish("stop") + open.done,
    unknown: open.chunk({ object: "weather.report" }),
    broken: open.chunk({ choices: [{ delta: { content: 1 } }] }),
    overloaded: open.chunk({ error: { code: 529, message: "m" } }),
    keepAlive: ": still here\n\n",
    errorOf: (type: string) => ({ error: { type, message: `no, ${apiKey}`, code: null } }),
  },
] as const;

const streamHead = { "content-type": "text/event-stream", "request-id": "req_1", "x-request-id": "req_1" };

describe.each(wires)("an adapter of $name", (wire) => {
  async function vendor(reply: (response: ServerResponse, path: string) => void | Promise<void>) {
    const server = await scriptVendor(reply);
    onTestFinished(() => server.close());
    return server;
  }

  async function answerOf(body: string | readonly Uint8Array[], options: Omit<Options, "baseUrl"> = {}) {
    const server = await vendor(async (response) => {
      response.writeHead(200, streamHead);
      for (const part of typeof body === "string" ? [body] : body) {
        response.write(part);
        if (typeof body !== "string") await sleep(0);
      }
      response.end();
    });
    const model = wire.create({ baseUrl: server.url, ...options });
    const collected = await collect(model.stream(sampleRequest, { signal }));
    expect(server.requests).toHaveLength(1);
    return collected;
  }

  it("yields the request id, the text, disjoint usage, and the reason last", async () => {
    const { events, text, error } = await answerOf(wire.start + wire.say("Hel") + wire.say("lo") + wire.end);
    expect(error).toBeNull();
    expect(text).toBe("Hello");
    expect(events[0]).toEqual({ type: "request", providerRequestId: "req_1" });
    expect(events.at(-1)).toMatchObject({ type: "stop", reason: "end_turn" });
    expect(lastUsage(events)).toMatchObject({
      inputTokens: 25,
      outputTokens: 9,
      cacheReadTokens: 7,
      cacheWriteTokens: 3,
      estimated: false,
    });
  });

  it("reads characters and lines that are cut anywhere", async () => {
    const said = "Grüße an 日本, 🌊 und zurück";
    const bytes = new TextEncoder().encode(wire.start + wire.say(said) + wire.end);
    for (const size of [1, 7]) {
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      const { text, error } = await answerOf(parts);
      expect(error).toBeNull();
      expect(text).toBe(said);
    }
  });

  it("skips what it does not know, and survives bytes that are not valid UTF-8", async () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const { events, text, error } = await answerOf([
      encode(wire.start + wire.unknown),
      encode(": "),
      Uint8Array.of(0xff, 0xc3),
      encode(`\n\n${wire.say("ok")}${wire.end}`),
    ]);
    expect(error).toBeNull();
    expect(text).toBe("ok");
    expect(events.filter(({ type }) => type === "unknown")).toHaveLength(1);
  });

  it("ignores keep-alives", async () => {
    const body = wire.start + wire.keepAlive.repeat(3) + wire.say("ok") + wire.keepAlive + wire.end;
    const { events, text } = await answerOf(body);
    expect(text).toBe("ok");
    expect(events.filter(({ type }) => type === "unknown")).toEqual([]);
  });

  it("estimates usage that the vendor never reports, and marks it", async () => {
    const { events } = await answerOf(
      wire.start.replace(/"usage":\{[^}]*\}/, '"usage":null') +
        wire.say("x".repeat(400)) +
        wire.endWithoutUsage,
    );
    expect(lastUsage(events)).toMatchObject({ outputTokens: 100, estimated: true });
    expect(lastUsage(events)?.inputTokens).toBeGreaterThan(0);
    const most = await answerOf(wire.start + wire.say("x".repeat(40_000)) + wire.endWithoutUsage);
    expect(lastUsage(most.events)).toMatchObject({ outputTokens: sampleRequest.maxTokens, estimated: true });
  });

  it.each([
    ["is closed before its end", wire.start + wire.say("half a sentence"), "PROVIDER_STREAM_CUT"],
    [
      "is closed in the middle of an event",
      wire.start + wire.say("half").slice(0, -9),
      "PROVIDER_STREAM_CUT",
    ],
    ["has a known event of another shape", wire.start + wire.broken, "PROVIDER_PROTOCOL"],
    ["has an event that is not JSON", `${wire.start}data: {"half\n\n`, "PROVIDER_PROTOCOL"],
    ["reports an overload", wire.start + wire.overloaded, "PROVIDER_OVERLOADED"],
  ])("fails with the usage known when the stream %s", async (_name, body, code) => {
    const { error, events } = await answerOf(body);
    expect(error).toMatchObject({ code, retryable: true });
    expect(events.some(({ type }) => type === "stop")).toBe(false);
    expect(lastUsage(events)).toMatchObject({ estimated: true });
  });

  it.each([
    ["only keep-alives come", wire.keepAlive, { keepAliveTimeoutMs: 700 }, "but keep-alives for 0.7 s"],
    ["nothing comes", "", { idleTimeoutMs: 500 }, "nothing for 0.5 s"],
    ["it drips for ever", wire.say("."), { totalTimeoutMs: 1_000 }, "took longer than 1 s"],
  ])("gives up when %s, and reports the real time", async (_name, sign, timeouts, words) => {
    const server = await vendor((response) => {
      response.writeHead(200, streamHead);
      response.flushHeaders();
      const timer = setInterval(() => response.write(sign), 20);
      response.on("close", () => clearInterval(timer));
    });
    const model = wire.create({ baseUrl: server.url, ...timeouts });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({
      code: "PROVIDER_TIMEOUT",
      retryable: true,
      message: expect.stringContaining(words),
    });
  });

  it("gives up when no answer begins", async () => {
    const server = await vendor(() => sleep(20_000, undefined, { ref: false }));
    const model = wire.create({ baseUrl: server.url, connectTimeoutMs: 300 });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT" });
  });

  it.each([
    [400, "invalid_request_error", {}, "PROVIDER_REFUSED", undefined],
    [401, "authentication_error", {}, "KEY_INVALID", undefined],
    [403, "permission_error", {}, "KEY_INVALID", undefined],
    [402, "billing_error", {}, "PROVIDER_SPEND_LIMIT", undefined],
    [404, "not_found_error", {}, "MODEL_NOT_FOUND", undefined],
    [413, "request_too_large", {}, "PROVIDER_REFUSED", undefined],
    [429, "rate_limit_error", { "retry-after": "3" }, "PROVIDER_RATE_LIMITED", 3_000],
    [429, "rate_limit_error", { "retry-after-ms": "250" }, "PROVIDER_RATE_LIMITED", 250],
    [500, "server_error", {}, "PROVIDER_UNAVAILABLE", undefined],
    [503, "server_error", { "retry-after": "7" }, "PROVIDER_UNAVAILABLE", 7_000],
    [529, "overloaded_error", {}, "PROVIDER_OVERLOADED", undefined],
    [302, "moved", { location: "http://127.0.0.1:9/" }, "PROVIDER_REFUSED", undefined],
  ] as const)(
    "maps %i %s %o to %s, asks once, and keeps the key out",
    async (status, type, headers, code, wait) => {
      const server = await vendor((response) => {
        response.writeHead(status, { ...streamHead, "content-type": "application/json", ...headers });
        response.end(JSON.stringify(wire.errorOf(type)));
      });
      const model = wire.create({ baseUrl: server.url });
      const { error, events } = await collect(model.stream(sampleRequest, { signal }));
      expect(error).toMatchObject({ code, retryAfterMs: wait, details: { httpStatus: status } });
      expect(inspect([error, events], { depth: 10 })).not.toContain(apiKey);
      expect(server.requests).toHaveLength(1);
      expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    },
  );

  it("mistakes no web page for an answer or a list of models", async () => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Log in</h1>");
    });
    const model = wire.create({ baseUrl: server.url });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_PROTOCOL", retryable: false });
    await expect(model.checkKey({ signal })).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
  });

  it.each([
    ["one event", wire.start + wire.say("x".repeat(5_000_000)) + wire.end],
    [
      "an event nobody knows",
      `${wire.start}data: {"object":"news","type":"news","x":"${"x".repeat(5_000_000)}"}\n\n`,
    ],
  ])("rejects %s that is larger than any model's", async (_name, body) => {
    const { error, text, events } = await answerOf(body);
    expect(error).toMatchObject({ code: "PROVIDER_PROTOCOL", retryable: false });
    expect(text).toBe("");
    expect(JSON.stringify(events).length).toBeLessThan(1_000);
  });

  it("does not read to the end of an error, or a list of models, that never ends", async () => {
    const server = await vendor((response, path) => {
      const isList = path.endsWith("/models") || path.includes("/models?");
      response.writeHead(isList ? 200 : 500, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" ".repeat(500_000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    const model = wire.create({ baseUrl: server.url });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    await expect(model.listModels({ signal })).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
  });

  it("reports a connection that is refused", async () => {
    const server = await scriptVendor(() => {});
    await server.close();
    const { error } = await collect(wire.create({ baseUrl: server.url }).stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_UNAVAILABLE", details: { cause: "ECONNREFUSED" } });
  });

  it("leaves the connection open for the next call", async () => {
    const ports = new Set<number | undefined>();
    const server = await vendor((response) => {
      ports.add(response.socket?.remotePort);
      response.writeHead(200, streamHead).end(wire.start + wire.say("a") + wire.end);
    });
    const model = wire.create({ baseUrl: server.url });
    for (let call = 0; call < 3; call += 1) {
      await collect(model.stream(sampleRequest, { signal }));
      // The runtime gives a connection back one turn after its answer has ended.
      await new Promise(setImmediate);
    }
    expect(server.requests).toHaveLength(3);
    expect(ports.size).toBe(1);
  });

  it.each(["", "sk-with space", "sk-with\nbreak", "sk-ünicode"])("refuses the key %j", (key) => {
    const create = () => {
      const options = { apiKey: key, baseUrl: "https://vendor.example/v1" };
      if (wire.name === "Messages") return createAnthropicModel(options);
      return wire.name === "Responses" ? createOpenAiModel(options) : createCompatibleModel(options);
    };
    expect(create).toThrow(expect.objectContaining({ code: key === "" ? "KEY_MISSING" : "KEY_INVALID" }));
  });
});
