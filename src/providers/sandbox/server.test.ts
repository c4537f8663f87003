import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "./server.ts";

let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandboxServer();
});
afterAll(() => sandbox.close());

const body = { model: "echo?pace=0", max_tokens: 50, messages: [{ role: "user", content: "hello there" }] };

function post(path: string, content: unknown, headers: { [name: string]: string } = { "x-api-key": "any" }) {
  return fetch(`${sandbox.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof content === "string" ? content : JSON.stringify(content),
  });
}

describe("the sandbox server", () => {
  it("answers without a stream too", async () => {
    const response = await post("/v1/messages", body);
    expect(response.headers.get("request-id")).toMatch(/^req_/);
    expect(await response.json()).toMatchObject({
      type: "message",
      content: [{ type: "text", text: "hello there" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 3, output_tokens: 3 },
    });
  });

  it.each<[string, unknown, { [name: string]: string }, number, string]>([
    ["no key", body, {}, 401, "authentication_error"],
    ["a refused key", body, { authorization: "Bearer invalid-1" }, 401, "authentication_error"],
    ["no JSON", "{", { "x-api-key": "k" }, 400, "invalid_request_error"],
    ["sampling parameters", { ...body, temperature: 1 }, { "x-api-key": "k" }, 400, "invalid_request_error"],
    ["an unknown model", { ...body, model: "genius" }, { "x-api-key": "k" }, 404, "not_found_error"],
    [
      "a misspelt option",
      { ...body, model: "echo?fualt=429" },
      { "x-api-key": "k" },
      400,
      "invalid_request_error",
    ],
    [
      "9 MB",
      { ...body, system: "x".repeat(9 * 1024 * 1024) },
      { "x-api-key": "k" },
      413,
      "request_too_large",
    ],
  ])("refuses %s", async (_name, content, headers, status, type) => {
    const response = await post("/v1/messages", content, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: "error", error: { type } });
  });

  it("refuses an unknown path", async () => {
    expect((await post("/v1/completions", body)).status).toBe(404);
  });

  it("shows what it billed to other processes", async () => {
    await post("/v1/messages", { ...body, metadata: { user_id: "seen" } });
    const log = (await (await fetch(`${sandbox.url}/sandbox/log`)).json()) as ReturnType<
      SandboxServer["stats"]
    >;
    expect(log).toEqual(sandbox.stats());
    expect(log.entries.at(-1)).toMatchObject({
      userId: "seen",
      outcome: "completed",
      inputTokens: 3,
      outputTokens: 3,
    });
  });

  it("fails as often as scripted, per user", async () => {
    const ask = async (user: string) => {
      const model = "echo?pace=0&fault=529&times=2";
      return (await post("/v1/messages", { ...body, model, metadata: { user_id: user } })).status;
    };
    expect([await ask("u"), await ask("u"), await ask("v"), await ask("u")]).toEqual([529, 529, 529, 200]);
  });

  it("lists its models in pages, both ways, and shows one", async () => {
    const get = async (path: string) => {
      const response = await fetch(`${sandbox.url}${path}`, { headers: { "x-api-key": "any" } });
      return { status: response.status, body: (await response.json()) as never };
    };
    const all = await get("/v1/models");
    const ids = (all.body as { data: { id: string }[] }).data.map(({ id }) => id);
    const [first, second, third] = ids;
    expect(await get(`/v1/models?limit=1&before_id=${third}`)).toMatchObject({
      body: { data: [{ id: second }], has_more: true },
    });
    expect(await get(`/v1/models?before_id=${second}`)).toMatchObject({
      body: { data: [{ id: first }], has_more: false },
    });
    expect(await get(`/v1/models/${first}`)).toMatchObject({
      status: 200,
      body: { id: first, type: "model" },
    });
    expect(await get("/v1/models/echo%3Fpace%3D1")).toMatchObject({
      status: 200,
      body: { id: "echo?pace=1" },
    });
    expect(await get("/v1/models/genius")).toMatchObject({
      status: 404,
      body: { error: { type: "not_found_error" } },
    });
    expect(await get("/v1/models/%ff")).toMatchObject({ status: 404 });
  });

  it.each([
    ["empty", "end_turn", 0],
    ["only-thinking", "max_tokens", 50],
    ["tool-use", "tool_use", 1],
    ["pause-turn", "pause_turn", 1],
    ["new-reason", "a_reason_of_2030", 1],
  ])("rehearses an answer that ends with %s", async (fault, reason, leastTokens) => {
    const model = `echo?pace=0&fault=${fault}`;
    const told = await (await post("/v1/messages", { ...body, model, stream: true })).text();
    expect(told).toContain(`"stop_reason":"${reason}"`);
    expect(told.includes("text_delta")).toBe(!["empty", "only-thinking"].includes(fault));
    const tokens = Number(/"output_tokens":(\d+)\}/.exec(told)?.[1]);
    expect(tokens).toBeGreaterThanOrEqual(leastTokens);
  });

  it("rehearses silent thinking, a large event and a proxy's login page", async () => {
    const say = async (options: string) =>
      (await post("/v1/messages", { ...body, model: `echo?pace=0&${options}`, stream: true })).text();
    const thought = await say("think=300");
    expect(thought).toContain("event: ping");
    expect(thought).toContain('"index":1,"delta":{"type":"text_delta"');
    expect((await say("fault=big-event")).length).toBeGreaterThan(8_000_000);
    expect(await say("fault=web-page")).toContain("<title>Log in</title>");
  });

  it("keeps its pace", async () => {
    const startMs = performance.now();
    await (await post("/v1/messages", { ...body, model: "echo?pace=10&tokens=40", stream: true })).text();
    expect(performance.now() - startMs).toBeGreaterThan(250);
  });
});
