import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { collect, sampleRequest, sendEvents } from "../wire/testing/scripted-vendor.ts";
import { anthropicVersion } from "./client.ts";
import { createAnthropicModel } from "./model.ts";
import { apiKey, signal, start, stop, vendor } from "./testing/wire-samples.ts";

describe("the request of a call", () => {
  it("is a single one, with the key and the version, and nothing from the environment", async () => {
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

  it("sends the wire version of the pinned SDK", async () => {
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

  it.each([
    ["none", "low"],
    ["low", "low"],
    ["max", "max"],
  ] as const)("asks for the effort %s as %s, beside a schema", async (effort, sent) => {
    const server = await vendor((response) => sendEvents(response, [start, ...stop("end_turn")]));
    const outputSchema = { type: "object", properties: {} };
    const model = createAnthropicModel({ apiKey, baseUrl: server.url });
    await collect(model.stream({ ...sampleRequest, effort, outputSchema }, { signal }));
    expect(JSON.parse(server.requests[0]?.body ?? "").output_config).toMatchObject({
      effort: sent,
      format: { type: "json_schema" },
    });
  });

  it("caches the instructions, and in a conversation all messages so far", async () => {
    const server = await vendor((response) => sendEvents(response, [start, ...stop("end_turn")]));
    const model = createAnthropicModel({ apiKey, baseUrl: server.url });
    const messages = [
      ...sampleRequest.messages,
      { role: "assistant" as const, text: "Hello." },
      { role: "user" as const, text: "Again." },
    ];
    const tools = [{ name: "look", description: "Looks.", inputSchema: { type: "object" } }];
    const requests = [
      sampleRequest,
      { ...sampleRequest, keepsPrompt: true },
      { ...sampleRequest, keepsPrompt: true, messages, system: null },
      { ...sampleRequest, keepsPrompt: true, tools },
    ];
    for (const request of requests) await collect(model.stream(request, { signal }));
    const cache_control = { type: "ephemeral" };
    const [plain, kept, conversation, talk] = server.requests.map(({ body }) => JSON.parse(body));
    expect(plain).toMatchObject({ system: "Be brief." });
    expect(plain).not.toHaveProperty("cache_control");
    expect(kept.system).toEqual([{ type: "text", text: "Be brief.", cache_control }]);
    expect(kept).not.toHaveProperty("cache_control");
    expect(conversation).toMatchObject({ cache_control });
    expect(conversation).not.toHaveProperty("system");
    expect(talk).toMatchObject({ cache_control, system: [{ cache_control }] });
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
