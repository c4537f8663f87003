import { describe, expect, it, onTestFinished } from "vitest";
import type { ModelRequest } from "#engine/ports.ts";
import { collect, lastUsage, sampleRequest, scriptVendor } from "../../wire/testing/scripted-vendor.ts";
import { createOpenAiModel } from "../model.ts";
import { apiKey, created, delta, ended, event, responseUsage } from "../testing/wire-samples.ts";

const signal = new AbortController().signal;

async function ask(body: string, change: Partial<ModelRequest> = {}) {
  const server = await scriptVendor((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(body);
  });
  onTestFinished(() => server.close());
  const model = createOpenAiModel({ apiKey, baseUrl: `${server.url}/v1/` });
  const collected = await collect(model.stream({ ...sampleRequest, ...change }, { signal }));
  return { ...collected, sent: server.requests[0] };
}

describe("a call of the Responses API", () => {
  it("asks the vendor to store nothing, and for list price", async () => {
    const { sent, error } = await ask(created + ended(), { temperature: 0.2, effort: "low" });
    expect(error).toBeNull();
    expect(sent?.path).toBe("/v1/responses");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: sampleRequest.model,
      instructions: "Be brief.",
      input: [{ role: "user", content: "Say hello." }],
      max_output_tokens: 500,
      reasoning: { effort: "low" },
      safety_identifier: "node-run-1",
      service_tier: "default",
      store: false,
      stream: true,
    });
  });

  it("requests JSON with the vendor's own mechanism", async () => {
    const outputSchema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    const { sent } = await ask(created + ended(), { outputSchema });
    expect(JSON.parse(sent?.body ?? "").text).toEqual({
      format: {
        type: "json_schema",
        name: "answer",
        strict: true,
        schema: { ...outputSchema, additionalProperties: false },
      },
    });
  });

  it("asks in words for JSON that is not an object", async () => {
    const outputSchema = { type: "array", items: { type: "string" } };
    const { sent } = await ask(created + ended(), { outputSchema });
    const body = JSON.parse(sent?.body ?? "");
    expect(body.instructions).toContain(`Be brief.\n\nAnswer with JSON alone`);
    expect(body.instructions).toContain(JSON.stringify(outputSchema));
    expect(body).not.toHaveProperty("text");
  });

  it("counts reasoning once, and keeps the vendor's figures whole", async () => {
    const thinking = event("response.reasoning_summary_text.delta", { delta: "hm ".repeat(100) });
    const { events, text } = await ask(created + thinking + delta("Yes.") + ended());
    expect(text).toBe("Yes.");
    expect(lastUsage(events)).toEqual({
      inputTokens: 25,
      outputTokens: 9,
      cacheReadTokens: 7,
      cacheWriteTokens: 3,
      estimated: false,
      raw: responseUsage,
    });
  });

  it("estimates the reasoning where the answer is cut", async () => {
    const thinking = event("response.reasoning_text.delta", { delta: "x".repeat(400) });
    const { events } = await ask(created + thinking);
    expect(lastUsage(events)).toMatchObject({ inputTokens: 7, outputTokens: 100, estimated: true });
  });

  it.each([
    ["default", undefined],
    ["priority", ["tier:priority"]],
    ["flex", ["tier:flex"]],
  ])("reports what in the tier %s affects the price", async (service_tier, priceFactors) => {
    const { events } = await ask(created + ended(null, { usage: responseUsage, service_tier }));
    expect(lastUsage(events)?.priceFactors).toEqual(priceFactors);
  });

  it.each([
    [null, "end_turn", "completed"],
    ["max_output_tokens", "max_tokens", "max_output_tokens"],
    ["content_filter", "refusal", "content_filter"],
    ["a_reason_of_2030", "other", "a_reason_of_2030"],
  ])("maps the end %s to %s", async (word, reason, vendorReason) => {
    const { events, error } = await ask(created + delta("x") + ended(word));
    expect(error).toBeNull();
    expect(events.at(-1)).toEqual({ type: "stop", reason, vendorReason });
  });

  it("reports a refusal with its text", async () => {
    const refusal = event("response.refusal.delta", { delta: "I cannot help." });
    const { events, text } = await ask(created + refusal + ended());
    expect(text).toBe("I cannot help.");
    expect(events.at(-1)).toMatchObject({ type: "stop", reason: "refusal" });
  });

  it("puts a call of a tool together from its pieces", async () => {
    const item = { type: "function_call", call_id: "c1", name: "look" };
    const piece = (text: string) =>
      event("response.function_call_arguments.delta", { output_index: 1, delta: text });
    const { events } = await ask(
      created +
        event("response.output_item.added", { output_index: 1, item }) +
        piece('{"at":') +
        piece('"sea"}') +
        event("response.output_item.done", { output_index: 1, item }) +
        ended(),
    );
    expect(events).toContainEqual({ type: "tool-call", id: "c1", name: "look", input: { at: "sea" } });
    expect(events.at(-1)).toMatchObject({ type: "stop", reason: "tool_use" });
  });

  it.each([
    ["server_error", "PROVIDER_UNAVAILABLE"],
    ["rate_limit_exceeded", "PROVIDER_RATE_LIMITED"],
    ["insufficient_quota", "PROVIDER_SPEND_LIMIT"],
    ["invalid_prompt", "PROVIDER_REFUSED"],
    ["a_code_of_2030", "PROVIDER_UNAVAILABLE"],
  ])("maps a response that failed with %s to %s", async (code, expected) => {
    const response = { status: "failed", error: { code, message: "m" }, usage: null };
    const { error, events } = await ask(created + event("response.failed", { response }));
    expect(error).toMatchObject({ code: expected });
    expect(lastUsage(events)).toMatchObject({ estimated: true });
  });

  it("understands an error that only its event's name identifies", async () => {
    const told = `event: error\ndata: {"error":{"type":"server_error","code":null,"message":"m"}}\n\n`;
    expect((await ask(created + told)).error).toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
  });
});

describe("an address that binds calls to a region", () => {
  it.each([
    ["https://eu.api.openai.com/v1", ["region:eu"]],
    ["https://api.openai.com/v1", undefined],
    ["https://eu.gateway.example/v1", undefined],
  ])("is part of the price: %s", async (baseUrl, priceFactors) => {
    const answer = created + ended();
    const model = createOpenAiModel({
      apiKey,
      baseUrl,
      fetch: async () => new Response(answer, { headers: { "content-type": "text/event-stream" } }),
    });
    const { events } = await collect(model.stream(sampleRequest, { signal }));
    expect(lastUsage(events)?.priceFactors).toEqual(priceFactors);
  });
});
