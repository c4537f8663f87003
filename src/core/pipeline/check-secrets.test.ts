import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { withParts } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

const request = (config: JsonObject, more: JsonObject = {}): JsonObject => ({
  id: "call",
  type: "action",
  name: "Call",
  config: { action: "http.request", url: "https://api.example", ...config },
  ...more,
});

function problemsOf(node: Json, secretNames?: readonly string[]) {
  const raw = withParts([node], [{ id: "e3", from: "draft", to: (node as { id: string }).id }]);
  const references = secretNames === undefined ? {} : { secretNames: new Set(secretNames) };
  const result = validateDefinition(raw, references);
  return result.ok ? result.warnings : result.problems;
}

const token = "{{ secrets.API_TOKEN }}";

describe("a secret in a request", () => {
  it.each<[string, JsonObject]>([
    ["the address", { url: `https://api.example/${token}` }],
    ["its segments", { path: token }],
    ["a parameter", { query: { key: token } }],
    ["all parameters", { query: "{{ {'key': secrets['API_TOKEN']} }}" }],
    ["a header", { headers: { Authorization: `Bearer ${token}` } }],
    ["the body", { method: "POST", body: { deep: [{ token }] } }],
    ["a text as body", { method: "POST", body: token }],
  ])("may stand in %s, and is looked for in the workspace", (_where, config) => {
    expect(problemsOf(request(config))).toEqual([]);
    expect(problemsOf(request(config), ["API_TOKEN"])).toEqual([]);
    expect(problemsOf(request(config), ["OTHER"])).toMatchObject([
      {
        code: "UNKNOWN_SECRET",
        severity: "warning",
        nodeId: "call",
        path: expect.arrayContaining(["config", Object.keys(config).at(-1)]),
        message: expect.stringContaining("the secret API_TOKEN"),
      },
    ]);
  });

  it.each<[string, string]>([
    ["without a name", "{{ secrets[input] }}"],
    ["with a computed name", "{{ secrets['A' + 'B'] }}"],
    ["with an impossible name", "{{ secrets['A-B'] }}"],
    ["asked for", "{{ has(secrets.API_TOKEN) ? 1 : 2 }}"],
    ["optional", "{{ secrets.?API_TOKEN.orValue('') }}"],
    ["all of them", "{{ toJson(secrets) }}"],
  ])("is refused %s", (_how, header) => {
    expect(problemsOf(request({ headers: { A: header } }))).toMatchObject([
      {
        code: "BAD_EXPRESSION",
        message: expect.stringMatching(/(the name of a secret must be written out|a secret always exists)/),
      },
    ]);
  });
});

describe("a secret anywhere else", () => {
  const call = request({});
  it.each<[string, JsonObject, readonly string[]]>([
    ["an input mapping", { ...call, input: { a: "secrets.API_TOKEN" } }, ["input", "a"]],
    ["an output mapping", { ...call, output: "secrets.API_TOKEN" }, ["output"]],
    [
      "a task",
      { id: "b", type: "agent", name: "B", config: { model: "sandbox/brief", task: token } },
      ["config", "task"],
    ],
    [
      "a condition",
      { id: "b", type: "condition", name: "B", config: { condition: "secrets.API_TOKEN == 'a'" } },
      ["config", "condition"],
    ],
    [
      "a transform",
      { id: "b", type: "transform", name: "B", config: { value: { a: "[1].map(x, secrets.API_TOKEN)" } } },
      ["config", "value", "a"],
    ],
    [
      "an artifact",
      { id: "b", type: "action", name: "B", config: { action: "artifact.save", name: "a", content: token } },
      ["config", "content"],
    ],
    [
      "a line of the log",
      { id: "b", type: "action", name: "B", config: { action: "log", message: token } },
      ["config", "message"],
    ],
  ])("is refused, and its place is named: %s", (_where, node, path) => {
    expect(problemsOf(node, ["API_TOKEN"])).toEqual([
      expect.objectContaining({
        code: "MISPLACED_SECRET",
        severity: "error",
        path,
        message: expect.stringContaining("only in the url, path, query, headers, body and sign"),
      }),
    ]);
  });
});

describe("what was called secrets before there were any", () => {
  it("is still a variable, and a name in a comprehension", () => {
    const log = { id: "b", type: "action", name: "B", config: { action: "log", message: "{{ secrets }}" } };
    const raw = withParts(
      [log, { ...request({}), input: "[{'a': 1}].map(secrets, secrets.a)" }],
      [
        { id: "e3", from: "draft", to: "b" },
        { id: "e4", from: "draft", to: "call" },
      ],
    );
    expect(
      validateDefinition({ ...raw, variables: { ...raw.variables, secrets: { default: "x" } } }),
    ).toMatchObject({
      ok: true,
    });
    expect(problemsOf(log)).toMatchObject([
      { code: "UNKNOWN_VARIABLE", message: expect.stringContaining("secrets.API_TOKEN") },
    ]);
  });
});
