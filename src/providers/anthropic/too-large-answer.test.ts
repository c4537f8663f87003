import { describe, expect, it } from "vitest";
import { collect, lastUsage, sampleRequest } from "../wire/testing/scripted-vendor.ts";
import { createAnthropicModel } from "./model.ts";
import { apiKey, type Events, signal, start, stop, streamOf, text, vendor } from "./testing/wire-samples.ts";

describe("an answer that is too large", () => {
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
  ])("%s is refused before it is buffered, without a retry", async (_name, events, code) => {
    const { error, text: kept, events: told } = await streamOf(events);
    expect(error).toMatchObject({ code, retryable: false });
    expect(kept).toBe("");
    expect(JSON.stringify(told).length).toBeLessThan(1_000);
  });

  it("that comes in events of normal size may have any length", async () => {
    const { error, text: kept } = await streamOf([
      start,
      ...pieces(text("x".repeat(100_000)), 60),
      ...stop("end_turn"),
    ]);
    expect(error).toBeNull();
    expect(kept).toHaveLength(6_000_000);
  });

  it("drops usage and names that are too large", async () => {
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
  ])("with status %i is read no further than an error may be long", async (status, code) => {
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
