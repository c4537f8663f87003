import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { good, problemsOf, send, withParts, writer } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

describe("validateDefinition", () => {
  it("gives a good definition back with its defaults", () => {
    const result = validateDefinition(good);
    expect(result).toMatchObject({
      ok: true,
      warnings: [],
      definition: {
        settings: { timeoutSeconds: 3600, maxRetriesPerNode: 3, retryBackoffBase: 1, retryBackoffMax: 60 },
        nodes: [{ id: "start", config: {}, onError: "fail" }, { id: "draft" }, { id: "send" }],
      },
    });
  });

  it("refuses too many nodes and edges before it looks at them", () => {
    const many = {
      name: "x",
      nodes: Array.from({ length: 1001 }, () => null),
      edges: Array.from({ length: 5001 }, () => null),
    };
    expect(problemsOf(many).map((problem) => problem.code)).toEqual(["TOO_MANY_NODES", "TOO_MANY_EDGES"]);
  });

  it("refuses hostile depth without overflowing", () => {
    let deep: Json = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(problemsOf({ ...good, description: deep })).toMatchObject([
      { message: expect.stringContaining("nested more than 64 levels") },
    ]);
  });

  it("has an answer to anything at all", () => {
    const field = fc.constantFrom(
      "name",
      "nodes",
      "edges",
      "variables",
      "settings",
      "id",
      "type",
      "config",
      "from",
      "to",
    );
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Json>(null, true, 0, "start", "agent", "condition", "{{", "\0", "__proto__"),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(field, tie("value"), { maxKeys: 6 }),
      ),
    })).value;
    fc.assert(
      fc.property(anything, (raw) => {
        const result = validateDefinition(raw);
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("names an unknown agent only where the workspace's agents are known", () => {
    const named = withParts([{ ...writer, config: { agentId: "writer", task: "Write" } }]);
    expect(problemsOf(named)).toEqual([]);
    expect(problemsOf(named, ["writer"])).toEqual([]);
    expect(problemsOf(named, ["critic"])).toMatchObject([
      {
        code: "UNKNOWN_AGENT",
        nodeId: "draft",
        path: ["config", "agentId"],
        message: 'Node "draft" names the agent "writer", but the workspace has no such agent.',
      },
    ]);
  });

  it("tells several faults at once, those of shape and of the graph", () => {
    const raw = withParts(
      [{ ...send, config: { action: "fax" } }],
      [{ id: "e3", from: "draft", to: "gone" }],
    );
    expect(problemsOf(raw).map((problem) => problem.code)).toEqual(["BAD_VALUE", "DANGLING_EDGE"]);
  });

  it.each<[string, unknown, object]>([
    [
      "a node that nothing leads to",
      withParts([{ ...send, id: "alone" }]),
      { code: "UNREACHABLE_NODE", nodeId: "alone" },
    ],
    [
      "a condition that decides nothing",
      withParts([{ id: "long", type: "condition", name: "Long?" }], [{ id: "e3", from: "send", to: "long" }]),
      { code: "NO_WAY_OUT", nodeId: "long" },
    ],
    [
      "error edges that are promised and not there",
      withParts([{ ...send, onError: "branch" }]),
      { code: "NO_WAY_OUT", nodeId: "send" },
    ],
    [
      "a fallback that is never used",
      withParts([{ ...send, fallbackOutput: 1 }]),
      { code: "UNUSED_FALLBACK", nodeId: "send" },
    ],
    [
      "an empty answer that is kept as JSON",
      withParts([
        { ...writer, config: { ...writer.config, onEmpty: "keep" }, outputSchema: { type: "object" } },
      ]),
      { code: "UNUSED_SETTING", nodeId: "draft", path: ["config", "onEmpty"] },
    ],
    [
      "a cut answer that is kept as JSON",
      withParts([
        { ...writer, config: { ...writer.config, onCut: "keep" }, outputSchema: { type: "object" } },
      ]),
      { code: "UNUSED_SETTING", nodeId: "draft", path: ["config", "onCut"] },
    ],
    [
      "a temperature, which is not sent",
      withParts([{ ...writer, config: { ...writer.config, temperature: 0.2 } }]),
      {
        code: "UNUSED_SETTING",
        nodeId: "draft",
        path: ["config", "temperature"],
        message: expect.stringContaining("is sent only to openai-compatible models"),
      },
    ],
    [
      "a prompt cache without anything to keep",
      withParts([{ ...writer, config: { ...writer.config, promptCache: "always" } }]),
      {
        code: "UNUSED_SETTING",
        path: ["config", "promptCache"],
        message: expect.stringContaining("no instructions"),
      },
    ],
    [
      "a prompt cache of a vendor that has its own",
      withParts([
        {
          ...writer,
          config: {
            ...writer.config,
            instructions: "Be brief.",
            model: "openai/gpt-6-sol",
            promptCache: "never",
          },
        },
      ]),
      {
        code: "UNUSED_SETTING",
        path: ["config", "promptCache"],
        message: expect.stringContaining("by themselves"),
      },
    ],
    [
      "an effort of models that do not think",
      withParts([{ ...writer, config: { ...writer.config, model: "sandbox/brief", effort: "high" } }]),
      { code: "UNUSED_SETTING", nodeId: "draft", path: ["config", "effort"] },
    ],
    [
      "a limit that no call can keep to",
      withParts([{ ...writer, limits: { costMicros: 1 } }]),
      {
        code: "LIMIT_TOO_LOW",
        nodeId: "draft",
        path: ["limits", "costMicros"],
        message: expect.stringContaining("may cost $0.02048: no call will be allowed"),
      },
    ],
    [
      "a model that the sandbox does not have",
      withParts([{ ...writer, config: { ...writer.config, model: "sandbox/breif" } }]),
      {
        code: "MODEL_UNKNOWN",
        nodeId: "draft",
        path: ["config", "model"],
        message: expect.stringContaining("it has sandbox/brief, sandbox/small"),
      },
    ],
    [
      "a model that its vendor takes away",
      withParts([{ ...writer, config: { ...writer.config, model: "anthropic/claude-opus-4-5" } }]),
      {
        code: "MODEL_RETIRES",
        nodeId: "draft",
        message: expect.stringMatching(
          /2027-01-22; the provider recommends anthropic\/claude-opus-5-5 \(https:/,
        ),
      },
    ],
    [
      "a limit beside a price that nobody knows",
      withParts([
        {
          ...writer,
          config: { ...writer.config, model: "anthropic/claude-unheard-of" },
          limits: { costMicros: 1_000_000 },
        },
      ]),
      { code: "PRICE_UNKNOWN", nodeId: "draft", path: ["config", "model"] },
    ],
  ])("warns of %s", (_oddity, raw, problem) => {
    expect(validateDefinition(raw).ok).toBe(true);
    expect(problemsOf(raw)).toMatchObject([{ severity: "warning", ...problem }]);
  });

  it("reads a bare true or false of YAML as a label, or as a condition", () => {
    const raw = withParts(
      [{ id: "long", type: "condition", name: "Long?", config: { condition: false } }],
      [
        { id: "e3", from: "draft", to: "long" },
        { id: "e4", from: "long", to: "send", condition: true },
      ],
    );
    const result = validateDefinition(raw);
    expect(result).toMatchObject({ ok: true, warnings: [] });
    expect(result.ok && result.definition.nodes.at(-1)?.config).toEqual({ condition: "false" });
    expect(result.ok && result.definition.edges.at(-1)?.condition).toBe("true");
  });
});
