import { describe, expect, it, onTestFinished } from "vitest";
import type { ModelRequest } from "#engine/ports.ts";
import { collect, lastUsage, sampleRequest, scriptVendor } from "../../wire/testing/scripted-vendor.ts";
import { createCompatibleModel } from "../model.ts";
import { apiKey, chatUsage, chunk, content, done, finish, usageChunk } from "../testing/wire-samples.ts";

const signal = new AbortController().signal;

async function ask(body: string, change: Partial<ModelRequest> = {}) {
  const server = await scriptVendor((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(body);
  });
  onTestFinished(() => server.close());
  const model = createCompatibleModel({ apiKey, baseUrl: `${server.url}/api/v1` });
  const collected = await collect(model.stream({ ...sampleRequest, ...change }, { signal }));
  return { ...collected, sent: server.requests[0] };
}

const toolPiece = (index: number, fields: object) =>
  chunk({ choices: [{ index: 0, delta: { tool_calls: [{ index, ...fields }] }, finish_reason: null }] });

describe("a call of Chat Completions", () => {
  it("uses only fields that all compatible servers have", async () => {
    const { sent, error } = await ask(finish("stop") + usageChunk() + done, {
      temperature: 0.2,
      effort: "high",
    });
    expect(error).toBeNull();
    expect(sent?.path).toBe("/api/v1/chat/completions");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: sampleRequest.model,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Say hello." },
      ],
      max_tokens: 500,
      temperature: 0.2,
      reasoning_effort: "high",
      user: "node-run-1",
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it("asks for JSON as a response format", async () => {
    const outputSchema = { type: "object", properties: { n: { type: "integer" } } };
    const { sent } = await ask(finish("stop") + done, { outputSchema });
    expect(JSON.parse(sent?.body ?? "").response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "answer", strict: false, schema: outputSchema },
    });
  });

  it.each([
    ["in a chunk of its own", content("x") + finish("stop") + usageChunk() + done],
    ["with null choices", content("x") + finish("stop") + chunk({ choices: null, usage: chatUsage }) + done],
    [
      "beside the reason",
      content("x") + chunk({ choices: [{ delta: {}, finish_reason: "stop" }], usage: chatUsage }) + done,
    ],
    ["before the reason, and not after", usageChunk() + content("x") + finish("stop") + done],
    ["by a server that closes without a last word", content("x") + finish("stop") + usageChunk()],
  ])("accepts usage that comes %s", async (_name, body) => {
    const { events, error } = await ask(body);
    expect(error).toBeNull();
    expect(lastUsage(events)).toEqual({
      inputTokens: 25,
      outputTokens: 9,
      cacheReadTokens: 7,
      cacheWriteTokens: 3,
      estimated: false,
      raw: chatUsage,
    });
  });

  it.each([
    [
      "more from the cache than was read",
      { prompt_tokens: 5, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 9 } },
      { inputTokens: 0, cacheReadTokens: 5, estimated: false },
    ],
    ["no output", { prompt_tokens: 5 }, { inputTokens: 5, outputTokens: 1, estimated: true }],
    [
      "more than any call takes",
      { prompt_tokens: 9e15, completion_tokens: 100_000_001 },
      { inputTokens: 7, outputTokens: 1, cacheReadTokens: 0, estimated: true },
    ],
    ["nonsense", { prompt_tokens: -1, completion_tokens: "many" }, { inputTokens: 7, estimated: true }],
  ])("copes with usage that reports %s", async (_name, usage, expected) => {
    const { events } = await ask(content("abc") + finish("stop") + usageChunk(usage) + done);
    expect(lastUsage(events)).toMatchObject(expected);
  });

  it("counts hidden thinking as output, and shows none", async () => {
    const thought = (name: string) => chunk({ choices: [{ delta: { [name]: "x".repeat(200) } }] });
    const { text, events } = await ask(thought("reasoning_content") + thought("reasoning") + content("ok"));
    expect(text).toBe("ok");
    expect(lastUsage(events)).toMatchObject({ outputTokens: 101, estimated: true });
  });

  it.each([
    ["stop", "end_turn"],
    ["length", "max_tokens"],
    ["tool_calls", "tool_use"],
    ["function_call", "tool_use"],
    ["content_filter", "refusal"],
    ["a_reason_of_2030", "other"],
  ])("maps the finish reason %s to %s", async (word, reason) => {
    const { events } = await ask(content("x") + finish(word) + done);
    expect(events.at(-1)).toEqual({ type: "stop", reason, vendorReason: word });
  });

  it("fails where nothing said why the answer ended", async () => {
    expect((await ask(content("x") + done)).error).toMatchObject({ code: "PROVIDER_PROTOCOL" });
    expect((await ask(content("x"))).error).toMatchObject({ code: "PROVIDER_STREAM_CUT" });
  });

  it("reports a refusal with its text", async () => {
    const refusal = chunk({ choices: [{ delta: { refusal: "I cannot help." } }] });
    const { events, text } = await ask(refusal + finish("stop") + done);
    expect(text).toBe("I cannot help.");
    expect(events.at(-1)).toMatchObject({ type: "stop", reason: "refusal" });
  });

  it("puts calls of tools together from pieces that come in turn", async () => {
    const { events } = await ask(
      toolPiece(0, { id: "a", function: { name: "look", arguments: "" } }) +
        toolPiece(1, { id: "b", function: { name: "hear", arguments: '{"x":' } }) +
        toolPiece(0, { function: { arguments: '{"at":"sea"}' } }) +
        toolPiece(1, { function: { arguments: "1}" } }) +
        finish("tool_calls") +
        done,
    );
    expect(events.filter(({ type }) => type === "tool-call")).toEqual([
      { type: "tool-call", id: "a", name: "look", input: { at: "sea" } },
      { type: "tool-call", id: "b", name: "hear", input: { x: 1 } },
    ]);
  });

  it("limits how much tool input it keeps", async () => {
    const piece = toolPiece(0, { id: "a", function: { name: "n", arguments: "x".repeat(100_000) } });
    expect((await ask(piece.repeat(3))).error).toMatchObject({ code: "OUTPUT_TOO_LARGE" });
  });

  it.each([
    [{ code: 502, message: "Provider disconnected" }, "PROVIDER_UNAVAILABLE"],
    [{ code: 429, message: "slow" }, "PROVIDER_RATE_LIMITED"],
    [{ type: "insufficient_quota", message: "m" }, "PROVIDER_SPEND_LIMIT"],
    ["out of memory", "PROVIDER_UNAVAILABLE"],
  ])("maps the error %j inside a stream to %s", async (error, code) => {
    const { error: thrown, events } = await ask(content("half") + chunk({ error }));
    expect(thrown).toMatchObject({ code });
    expect(lastUsage(events)).toMatchObject({ estimated: true });
  });
});
