import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { sendHttp as send } from "#engine/testing/send-http.ts";

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
      headers: {
        "x-topic": "tides",
        "content-type": "application/json",
        "idempotency-key": expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      body: '{"id":"a b"}',
      timeoutMs: 60_000,
      maxResponseBytes: 1_048_576,
      maxFileBytes: 4_000_000,
      okStatuses: [{ from: 200, to: 299 }],
      holdsSecrets: false,
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

const url = "https://api.example/v1";

describe("the address of a request", () => {
  it.each<[string, JsonObject, Json, string]>([
    [
      "a host with its port",
      { url: "http://{{ input }}/one" },
      "127.0.0.1:8080",
      "http://127.0.0.1:8080/one",
    ],
    ["a host of IPv6", { url: "http://{{ input }}/one" }, "[::1]:80", "http://[::1]:80/one"],
    ["a port", { url: "http://a.example:{{ input }}/" }, 8080, "http://a.example:8080/"],
    ["a space before it", { url: " {{ input }}/one " }, "http://a.example:81", "http://a.example:81/one"],
    [
      "segments",
      { url, path: "files/{{ input }}" },
      "a b/c%20d/é?x#y",
      "https://api.example/v1/files/a%20b/c%20d/%C3%A9%3Fx%23y",
    ],
    [
      "segments before a query",
      { url: `${url}/?k=1`, path: "/{{ input }}" },
      "a/b",
      "https://api.example/v1/a/b?k=1",
    ],
    [
      "parameters",
      {
        url: `${url}?k=a%20b`,
        query: { q: "{{ input.q }}", tag: ["x", "{{ input.t }}"], n: 3, none: "{{ input.none }}" },
      },
      { q: "a&b=c d", t: true, none: null },
      "https://api.example/v1?k=a%20b&q=a%26b%3Dc%20d&tag=x&tag=true&n=3",
    ],
    [
      "a list of parameters",
      { url, query: { id: "{{ input }}" } },
      [1, "b"],
      "https://api.example/v1?id=1&id=b",
    ],
    [
      "all parameters",
      { url, query: "{{ input }}" },
      { a: "1/2", b: 2 },
      "https://api.example/v1?a=1%2F2&b=2",
    ],
    [
      "a written query",
      { url, query: "{{ input }}" },
      "?a=1+2&b=%20",
      "https://api.example/v1?a=1%202&b=%20",
    ],
  ])("takes %s", async (_what, config, input, expected) => {
    expect((await send(config, input)).request?.url).toBe(expected);
  });

  it.each<[string, JsonObject, Json]>([
    ["a host that brings a path", { url: "http://{{ input }}.example/one" }, "evil.example:80/"],
    ["a host that brings a user", { url: "http://{{ input }}" }, "a@evil.example"],
  ])("does not let %s out of its place", async (_what, config, input) => {
    expect(URL.canParse((await send(config, input)).request?.url ?? "")).toBe(false);
  });

  it.each<[string, JsonObject, Json]>([
    ["dots", { url, path: "a/{{ input }}/b" }, ".."],
    ["escaped dots", { url, path: "{{ input }}" }, "x/%2e%2E/y"],
    ["an object in a parameter", { url, query: { a: "{{ input }}" } }, { b: 1 }],
    ["a list of parameters without names", { url, query: "{{ input }}" }, [1]],
  ])("refuses %s", async (_what, config, input) => {
    const { error, request } = await send(config, input);
    expect(error?.error).toMatchObject({ code: "EXPRESSION_FAILED", retryable: false });
    expect(request).toBeUndefined();
  });
});

describe("the body of a request", () => {
  const post = { method: "POST", url };

  it("is JSON whatever is inserted, and keeps types", async () => {
    const input = { text: 'He said: "stop"\n\\ {{ x }}', n: 3, list: [1, { a: null }] };
    const body = {
      text: "{{ input.text }}",
      note: "It says {{ input.text }}!",
      n: "{{ input.n }}",
      list: "{{ input.list }}",
      fixed: [1, true, null, "\\{{ no }}", { deep: "{{ input.n }}" }],
    };
    const { request } = await send({ ...post, body }, input);
    expect(JSON.parse(String(request?.body))).toEqual({
      text: input.text,
      note: `It says ${input.text}!`,
      n: 3,
      list: input.list,
      fixed: [1, true, null, "{{ no }}", { deep: 3 }],
    });
    expect(request?.headers["content-type"]).toBe("application/json");
    const list = await send({ ...post, body: ["{{ input }}"] }, "a");
    expect(list.request?.body).toBe('["a"]');
  });

  it("names the place that cannot be rendered", async () => {
    const { error } = await send({ ...post, body: { a: [{ b: "{{ input.none }}" }] } }, {});
    expect(error?.error).toMatchObject({
      code: "EXPRESSION_FAILED",
      message: expect.stringContaining("body: a: 0: b:"),
    });
  });

  it.each<[string, string, string | undefined]>([
    ["JSON", '{"a": {{ input }}}', "application/json"],
    ["a list", "[{{ input }}]", "application/json"],
    ["text", "{{ input }} tides", "text/plain; charset=utf-8"],
    ["what only looks like JSON", "{ {{ input }}", "text/plain; charset=utf-8"],
    ["nothing", "", undefined],
  ])("tells its kind: %s", async (_what, body, kind) => {
    expect((await send({ ...post, body }, 3)).request?.headers["content-type"]).toBe(kind);
  });

  it("is the bytes that another answer brought, of their kind", async () => {
    const bytes = { base64: "iVBO/w==", mediaType: "image/png", bytes: 4 };
    const { request } = await send({ ...post, body: "{{ input }}" }, bytes);
    expect(request?.body).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0xff]));
    expect(request?.headers["content-type"]).toBe("image/png");
  });

  it("is of the kind that its author says", async () => {
    const headers = { "CONTENT-TYPE": "application/xml", X_API_KEY: "k" };
    const { request } = await send({ ...post, headers, body: { a: 1 } });
    expect(request?.headers).toMatchObject({ "content-type": "application/xml", x_api_key: "k" });
  });
});
