import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { executeNode } from "#engine/execute-node.ts";
import { memoryPorts } from "#engine/testing/memory-ports.ts";
import { answered, sendHttp as send } from "#engine/testing/send-http.ts";
import { makeActionNode, taskFor } from "#engine/testing/task.ts";

const never = new AbortController().signal;
const url = "https://api.example/v1";

describe("the body of an answer", () => {
  const json = (type: string | null, body: string | Uint8Array, config: JsonObject = {}) =>
    send({ url, ...config }, null, { headers: type === null ? {} : { "content-type": type }, body });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "text/json",
    "application/problem+json; charset=utf-8",
    "text/plain",
    "text/javascript",
    null,
  ])("is JSON as %s", async (type) => {
    expect((await json(type, '\ufeff {"n":1}')).output?.body).toEqual({ n: 1 });
  });

  it.each([
    ["application/x-ndjson", '{"n":1}'],
    ["application/json-seq", '{"n":1}'],
    ["text/html", '{"n":1}'],
    ["text/plain", "[1] a footnote"],
    ["text/plain", "12"],
    ["application/json", "{oops"],
    [null, "{oops"],
    ["application/json", ""],
    ["image/png", ""],
  ])("stays text as %s: %s", async (type, body) => {
    expect((await json(type, body)).output?.body).toBe(body);
  });

  it("is read as its author says", async () => {
    expect((await json("text/html", '{"n":1}', { parse: "json" })).output?.body).toEqual({ n: 1 });
    expect((await json("text/html", "12", { parse: "json" })).output?.body).toBe(12);
    expect((await json(null, "", { parse: "json" })).output?.body).toBeNull();
    expect((await json("application/json", '{"n":1}', { parse: "text" })).output?.body).toBe('{"n":1}');
    expect((await json("image/png", "text", { parse: "text" })).output?.body).toBe("text");
  });

  it.each([
    ["json", "text/html", "<html>", "is not JSON: it is 6 bytes of text/html"],
    ["json", null, new Uint8Array([0xff]), "is not text"],
    ["text", "image/png", new Uint8Array([0x89, 0x50]), "is not text: it is 2 bytes of image/png"],
  ])("that is not %s, as %s, fails clearly", async (parse, type, body, words) => {
    const { error } = await json(type, body, { parse });
    expect(error?.error).toMatchObject({
      code: "HTTP_FAILED",
      retryable: false,
      message: expect.stringContaining(words),
    });
  });

  it("is repaired after it is parsed", async () => {
    const { output } = await json(
      "application/json",
      '{"a\\u0000":"\\ud83d","b":"\\u0000","ok":"\\ud83d\\ude00"}',
    );
    expect(output?.body).toEqual({ "a\ufffd": "\ufffd", b: "\ufffd", ok: "\u{1f600}" });
    expect((await json("application/json", "{oops \0")).output?.body).toBe("{oops \ufffd");
  });

  it("keeps every key and every digit", async () => {
    const body = '{"id":9007199254740993,"price":0.1,"__proto__":{"a":1},"constructor":2}';
    const { output } = await json("application/json", body);
    expect(JSON.stringify(output?.body)).toBe(body.replace("9007199254740993", '"9007199254740993"'));
  });

  it.each([
    ["depth", `${"[".repeat(70)}${"]".repeat(70)}`, "64 levels"],
    ["elements", JSON.stringify(Array.from({ length: 210_000 }, () => 1)), "200,000 elements"],
  ])("names the limit of %s, and is kept as text where that is asked for", async (_limit, body, words) => {
    const { error } = await json("application/json", body);
    expect(error?.error).toMatchObject({
      code: "OUTPUT_INVALID",
      retryable: false,
      message: expect.stringContaining(words),
    });
    expect((await json("application/json", body, { parse: "text" })).output?.body).toBe(body);
  });

  it("may be as large as the node's limit", async () => {
    const body = JSON.stringify({ text: "x".repeat(3_000_000) });
    const node = makeActionNode({ action: "http.request", url }, { limits: { outputBytes: 8_000_000 } });
    const ports = memoryPorts({
      http: async () => answered({ body, headers: { "content-type": "application/json" } }),
    });
    expect(await executeNode(taskFor(node), ports, never)).toMatchObject({
      kind: "completed",
      output: { body: { text: expect.stringMatching(/^x{3000000}$/) } },
    });
  });

  it("is kept whole where it is not text", async () => {
    const bytes = Uint8Array.from({ length: 70 }, (_, index) => (index * 37) % 256);
    const kept = { base64: Buffer.from(bytes).toString("base64"), bytes: 70 };
    for (const [type, mediaType] of [
      ["image/png", "image/png"],
      [null, "application/octet-stream"],
      ["text/plain; charset=utf-8", "text/plain"],
      ["application/json", "application/json"],
    ] as const) {
      expect((await json(type, bytes)).output?.body).toEqual({ ...kept, mediaType });
    }
    expect((await json("image/png", "PNG")).output?.body).toEqual({
      base64: "UE5H",
      mediaType: "image/png",
      bytes: 3,
    });
  });

  it("is read in the charset that it tells", async () => {
    const latin = Buffer.from("caf\u00e9", "latin1");
    expect((await json("text/plain; charset=iso-8859-1", latin)).output?.body).toBe("caf\u00e9");
    expect((await json("text/plain", latin)).output?.body).toMatchObject({ bytes: 4 });
  });

  it("comes without cookies, and with the address that a redirect led to", async () => {
    const headers = { "set-cookie": "a=b", etag: "1" };
    const { output } = await send({ url }, null, { headers, redirectedTo: "https://b.example/" });
    expect(output).toEqual({
      status: 200,
      headers: { etag: "1" },
      body: "",
      redirectedTo: "https://b.example/",
    });
  });
});

