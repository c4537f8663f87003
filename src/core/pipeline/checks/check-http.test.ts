import { describe, expect, it } from "vitest";
import { problemsOf } from "../testing/brief-definition.ts";

const url = "https://a.example";

/** Problems of a pipeline of one HTTP request, with what comes after it. */
function told(config: object, after: readonly object[] = [], fields: object = {}) {
  const nodes = [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "call",
      type: "action",
      name: "Call",
      config: { action: "http.request", url, ...config },
      ...fields,
    },
    ...after,
  ];
  const edges = [{ id: "e1", from: "start", to: "call" }, ...after.map(edgeTo)];
  return problemsOf({ name: "Http", nodes, edges });
}

function edgeTo(node: object, index: number) {
  return { id: `a${index}`, from: "call", to: "id" in node ? node.id : "" };
}

const read = (value: string) => ({ id: "read", type: "transform", name: "Read", config: { value } });

describe("an HTTP request", () => {
  it.each(["GET", "HEAD"])("with the method %s may not have a body", (method) => {
    for (const body of ["x", "", { a: 1 }, []]) {
      expect(told({ method, body })).toMatchObject([
        { code: "BAD_VALUE", severity: "error", nodeId: "call", path: ["config", "body"] },
      ]);
    }
    expect(told({ body: "x" })[0]?.message).toContain("method GET");
  });

  it.each<[string, object]>([
    [
      "an object as body",
      { method: "POST", body: { a: "{{ input }}", b: [1, null, { c: "x {{ input }}" }] } },
    ],
    [
      "a text without quotes around what is inserted",
      { method: "POST", body: '{"a": {{ input }}, "b": "\\"x"}' },
    ],
    ["a text that only begins like JSON", { method: "POST", body: "{{ input }}" }],
    ["text", { method: "POST", body: 'He said: "{{ input }}"' }],
    ["names of headers with underscores", { headers: { X_API_KEY: "k" } }],
    ["statuses and ranges", { okStatuses: [404, "4xx", "300-399"], parse: "json" }],
    ["parameters", { query: { q: "{{ input }}", n: 1, list: ["a", 2, true] }, path: "a/{{ input }}" }],
    ["one expression of parameters", { query: "{{ input }}" }],
  ])("may have %s", (_what, config) => {
    expect(told(config)).toEqual([]);
  });

  it.each<[string, object, (string | number)[]]>([
    ["a status that is an answer anyway", { okStatuses: [200] }, ["config", "okStatuses", 0]],
    ["a range that runs backwards", { okStatuses: ["404-400"] }, ["config", "okStatuses", 0]],
    ["a range of nothing", { okStatuses: ["9xx"] }, ["config", "okStatuses", 0]],
    ["a header with a space", { headers: { "X Key": "k" } }, ["config", "headers", "X Key"]],
    ["another way to parse", { parse: "xml" }, ["config", "parse"]],
    [
      "a parameter that is lost",
      { query: JSON.parse('{ "__proto__": "x", "a": "b" }') },
      ["config", "query", "__proto__"],
    ],
    ["parameters in one text", { query: "q={{ input }}" }, ["config", "query"]],
    ["an object in a parameter", { query: { q: { a: 1 } } }, ["config", "query", "q"]],
  ])("may not have %s", (_what, config, path) => {
    expect(told(config)).toMatchObject([{ severity: "error", nodeId: "call", path }]);
  });

  it.each([
    ["body", { method: "POST", body: { a: [{ b: "{{ input. }}" }] } }, ["config", "body", "a", 0, "b"]],
    ["query", { query: { q: ["{{ nope }}"] } }, ["config", "query", "q", 0]],
    ["path", { path: "{{ nodes.none.output }}" }, ["config", "path"]],
  ])("has templates in its %s, told with their place", (_field, config, path) => {
    expect(told(config)).toMatchObject([{ severity: "error", nodeId: "call", path }]);
  });

  it("is warned of what an inserted text would break", () => {
    for (const body of ['{"text": "{{ input }}"}', ' [1, "a {{ input }} b"]', '{"a": "\\"{{ input }}"}']) {
      expect(told({ method: "POST", body })).toMatchObject([
        {
          code: "UNSAFE_JSON",
          severity: "warning",
          path: ["config", "body"],
          message: expect.stringMatching(/as an object.*toJson/),
        },
      ]);
    }
  });
});

describe("what is known of an HTTP request's output", () => {
  it.each([
    ["nodes.call.output.stauts", {}],
    ["nodes.call.output.error.stauts", { onError: "branch" }],
    ["nodes.call.output.error.status + 'x'", { onError: "branch" }],
  ])("refuses %s", (value, fields) => {
    expect(told({}, [read(value)], fields)).toContainEqual(
      expect.objectContaining({ code: "TYPE_MISMATCH", nodeId: "read" }),
    );
  });

  it.each([
    ["nodes.call.output.status >= 200 && nodes.call.output.body.items[0].id == 1", {}],
    ["nodes.call.output.headers.etag + string(nodes.call.output.redirectedTo)", {}],
    ["input.error.status == 404 ? input.error.body.why : input.error.message", { onError: "branch" }],
    ["input.error.status", { onError: "branch", output: { error: "output.body" } }],
    ["input.anything", { onError: "continue" }],
  ])("says nothing of %s", (value, fields) => {
    expect(told({}, [read(value)], fields).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
