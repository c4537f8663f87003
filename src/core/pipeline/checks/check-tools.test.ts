import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "#core/json/json.ts";
import { validateDefinition } from "../validate.ts";

const good: JsonObject = {
  kind: "http",
  name: "look",
  description: "Looks it up.",
  effect: "read",
  url: "https://api.example/{{ args.id }}",
};

const pin = "a".repeat(64);

function problemsOf(tool: JsonObject | null, config: JsonObject = {}, variables: JsonObject = {}) {
  const definition = {
    name: "Tools",
    variables,
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "talk",
        type: "agent",
        name: "Talk",
        config: {
          model: "sandbox/brief",
          task: "Go",
          ...(tool === null ? {} : { tools: [{ ...good, ...tool }] }),
          ...config,
        },
      },
    ],
    edges: [{ id: "e1", from: "start", to: "talk" }],
  };
  const checked = validateDefinition(definition);
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path?.join(".")}: ${message}`);
}

describe("the tools of an agent", () => {
  it("are written as their page of docs has it", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../docs/agents-with-tools.md"), "utf8");
    const written = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? expect.fail("the page has no example");
    expect(validateDefinition(parse(written))).toMatchObject({ ok: true, warnings: [] });
  });

  it.each([
    ["the path", {}],
    ["a parameter", { url: "https://api.example?q={{ args.q }}" }],
    ["a path behind a host of variables", { url: "https://{{ variables.host }}/{{ args.q }}" }],
    ["what an MCP server is given", { kind: "mcp", url: "https://mcp.example/mcp", tool: "a.b", pin }],
    [
      "what is sent",
      { method: "POST", url: "https://api.example", body: { all: "{{ args }}", run: "{{ trigger }}" } },
    ],
  ])("take what a model gives as %s", (_name, tool) => {
    expect(problemsOf(tool, {}, { host: { default: "api.example" } })).toEqual([]);
  });

  it("may be pipelines, whose variables read what the model gives", () => {
    const { url: _, ...bare } = good;
    const written = (more: JsonObject) =>
      problemsOf(null, { tools: [{ ...bare, kind: "pipeline", pipeline: "looks", ...more }] });
    expect(written({ variables: { word: "args.id" } })).toEqual([]);
    expect(written({ pipeline: "" })[0]).toMatch(/^config\.tools\.0\.pipeline: .*must name a pipeline/);
    expect(written({ url: "https://api.example" })[0]).toContain("config.tools.0");
    expect(written({ variables: { word: "nodes.nowhere.output" } })[0]).toMatch(
      /^config\.tools\.0\.variables\.word: /,
    );
  });

  it.each([
    ["{{ args.url }}"],
    ["https://{{ args.host }}/x"],
    ["https://api.example{{ args.rest }}"],
    ["https://api.example:{{ args.port }}/"],
    ["{{ variables.host }}{{ args.rest }}"],
  ])("never lead where a model says: %s", (url) => {
    const [problem] = problemsOf({ url }, {}, { host: { default: "https://api.example" } });
    expect(problem).toMatch(/^config\.tools\.0\.url: .*lets the model choose where the request goes/);
  });

  it.each<[string, JsonObject | null, JsonObject, string]>([
    ["a kind that is not there", { kind: "soap" }, {}, "config.tools.0.kind"],
    ["an address of a server that a model chooses", { kind: "mcp", pin }, {}, "config.tools.0.url"],
    ["a pin that connecting did not give", { kind: "mcp", pin: "1" }, {}, "config.tools.0.pin"],
    ["a name that no vendor takes", { name: "look it up" }, {}, "config.tools.0.name"],
    ["no effect", { effect: null }, {}, "config.tools.0.effect"],
    ["an input that is not an object", { input: { type: "string" } }, {}, "config.tools.0.input.type"],
    [
      "an input that is not a schema",
      { input: { type: "object", required: 1 } },
      {},
      "config.tools.0.input.required",
    ],
    ["a body that is not sent", { body: "x" }, {}, "config.tools.0.body"],
    ["limits without tools", null, { maxTurns: 3 }, "config.maxTurns"],
    ["approval without tools", null, { approve: "writes" }, "config.approve"],
    ["people to ask without tools", null, { approval: { noSelfApproval: true } }, "config.approval"],
    ["people to ask, and nothing to ask them", {}, { approval: { noSelfApproval: true } }, "config.approval"],
    [
      "time that approves",
      { approve: "always" },
      { approval: { deadlineSeconds: 9, onTimeout: "approve" } },
      "config.approval.onTimeout",
    ],
    [
      "what follows a deadline that there is not",
      { approve: "always" },
      { approval: { onTimeout: "reject" } },
      "config.approval.onTimeout",
    ],
    ["the same name twice", null, { tools: [good, good] }, "config.tools.1.name"],
    ["args elsewhere", {}, { task: "{{ args.q }}" }, "config.task"],
  ])("are refused: %s", (_name, tool, config, place) => {
    const [problem] = problemsOf(tool, config);
    expect(problem).toContain(`${place}: `);
    // People know their tools by name, and not by their place in a list.
    const written = tool === null ? good : { ...good, ...tool };
    if (place.startsWith("config.tools.")) expect(problem).toContain(`Node "talk": tool "${written.name}": `);
  });

  it("are named with their problem whatever finds it", () => {
    const found = problemsOf({ headers: { A: "{{ nodes.nowhere.output }}" } });
    expect(found).toEqual([
      'config.tools.0.headers.A: Node "talk": tool "look": headers.A: there is no node "nowhere".',
    ]);
    const node = { id: "talk", type: "agent", name: "Talk", config: { model: "sandbox/brief", task: "Go" } };
    const tools = [{ ...good, headers: { A: "{{ secrets.KEY }}" } }];
    const checked = validateDefinition(
      {
        name: "Secret",
        nodes: [
          { id: "start", type: "trigger", name: "Start" },
          { ...node, config: { ...node.config, tools } },
        ],
        edges: [{ id: "e1", from: "start", to: "talk" }],
      },
      { secretNames: new Set() },
    );
    const { warnings } = checked.ok ? checked : expect.fail("it is valid");
    expect(warnings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^Node "talk": tool "look" names the secret KEY, /),
    );
  });

  it.each<[JsonObject, readonly string[]]>([
    [{ properties: { id: { type: "string" } } }, []],
    [{ properties: { title: { type: "string" } } }, ["config.tools.0.url"]],
    [{ properties: { title: { type: "string" } }, additionalProperties: true }, []],
    [{}, []],
  ])("with the input %j, warn of args that a model is not asked for: %j", (input, places) => {
    const tools = [
      { ...good, input: { type: "object", ...input }, body: "args.id is a text", method: "POST" },
    ];
    const node = {
      id: "talk",
      type: "agent",
      name: "Talk",
      config: { model: "sandbox/brief", task: "Go", tools },
    };
    const start = { id: "start", type: "trigger", name: "Start" };
    const edges = [{ id: "e1", from: "start", to: "talk" }];
    const checked = validateDefinition({ name: "Tools", nodes: [start, node], edges });
    const warnings = checked.ok ? checked.warnings.filter(({ code }) => code === "UNKNOWN_REFERENCE") : null;
    expect(warnings?.map(({ path }) => path?.join("."))).toEqual(places);
    for (const { message } of warnings ?? []) expect(message).toContain('lists no field "id"');
  });
});
