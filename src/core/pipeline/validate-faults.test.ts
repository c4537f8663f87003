import { describe, expect, it } from "vitest";
import { nodeTypeNames } from "#core/nodes/registry.ts";
import { problemsOf, send, withParts, writer } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

describe("validateDefinition: faults", () => {
  it.each<[string, unknown, object]>([
    [
      "no nodes",
      { name: "x", nodes: [], edges: [] },
      { code: "NO_NODES", message: expect.stringContaining("has no nodes") },
    ],
    [
      "an unknown type, and the types there are",
      withParts([{ id: "send", type: "teleport", name: "Send" }]),
      {
        code: "UNKNOWN_TYPE",
        nodeId: "send",
        path: ["type"],
        message: `Node "send": type "teleport" is unknown: choose one of ${nodeTypeNames.map((name) => `"${name}"`).join(", ")}.`,
      },
    ],
    [
      "an unknown field",
      withParts([{ ...send, retries: 3 }]),
      {
        code: "UNKNOWN_FIELD",
        nodeId: "send",
        path: ["retries"],
        message: 'Node "send": retries is not a known field: check its spelling or remove it.',
      },
    ],
    [
      "a name that would be lost",
      withParts([JSON.parse(JSON.stringify({ ...send, input: { _: "1" } }).replace('"_"', '"__proto__"'))]),
      {
        code: "BAD_VALUE",
        nodeId: "send",
        path: ["input", "__proto__"],
        message: 'Node "send": input.__proto__ is a reserved word: choose another name.',
      },
    ],
    [
      "a missing field, with its path",
      withParts([{ ...writer, config: { model: "sandbox/brief" } }]),
      {
        code: "BAD_VALUE",
        nodeId: "draft",
        path: ["config", "task"],
        message: 'Node "draft": config.task is missing.',
      },
    ],
    [
      "a value of the wrong kind",
      withParts(
        [{ id: "rest", type: "delay", name: "Rest", config: { seconds: -1 } }],
        [{ id: "e3", from: "send", to: "rest" }],
      ),
      {
        code: "BAD_VALUE",
        nodeId: "rest",
        path: ["config", "seconds"],
        message: expect.stringContaining("config.seconds must be at least 0, but is -1"),
      },
    ],
    [
      "a model of nobody",
      withParts([{ ...writer, config: { model: "closedai/gpt-4o", task: "Write" } }]),
      {
        code: "BAD_VALUE",
        nodeId: "draft",
        path: ["config", "model"],
        message: expect.stringContaining("config.model must be provider/model"),
      },
    ],
    [
      "a fallback that is not a model",
      withParts([{ ...writer, config: { ...writer.config, fallbackModel: "the other one" } }]),
      {
        code: "BAD_VALUE",
        nodeId: "draft",
        path: ["config", "fallbackModel"],
        message:
          'Node "draft": config.fallbackModel must be provider/model, e.g. anthropic/claude-haiku-5-5 or sandbox/brief.',
      },
    ],
    [
      "an agent without agent or model",
      withParts([{ ...writer, config: { task: "Write" } }]),
      {
        code: "BAD_VALUE",
        nodeId: "draft",
        message: 'Node "draft": config.agentId: Name an agent with agentId, or give a model here.',
      },
    ],
    [
      "an unknown action",
      withParts([{ ...send, config: { action: "fax" } }]),
      {
        nodeId: "send",
        path: ["config", "action"],
        message:
          'Node "send": config.action "fax" is unknown: choose one of "http.request", "event.send", "artifact.save", "log", "noop".',
      },
    ],
    [
      "a mapping that is neither",
      withParts([{ ...send, input: 7 }]),
      {
        nodeId: "send",
        path: ["input"],
        message: 'Node "send": input must be text or an object.',
      },
    ],
    [
      "a mapping with a bad expression inside",
      withParts([{ ...send, input: { a: 7 } }]),
      {
        nodeId: "send",
        path: ["input", "a"],
        message: 'Node "send": input.a must be text, but is a number.',
      },
    ],
    [
      "an expression that does not parse, and where",
      withParts([{ ...send, input: "input +" }]),
      {
        code: "BAD_EXPRESSION",
        nodeId: "send",
        path: ["input"],
        message: expect.stringMatching(/^Node "send": input: .+\(at character \d+\)\.$/),
      },
    ],
    [
      "a template that does not parse",
      withParts([{ ...send, config: { action: "log", message: "Dear {{ input" } }]),
      { code: "BAD_EXPRESSION", nodeId: "send", path: ["config", "message"] },
    ],
    [
      "a reference to a node that does not exist",
      withParts([{ ...send, input: "nodes.darft.output" }]),
      { code: "UNKNOWN_REFERENCE", nodeId: "send", message: 'Node "send": input: there is no node "darft".' },
    ],
    [
      "a reference to a node that does not come before",
      withParts([{ ...writer, input: "nodes.send.output" }]),
      {
        code: "NOT_UPSTREAM",
        nodeId: "draft",
        message: expect.stringContaining('node "send" does not come before "draft"'),
      },
    ],
    [
      "an unknown variable",
      withParts([{ ...send, config: { action: "log", message: "{{ tipoc }}" } }]),
      {
        code: "UNKNOWN_VARIABLE",
        nodeId: "send",
        path: ["config", "message"],
        message:
          'Node "send": config.message: there is no variable "tipoc": add it to variables, or fix the name.',
      },
    ],
    [
      "output outside an output mapping",
      withParts([{ ...send, input: "output" }]),
      { code: "UNKNOWN_REFERENCE", nodeId: "send" },
    ],
    [
      "a NUL character anywhere",
      withParts([{ ...send, name: "Se\0nd" }]),
      {
        code: "BAD_VALUE",
        path: ["nodes", 2, "name"],
        message: "nodes[2].name: the text holds a NUL character (\\u0000); remove it.",
      },
    ],
    [
      "a definition that is not an object",
      "nodes",
      { message: "The definition must be an object, but is text." },
    ],
    [
      "a number outside of what is allowed, and what is",
      withParts([{ ...writer, config: { ...writer.config, maxTokens: 5_000_000 } }]),
      {
        nodeId: "draft",
        path: ["config", "maxTokens"],
        message: 'Node "draft": config.maxTokens must be at most 1,000,000, but is 5,000,000.',
      },
    ],
    [
      "a way of failing that there is not, and those there are",
      withParts([{ ...send, onError: "explode" }]),
      { nodeId: "send", message: 'Node "send": onError must be one of "fail", "continue", "branch".' },
    ],
    [
      "an outputSchema that is not a schema, and where",
      withParts([{ ...writer, outputSchema: { type: "object", properties: { a: { type: "strnig" } } } }]),
      {
        code: "BAD_SCHEMA",
        nodeId: "draft",
        path: ["outputSchema", "properties", "a", "type"],
        message: expect.stringContaining(
          'Node "draft": outputSchema.properties.a.type must be one of "string"',
        ),
      },
    ],
    [
      "a name that is missing where there are no nodes either",
      { nodes: [] },
      { message: "name is missing." },
    ],
    [
      "a reserved word as an id",
      withParts([{ ...send, id: "constructor" }]),
      { code: "BAD_VALUE", path: ["id"] },
    ],
  ])("names %s", (_fault, raw, problem) => {
    const problems = problemsOf(raw);
    expect(validateDefinition(raw).ok).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ severity: "error", ...problem }));
  });
});
