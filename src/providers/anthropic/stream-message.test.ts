import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { createAnthropicModel } from "./model.ts";
import { collect, lastUsage, sampleRequest, sendEvents } from "./testing/scripted-vendor.ts";
import { apiKey, type Events, signal, start, stop, streamOf, text, vendor } from "./testing/wire-samples.ts";

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

  it.each<[Json, object]>([
    [{ inference_geo: "us", speed: "fast" }, { priceFactors: ["region:us", "speed:fast"] }],
    [{ service_tier: "priority" }, { priceFactors: ["tier:priority"] }],
    [{ cache_creation: { ephemeral_1h_input_tokens: 2 } }, { cacheWrite1hTokens: 2 }],
    [{ inference_geo: "global", speed: "standard", service_tier: "standard" }, {}],
  ])("tells what in %j matters to the price", async (told, expected) => {
    const usage = { output_tokens: 9, ...(told as object) };
    const { events } = await streamOf([start, ...stop("end_turn", usage)]);
    const { priceFactors, cacheWrite1hTokens } = lastUsage(events) ?? {};
    expect(JSON.parse(JSON.stringify({ priceFactors, cacheWrite1hTokens }))).toEqual(expected);
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

  it.each([
    ["null", null],
    ["absent", undefined],
    ["without the input", { output_tokens: 1, input_tokens: null }],
  ])("estimates an input that the vendor does not tell: usage %s", async (_name, usage) => {
    const { events } = await streamOf([
      { type: "message_start", message: usage === undefined ? {} : { usage } },
      text("Hello"),
      ...stop("end_turn"),
    ]);
    const { system, messages } = sampleRequest;
    const sent = (system ?? "").length + messages.reduce((sum, message) => sum + message.text.length, 0);
    expect(sent).toBeGreaterThan(0);
    expect(lastUsage(events)).toMatchObject({
      inputTokens: Math.ceil(sent / 3),
      outputTokens: 9,
      estimated: true,
    });
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

  it.each([
    ["only keep-alives come", 'event: ping\ndata: {"type":"ping"}\n\n', "nothing but keep-alives for 0.7 s"],
    ["only comments come", ": still here\n\n", "nothing but keep-alives for 0.7 s"],
    ["nothing comes", "", "nothing for 0.5 s"],
  ])("gives up when %s, and tells the true time", async (_name, sign, words) => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      const timer = setInterval(() => response.write(sign), 20);
      response.on("close", () => clearInterval(timer));
    });
    const timeouts = { idleTimeoutMs: 500, keepAliveTimeoutMs: 700 };
    const model = createAnthropicModel({ apiKey, baseUrl: server.url, ...timeouts });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT", retryable: true });
    expect(error).toMatchObject({ message: expect.stringContaining(words) });
  });

  it.each([
    ["pings", 'event: ping\ndata: {"type":"ping"}\n\n'],
    ["comments", ": still here\n\n"],
  ])("waits for a model that thinks silently while %s come", async (_name, sign) => {
    const server = await vendor(async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const thinking = { type: "content_block_start", index: 0, content_block: { type: "thinking" } };
      for (const event of [start, thinking]) response.write(`data: ${JSON.stringify(event)}\n\n`);
      for (let beat = 0; beat < 12; beat += 1) {
        await sleep(100);
        response.write(sign);
      }
      const rest = [text("at last"), ...stop("end_turn")];
      response.end(rest.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url, idleTimeoutMs: 500 });
    const { error, text: said } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toBeNull();
    expect(said).toBe("at last");
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
    expect(error).toMatchObject({ code: "PROVIDER_PROTOCOL", retryable: false });
    await expect(model.checkKey({ signal })).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
  });
});

describe("an answer that is too much", () => {
  const pieces = (event: Events[number], count: number) => Array.from({ length: count }, () => event);
  const tool = { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "t" } };
  const call = { type: "input_json_delta", partial_json: "x".repeat(100_000) };

  it.each<[string, Events, string]>([
    ["in one event", [start, text("x".repeat(41_943_040)), ...stop("end_turn")], "PROVIDER_PROTOCOL"],
    [
      "in an event nobody knows",
      [start, { type: "news", data: "x".repeat(5_000_000) }, ...stop("end_turn")],
      "PROVIDER_PROTOCOL",
    ],
    [
      "in the input of tools",
      [start, tool, ...pieces({ type: "content_block_delta", index: 0, delta: call }, 4)],
      "OUTPUT_TOO_LARGE",
    ],
  ])("%s is refused before it is kept, once", async (_name, events, code) => {
    const { error, text: kept, events: told } = await streamOf(events);
    expect(error).toMatchObject({ code, retryable: false });
    expect(kept).toBe("");
    expect(JSON.stringify(told).length).toBeLessThan(1_000);
  });

  it("that comes in events of their usual size may be of any length", async () => {
    const { error, text: kept } = await streamOf([
      start,
      ...pieces(text("x".repeat(100_000)), 60),
      ...stop("end_turn"),
    ]);
    expect(error).toBeNull();
    expect(kept).toHaveLength(6_000_000);
  });

  it("leaves nothing of what its usage and names hold beyond their size", async () => {
    const { events } = await streamOf([
      { type: "message_start", message: { usage: { input_tokens: 25, note: "x".repeat(100_000) } } },
      { type: "weather".repeat(10_000) },
      ...stop("s".repeat(10_000), { output_tokens: 9, nul: "a\0b" }),
    ]);
    expect(lastUsage(events)).toMatchObject({
      inputTokens: 25,
      outputTokens: 9,
      raw: { input_tokens: 25, output_tokens: 9, nul: "a\ufffdb" },
    });
    expect(JSON.stringify(events).length).toBeLessThan(1_000);
  });

  it.each([
    [500, "PROVIDER_UNAVAILABLE"],
    [401, "KEY_INVALID"],
  ])("with status %i is read no further than an error goes", async (status, code) => {
    const server = await vendor((response) => {
      response.writeHead(status, { "content-type": "application/json" });
      const timer = setInterval(() => response.write("x".repeat(50_000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url });
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code });
  });

  it("for a list of models is not read to its end", async () => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"data":[');
      const timer = setInterval(() => response.write(" ".repeat(500_000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url });
    await expect(model.listModels({ signal })).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
  });
});