describe("an answer that is a failure", () => {
  it.each([
    [404, false],
    [400, false],
    [302, false],
    [304, false],
    [429, true],
    [503, true],
  ])(
    "is one by its status %i, and tells nothing of its body but to the error branch",
    async (status, retryable) => {
      const headers = { "content-type": "application/json", "set-cookie": "a=b" };
      const { error } = await send({ url }, null, { status, headers, body: '{"why":"secret"}' });
      expect(error?.error).toMatchObject({ code: "HTTP_FAILED", retryable, details: { httpStatus: status } });
      expect(JSON.stringify(error?.error)).not.toContain("secret");
      expect(error?.answer).toEqual({
        status,
        headers: { "content-type": "application/json" },
        body: { why: "secret" },
        bodyCut: false,
      });
    },
  );

  it.each([
    ["7", 7_000],
    ["1.5", 1_500],
    ["0", 0],
    ["-1", null],
    ["soon", null],
    ["99999999", 86_400_000],
  ])("asks to wait: %s", async (retryAfter, waitMs) => {
    const { error } = await send({ url }, null, { status: 503, headers: { "retry-after": retryAfter } });
    expect(error?.retryAfterMs).toBe(waitMs);
  });

  it("asks to wait until a date", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const askedAtMs = Date.now();
    const { error } = await send({ url }, null, { status: 503, headers: { "retry-after": date } });
    expect(error?.retryAfterMs).toBeLessThanOrEqual(Date.parse(date) - askedAtMs);
    expect(error?.retryAfterMs).toBeGreaterThanOrEqual(Date.parse(date) - Date.now());
  });

  it.each<[Json, number, boolean]>([
    [[404], 404, true],
    [[404], 410, false],
    [["4xx"], 499, true],
    [["400-404", 500], 404, true],
    [["400-404", 500], 405, false],
    [["3xx"], 304, true],
  ])("is an answer where okStatuses says so: %j, %i", async (okStatuses, status, isAnswer) => {
    const { outcome } = await send({ url, okStatuses }, null, { status, body: "gone" });
    expect(outcome).toMatchObject(isAnswer ? { output: { status, body: "gone" } } : { kind: "failed" });
  });

  it("has as much of its body as came, and no bytes that are not all there", async () => {
    const cut = { status: 500, isBodyCut: true };
    const text = await send({ url }, null, {
      ...cut,
      headers: { "content-type": "application/json" },
      body: '{"a":',
    });
    expect(text.error?.answer).toMatchObject({ body: '{"a":', bodyCut: true });
    const half = Buffer.from("a\u00e9").subarray(0, 2);
    expect((await send({ url }, null, { ...cut, body: half })).error?.answer).toMatchObject({ body: "a" });
    const png = { ...cut, headers: { "content-type": "image/png" }, body: half };
    expect((await send({ url }, null, png)).error?.answer).toMatchObject({ body: null, bodyCut: true });
    const deep = {
      status: 500,
      headers: { "content-type": "application/json" },
      body: "[".repeat(70) + "]".repeat(70),
    };
    expect((await send({ url }, null, deep)).error?.answer).toMatchObject({ body: deep.body });
  });
});
