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

  it("tells what it billed to other processes", async () => {
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

  it("fails as often as it is told, per user", async () => {
    const ask = async (user: string) => {
      const model = "echo?pace=0&fault=529&times=2";
      return (await post("/v1/messages", { ...body, model, metadata: { user_id: user } })).status;
    };
    expect([await ask("u"), await ask("u"), await ask("v"), await ask("u")]).toEqual([529, 529, 529, 200]);
  });

  it("keeps its pace", async () => {
    const startMs = performance.now();
    await (await post("/v1/messages", { ...body, model: "echo?pace=10&tokens=40", stream: true })).text();
    expect(performance.now() - startMs).toBeGreaterThan(250);
  });
});
