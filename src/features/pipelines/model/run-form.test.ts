import { describe, expect, it } from "vitest";
import { type PipelineDefinition, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { compilePlan } from "#core/pipeline/plan.ts";
import { plannedCalls, providersWithoutKey } from "./planned-calls.ts";
import { carriedValues, initialValues, readForm, runFormOf } from "./run-form.ts";

function definitionOf(task: string, variables: object = {}): PipelineDefinition {
  return pipelineDefinitionSchema.parse({
    name: "Ask",
    variables,
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      { id: "ask", type: "agent", name: "Ask", config: { model: "anthropic/claude-haiku-5-5", task } },
      { id: "wait", type: "delay", name: "Wait", config: { seconds: 2 } },
      { id: "more", type: "agent", name: "More", config: { agentId: "writer", task: "{{ input }}" } },
    ],
    edges: [
      { id: "e1", from: "start", to: "ask" },
      { id: "e2", from: "ask", to: "wait" },
      { id: "e3", from: "wait", to: "more" },
    ],
  });
}

describe("run form", () => {
  it("asks for the fields that are read of the input, and for nothing that only stands in a text", () => {
    const task =
      "The input.color of {{ input.title }} and {{ trigger.body }}: {{ nodes.start.output.title.size() }}";
    expect(runFormOf(definitionOf(task))).toMatchObject({ mode: "fields", inputFields: ["title", "body"] });
    expect(runFormOf(definitionOf("{{ input }}"))).toMatchObject({ mode: "text" });
    expect(runFormOf(definitionOf("Nothing."))).toMatchObject({ mode: "none" });
  });

  it("reads each variable as what its default is, and leaves out what is empty", () => {
    const definition = definitionOf("{{ input.a }}", {
      name: { required: true },
      count: { default: 3 },
      tags: { default: ["x"] },
      note: {},
    });
    const form = runFormOf(definition);
    const values = initialValues(definition, { input: { a: "b" }, variables: { name: "N" } });
    expect(readForm(form, form.mode, values)).toEqual({
      ok: true,
      input: { a: "b" },
      variables: { name: "N", count: 3, tags: ["x"] },
    });
    const wrong = { ...values, json: "{", variables: { count: "three", tags: "[" } };
    expect(readForm(form, "json", wrong)).toEqual({
      ok: false,
      faults: {
        "variable name": expect.any(String),
        "variable count": expect.stringContaining("number"),
        "variable tags": expect.stringContaining("JSON"),
        input: expect.stringContaining("JSON"),
      },
    });
  });

  it("keeps what was typed when another version is chosen, and gives that version only what it asks for", () => {
    const draft = definitionOf("{{ input.title }} {{ input.body }}", { tone: { default: "dry" } });
    const published = definitionOf("{{ input.title }}", { reader: { default: "a child" } });
    const typed = { ...initialValues(draft, null), fields: { title: "Tides", body: "Long" } };
    const carried = carriedValues(initialValues(published, null), typed);
    const form = runFormOf(published);
    expect(readForm(form, form.mode, carried)).toEqual({
      ok: true,
      input: { title: "Tides" },
      variables: { reader: "a child" },
    });
  });

  it("says what a run would call, and for which vendors there is no key", () => {
    const writer = { key: "writer", name: "Writer", instructions: "", model: "sandbox/brief", maxTokens: 10 };
    const calls = plannedCalls(compilePlan(definitionOf("x"), [writer]));
    expect(calls.map(({ nodeId, target }) => [nodeId, target])).toEqual([
      ["ask", "anthropic/claude-haiku-5-5"],
      ["wait", "2 s"],
      ["more", "sandbox/brief"],
    ]);
    expect(providersWithoutKey(calls, new Set())).toEqual(["anthropic"]);
    expect(providersWithoutKey(calls, new Set(["anthropic"]))).toEqual([]);
    const other = { ...writer, fallbackModel: "anthropic/claude-haiku-5-5" };
    const withFallback = plannedCalls(compilePlan(definitionOf("x"), [other]));
    expect(withFallback.at(-1)?.target).toBe("sandbox/brief, or anthropic/claude-haiku-5-5");
  });
});
