import { describe, expect, it, onTestFinished } from "vitest";
import { collect, sampleRequest, scriptVendor } from "../wire/testing/scripted-vendor.ts";
import { createCompatibleModel, createOpenAiModel } from "./model.ts";
import { apiKey } from "./testing/wire-samples.ts";

const signal = new AbortController().signal;

async function vendor(status: number, body: object | string) {
  const server = await scriptVendor((response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  onTestFinished(() => server.close());
  return { server, model: createCompatibleModel({ apiKey, baseUrl: server.url, label: "The vendor" }) };
}

describe("an error response in a server's own words", () => {
  it.each<[number, object | string, string, string]>([
    [429, { error: { code: "insufficient_quota", message: "m" } }, "PROVIDER_SPEND_LIMIT", "credit"],
    [429, { error: { code: "rate_limit_exceeded" } }, "PROVIDER_RATE_LIMITED", "rate"],
    [402, { error: { code: 402, message: "Insufficient credits" } }, "PROVIDER_SPEND_LIMIT", "credit"],
    [400, { error: { code: "context_length_exceeded" } }, "PROVIDER_REFUSED", "too large"],
    [
      400,
      { object: "error", message: "This model's maximum context length is 4096 tokens" },
      "PROVIDER_REFUSED",
      "too large",
    ],
    [400, { error: { code: "model_not_found" } }, "MODEL_NOT_FOUND", "claude-haiku-5-5"],
    [404, { error: "model 'x' not found" }, "MODEL_NOT_FOUND", "claude-haiku-5-5"],
    [403, "<html>blocked</html>", "PROVIDER_REFUSED", "network"],
    [503, { error: { code: "slow_down" } }, "PROVIDER_OVERLOADED", "overloaded"],
    [500, "not json", "PROVIDER_UNAVAILABLE", "500"],
  ])("%i %j is %s", async (status, body, code, words) => {
    const { model } = await vendor(status, body);
    const { error } = await collect(model.stream(sampleRequest, { signal }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it("is a result, not an error, when a key is checked", async () => {
    const { model } = await vendor(401, { error: { code: "invalid_api_key", message: apiKey } });
    const check = await model.checkKey({ signal });
    expect(check).toMatchObject({ ok: false, message: expect.stringContaining("does not accept this key") });
    expect(JSON.stringify(check)).not.toContain(apiKey);
  });

  it("says what is wrong with an address that has no list of models", async () => {
    const { model } = await vendor(404, "");
    expect(await model.checkKey({ signal })).toMatchObject({
      ok: false,
      message: "The vendor has no such address. Check the provider's base URL.",
    });
  });
});

describe("a list of models", () => {
  it("accepts the extra fields of routers and servers, and skips entries without an id", async () => {
    const { model, server } = await vendor(200, {
      object: "list",
      data: [
        { id: "plain" },
        {
          id: "router/one",
          name: "Router: One",
          context_length: 1000,
          top_provider: { max_completion_tokens: 50 },
        },
        { id: "local", max_model_len: 4096 },
        { id: "leaving", shutdown_date: "2027-01-14" },
        { id: "odd", shutdown_date: "soon" },
        { id: "with space" },
        { id: "" },
        null,
      ],
    });
    const none = { lifecycle: "unknown", retiresOn: null, maxInputTokens: null, maxOutputTokens: null };
    expect(await model.listModels({ signal })).toEqual([
      { id: "plain", displayName: "plain", ...none },
      { id: "router/one", displayName: "Router: One", ...none, maxInputTokens: 1000, maxOutputTokens: 50 },
      { id: "local", displayName: "local", ...none, maxInputTokens: 4096 },
      { id: "leaving", displayName: "leaving", ...none, lifecycle: "deprecated", retiresOn: "2027-01-14" },
      { id: "odd", displayName: "odd", ...none },
    ]);
    expect(server.requests[0]?.path).toBe("/models");
  });
});

describe("an address that cannot be called", () => {
  it.each(["", "ollama", "ftp://a.example/v1", "https://user:word@a.example/v1"])(
    "is refused: %j",
    (baseUrl) => {
      expect(() => createOpenAiModel({ apiKey, baseUrl })).toThrow(
        expect.objectContaining({ code: "INVALID_INPUT" }),
      );
    },
  );
});
