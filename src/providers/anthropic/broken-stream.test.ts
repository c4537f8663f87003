import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { collect, lastUsage, sampleRequest } from "../wire/testing/scripted-vendor.ts";
import { createAnthropicModel } from "./model.ts";
import { apiKey, type Events, signal, start, stop, streamOf, text, vendor } from "./testing/wire-samples.ts";

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

  it("keeps the text and its usage when it is cut", async () => {
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
    [
      "only keep-alives come",
      'event: ping\ndata: {"type":"ping"}\n\n',
      { keepAliveTimeoutMs: 700 },
      "but keep-alives for 0.7 s",
    ],
    ["only comments come", ": still here\n\n", { keepAliveTimeoutMs: 700 }, "but keep-alives for 0.7 s"],
    ["nothing comes", "", { idleTimeoutMs: 500 }, "nothing for 0.5 s"],
  ])("gives up when %s, and reports the real time", async (_name, sign, timeouts, words) => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      const timer = setInterval(() => response.write(sign), 20);
      response.on("close", () => clearInterval(timer));
    });
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
      for (let beat = 0; beat < 20; beat += 1) {
        await sleep(100);
        response.write(sign);
      }
      const rest = [text("at last"), ...stop("end_turn")];
      response.end(rest.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
    });
    const model = createAnthropicModel({ apiKey, baseUrl: server.url, idleTimeoutMs: 1_500 });
    const { error, text: said } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toBeNull();
    expect(said).toBe("at last");
  });

  it("ends a stream that drips forever at its total time", async () => {
    const server = await vendor((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const drop = `event: content_block_delta\ndata: ${JSON.stringify(text("."))}\n\n`;
      response.write(`event: message_start\ndata: ${JSON.stringify(start)}\n\n${drop.repeat(4)}`);
      const timer = setInterval(() => response.write(drop), 20);
      response.on("close", () => clearInterval(timer));
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const model = createAnthropicModel({ apiKey, baseUrl: server.url, totalTimeoutMs: 1_000 });
    const heard: string[] = [];
    const untilFour = async function* () {
      for await (const event of model.stream(sampleRequest, { signal })) {
        if (event.type === "text" && heard.push(event.text) === 4) vi.advanceTimersByTime(1_000);
        yield event;
      }
    };
    const { error, text: kept } = await collect(untilFour());
    expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT" });
    expect(kept).toBe(heard.join(""));
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
