import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { textsOf } from "../wire/message-texts.ts";
import { collect, lastUsage, sampleRequest, sendEvents } from "../wire/testing/scripted-vendor.ts";
import { createAnthropicModel } from "./model.ts";
import { apiKey, signal, start, stop, streamOf, text, vendor } from "./testing/wire-samples.ts";

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
  ])("reports what in %j affects the price", async (told, expected) => {
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
  ])("reports the stop reason %s as %s", async (vendorReason, reason) => {
    const { events } = await streamOf([start, ...stop(vendorReason)]);
    expect(events.at(-1)).toEqual({ type: "stop", reason, vendorReason });
  });

  it("reports unknown events by name and goes on", async () => {
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
    ["with more than any call takes", { output_tokens: 1, input_tokens: 100_000_001 }],
  ])("estimates an input that the vendor does not report: usage %s", async (_name, usage) => {
    const { events } = await streamOf([
      { type: "message_start", message: usage === undefined ? {} : { usage } },
      text("Hello"),
      ...stop("end_turn"),
    ]);
    const sent = textsOf(sampleRequest).join("").length;
    expect(sent).toBeGreaterThan(0);
    expect(lastUsage(events)).toMatchObject({
      inputTokens: Math.ceil(sent / 3),
      outputTokens: 9,
      estimated: true,
    });
  });

  it("estimates the output when the vendor never reports it", async () => {
    const { events } = await streamOf([start, text("x".repeat(400)), ...stop("end_turn", null)]);
    expect(lastUsage(events)).toMatchObject({ inputTokens: 25, outputTokens: 100, estimated: true });
  });

  it("estimates no more output than the request allowed", async () => {
    const { events } = await streamOf([start, text("x".repeat(40_000)), ...stop("end_turn", null)]);
    expect(lastUsage(events)).toMatchObject({ outputTokens: sampleRequest.maxTokens, estimated: true });
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
      // The runtime gives a connection back one turn after its answer has ended.
      await new Promise(setImmediate);
    }
    expect(server.requests).toHaveLength(3);
    expect(ports.size).toBe(1);
  });
});
