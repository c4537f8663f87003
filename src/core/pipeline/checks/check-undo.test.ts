import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { problemsOf } from "../testing/brief-definition.ts";

const request = { action: "http.request", url: "https://a.example" };

/** Problems of a pipeline of one request with this undo. */
function told(undo: unknown, settings: object = {}) {
  const nodes = [
    { id: "start", type: "trigger", name: "Start" },
    { id: "call", type: "action", name: "Call", config: { ...request, ...(undo === null ? {} : { undo }) } },
  ];
  return problemsOf({ name: "Undo", settings, nodes, edges: [{ id: "e1", from: "start", to: "call" }] });
}

const at = (...path: readonly string[]) => ({ nodeId: "call", path: ["config", "undo", ...path] });

describe("the undo of an action", () => {
  it("sees what its node was given and made of it, and the rest of the run", () => {
    const body = {
      is: "{{ output.id }}",
      was: "{{ input }}",
      why: "{{ error.message }}",
      at: "{{ run.startedAt }}",
    };
    expect(told({ ...request, method: "POST", body, path: "{{ nodes.start.output }}" })).toEqual([]);
  });

  it.each<[string, unknown, object]>([
    [
      "is an action of the same strict shape",
      { ...request, colour: 1 },
      { code: "UNKNOWN_FIELD", ...at("colour") },
    ],
    ["has no undo of its own", { ...request, undo: request }, { code: "UNKNOWN_FIELD", ...at("undo") }],
    ["says what it does", { url: "https://a.example" }, { code: "BAD_VALUE", ...at("action") }],
    ["sends no body with GET", { ...request, body: "x" }, { code: "BAD_VALUE", ...at("body") }],
    [
      "is held to the same query",
      { ...request, query: "a={{ input }}" },
      { code: "BAD_VALUE", ...at("query") },
    ],
    [
      "names nodes that there are",
      { ...request, url: "{{ nodes.no.output }}" },
      { code: "UNKNOWN_REFERENCE", ...at("url") },
    ],
    ["parses", { ...request, url: "{{ output. }}" }, { code: "BAD_EXPRESSION", ...at("url") }],
    [
      "names variables that there are",
      { ...request, url: "{{ base }}" },
      { code: "UNKNOWN_VARIABLE", ...at("url") },
    ],
    [
      "takes secrets in requests alone",
      { action: "log", message: "{{ secrets.TOKEN }}" },
      { code: "MISPLACED_SECRET", ...at("message") },
    ],
  ])("%s", (_what, undo, problem) => {
    expect(told(undo)).toMatchObject([problem]);
  });

  it("alone sees error, and output besides the output mapping", () => {
    const config = { ...request, url: "https://a.example/{{ error.code }}/{{ output.status }}" };
    const nodes = [
      { id: "start", type: "trigger", name: "Start" },
      { id: "call", type: "action", name: "Call", config, output: "error" },
    ];
    const problems = problemsOf({ name: "Undo", nodes, edges: [{ id: "e1", from: "start", to: "call" }] });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("config.url: output exists only"),
      expect.stringContaining("config.url: error exists only in the undo"),
      expect.stringContaining("output: error exists only in the undo"),
    ]);
  });

  it("is missed where a pipeline is to be undone and no node says how", () => {
    expect(told(null, { onFailure: "undo" })).toMatchObject([
      { code: "UNUSED_SETTING", severity: "warning", path: ["settings", "onFailure"] },
    ]);
    expect(told(request, { onFailure: "undo" })).toEqual([]);
    expect(told(null, { onFailure: "later" })).toMatchObject([
      { code: "BAD_VALUE", path: ["settings", "onFailure"] },
    ]);
  });

  it("is written in the documentation as it validates", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../docs/undo.md"), "utf8");
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(problemsOf(parse(yaml))).toEqual([]);
  });
});
