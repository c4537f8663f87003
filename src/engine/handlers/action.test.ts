import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json.ts";
import { executeNode } from "#engine/execute-node.ts";
import type { HttpResponse } from "#engine/ports.ts";
import { memoryPorts } from "#engine/testing/memory-ports.ts";
import { actionNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;

async function send(config: JsonObject, input: Json = null, answer: Partial<HttpResponse> = {}) {
  const http = async () => ({ status: 200, headers: {}, body: "", ...answer });
  const ports = memoryPorts({ http });
  const task = taskFor(actionNode({ action: "http.request", ...config }), { input });
  return { outcome: await executeNode(task, ports, never), request: ports.httpRequests[0] };
}

describe("http.request", () => {
  it("sends what its templates say", async () => {
    const config = {
      method: "POST",
      url: "https://api.example/items/{{ input.id }}?q={{topic}}",
      headers: { "X-Topic": "{{topic}}" },
      body: '{"id":"{{ input.id }}"}',
    };
    const { request } = await send(config, { id: "a b" });
    expect(request).toEqual({
      method: "POST",
      url: "https://api.example/items/a%20b?q=tides",
      headers: { "x-topic": "tides", "idempotency-key": expect.stringMatching(/^[0-9a-f]{32}$/) },
      body: '{"id":"a b"}',
      timeoutMs: 60_000,
      maxResponseBytes: 1_048_576,
    });
  });

  it.each([
    "../admin",
    "@evil.example/",
    "#end",
    "?x=1",
    "a\r\nHost: evil",
    "//evil.example",
    "%2e%2e",
    "\\..\\",
  ])("lets inserted %j change nothing of the address", async (id) => {
    const { request } = await send({ url: "https://api.example/items/{{ input }}/end" }, id);
    const url = new URL(request?.url ?? "");
    expect(url.host).toBe("api.example");
    expect(url.pathname).toMatch(/^\/items\/[^/]+\/end$/);
    expect(url.search + url.hash).toBe("");
  });

  it.each([".", ".."])("refuses %j as a part of the address", async (id) => {
    const { outcome, request } = await send({ url: "https://api.example/items/{{ input }}/end" }, id);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "EXPRESSION_FAILED" } });
    expect(request).toBeUndefined();
  });

  it("takes a whole address from data", async () => {
    const { request } = await send({ url: "{{ input }}/path" }, "https://api.example");
    expect(request?.url).toBe("https://api.example/path");
  });

  it("reads JSON, leaves text, drops cookies", async () => {
    const headers = {
      "content-type": "application/problem+json; charset=utf-8",
      "set-cookie": "a=b",
      etag: "1",
    };
    const json = await send({ url: "https://a.example/" }, null, { headers, body: '{"n":1}' });
    expect(json.outcome).toMatchObject({ output: { status: 200, body: { n: 1 } } });
    expect(JSON.stringify(json.outcome)).not.toContain("a=b");
    const broken = await send({ url: "https://a.example/" }, null, { headers, body: "{oops \0" });
    expect(broken.outcome).toMatchObject({ output: { body: "{oops \ufffd" } });
    const text = await send({ url: "https://a.example/" }, null, { body: '{"n":1}' });
    expect(text.outcome).toMatchObject({ output: { body: '{"n":1}' } });
  });

  it.each([
    [404, false, null],
    [400, false, null],
    [429, true, 7_000],
    [503, true, 7_000],
  ])("fails on status %i", async (status, retryable, retryAfterMs) => {
    const headers: HttpResponse["headers"] = retryAfterMs === null ? {} : { "retry-after": "7" };
    const { outcome } = await send({ url: "https://a.example/" }, null, { status, headers, body: "secret" });
    expect(outcome).toMatchObject({
      kind: "failed",
      retryAfterMs,
      error: { code: "HTTP_FAILED", retryable, details: { httpStatus: status } },
    });
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });

  it("asks for the same thing under the same name when it is tried again, and GET under none", async () => {
    const first = await send({ url: "https://a.example/", method: "PUT" });
    const again = await send({ url: "https://a.example/", method: "PUT" });
    expect(again.request?.headers["idempotency-key"]).toBe(first.request?.headers["idempotency-key"]);
    const own = await send({
      url: "https://a.example/",
      method: "PUT",
      headers: { "Idempotency-Key": "mine" },
    });
    expect(own.request?.headers).toEqual({ "idempotency-key": "mine" });
    expect((await send({ url: "https://a.example/" })).request?.headers).toEqual({});
  });
});

describe("artifact.save", () => {
  it("leaves its content behind and names it", async () => {
    const config = { action: "artifact.save", name: "{{topic}}.md", content: "# {{ input }}" };
    const outcome = await executeNode(taskFor(actionNode(config)), memoryPorts(), never);
    expect(outcome).toMatchObject({
      kind: "completed",
      output: { name: "tides.md", mediaType: "text/markdown", bytes: 9 },
      artifacts: [{ name: "tides.md", mediaType: "text/markdown", content: "# the sea" }],
    });
  });

  it.each([
    ["../../etc/passwd", "-..-etc-passwd"],
    ["a\u202etxt.exe", "atxt.exe"],
    ["a\r\nb\0c", "ab\ufffdc"],
  ])("keeps the name %j a name", async (name, expected) => {
    const config = { action: "artifact.save", name: "{{ input }}", content: "x" };
    const outcome = await executeNode(taskFor(actionNode(config), { input: name }), memoryPorts(), never);
    expect(outcome).toMatchObject({ artifacts: [{ name: expected }] });
  });

  it("refuses an empty name and too much content", async () => {
    const empty = actionNode({ action: "artifact.save", name: "{{ input }}" });
    expect(await executeNode(taskFor(empty, { input: " .. " }), memoryPorts(), never)).toMatchObject({
      error: { code: "INVALID_INPUT" },
    });
    const large = actionNode({ action: "artifact.save", name: "n" }, { limits: { outputBytes: 100 } });
    expect(await executeNode(taskFor(large, { input: "x".repeat(101) }), memoryPorts(), never)).toMatchObject(
      {
        error: { code: "OUTPUT_TOO_LARGE" },
      },
    );
  });
});

describe("log and noop", () => {
  it("hand their input on", async () => {
    const ports = memoryPorts();
    const log = taskFor(actionNode({ action: "log", message: "saw {{ input.n }}" }), { input: { n: 3 } });
    expect(await executeNode(log, ports, never)).toMatchObject({ kind: "completed", output: { n: 3 } });
    expect(ports.lines).toEqual([
      { message: "a pipeline wrote a line", fields: expect.objectContaining({ message: "saw 3" }) },
    ]);
    const noop = taskFor(actionNode({ action: "noop" }), { input: [1, 2] });
    expect(await executeNode(noop, ports, never)).toMatchObject({
      kind: "completed",
      output: [1, 2],
      usage: null,
    });
  });
});
