import { describe, expect, it } from "vitest";
import { type PipelineDefinition, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { compilePlan } from "#core/pipeline/plan/plan.ts";
import { missingText, providersWithoutKey, secretsWithout } from "../cost/missing.ts";
import { plannedCalls } from "../cost/planned-calls.ts";
import type { VersionContent } from "../pipeline-outputs.ts";
import { carriedValues, initialValues, readRunForm, runFormOf } from "./run-form.ts";
import { versionSource } from "./run-source.ts";
import { readValue } from "./value-kind.ts";

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

const writer = { key: "writer", name: "Writer", instructions: "", model: "sandbox/brief", maxTokens: 10 };

describe("run form", () => {
  it("asks for the input fields that are read, and ignores plain text", () => {
    const task =
      "The input.color of {{ input.title }} and {{ trigger.body }}: {{ nodes.start.output.title.size() }}";
    expect(runFormOf(definitionOf(task))).toMatchObject({
      mode: "fields",
      inputFields: [{ name: "title" }, { name: "body" }],
    });
    expect(runFormOf(definitionOf("{{ input }}"))).toMatchObject({ mode: "text" });
    expect(runFormOf(definitionOf("Nothing."))).toMatchObject({ mode: "none" });
  });

  it("asks for a number if it is compared with a numeric variable", () => {
    const definition = definitionOf(
      "{{ input.amount > variables.limit }} {{ input.name == variables.owner }}",
      {
        limit: { default: 250 },
        owner: { default: "Ada" },
      },
    );
    expect(runFormOf(definition).inputFields).toEqual([
      { name: "amount", kind: "number" },
      { name: "name", kind: null },
    ]);
  });

  it("parses each variable as the type of its default, and omits missing ones", () => {
    const definition = definitionOf("{{ input.a }}", {
      name: { required: true },
      count: { default: 3 },
      tags: { default: ["x"] },
      note: {},
    });
    const form = runFormOf(definition);
    const values = initialValues(definition, { input: { a: "b" }, variables: { name: "N" } });
    expect(readRunForm(form, form.mode, values)).toEqual({
      ok: true,
      input: { a: "b" },
      variables: { name: "N", count: 3, tags: ["x"] },
    });
    const wrong = { ...values, json: "{", variables: { count: "true", tags: "[" } };
    expect(readRunForm(form, "json", wrong)).toEqual({
      ok: false,
      faults: {
        "variable name": expect.any(String),
        "variable count": expect.stringContaining("number"),
        "variable tags": expect.stringContaining("JSON"),
        input: expect.stringContaining("JSON"),
      },
    });
  });

  it("keeps typed values when the version changes, and sends only what that version asks for", () => {
    const draft = definitionOf("{{ input.title }} {{ input.body }}", { tone: { default: "dry" } });
    const published = definitionOf("{{ input.title }}", { reader: { default: "a child" } });
    const typed = { ...initialValues(draft, null), fields: { title: "Tides", body: "Long" } };
    const carried = carriedValues(initialValues(published, null), typed);
    const form = runFormOf(published);
    expect(readRunForm(form, form.mode, carried)).toEqual({
      ok: true,
      input: { title: "Tides" },
      variables: { reader: "a child" },
    });
  });

  it("sends an emptied text as an empty text, and the default only if it is shown", () => {
    const definition = definitionOf("x", { tone: { default: "angry" }, note: {}, count: { default: 3 } });
    const form = runFormOf(definition);
    const values = initialValues(definition, null);
    expect(readRunForm(form, form.mode, values)).toMatchObject({ variables: { tone: "angry", count: 3 } });
    const emptied = { ...values, variables: { ...values.variables, tone: "", note: "" } };
    expect(readRunForm(form, form.mode, emptied)).toEqual({
      ok: true,
      input: null,
      variables: { tone: "", note: "", count: 3 },
    });
    const none = { ...values, variables: { ...values.variables, count: "" } };
    expect(readRunForm(form, form.mode, none)).toEqual({
      ok: false,
      faults: { "variable count": expect.stringContaining("number") },
    });
  });

  it("sends a value as the inferred or the chosen type", () => {
    const definition = definitionOf(
      "{{ input.amount > variables.limit && input.amount > 100 }} {{ input.who }} {{ input.items[0] }} {{ variables.limit * 2 }}",
      { limit: { required: true } },
    );
    const form = runFormOf(definition);
    expect(form.inputFields).toEqual([
      { name: "amount", kind: "number" },
      { name: "who", kind: null },
      { name: "items", kind: "json" },
    ]);
    const typed = {
      ...initialValues(definition, null),
      fields: { amount: "250", who: "250", items: '["a"]' },
      variables: { limit: "10" },
    };
    expect(readRunForm(form, form.mode, typed)).toEqual({
      ok: true,
      input: { amount: 250, who: "250", items: ["a"] },
      variables: { limit: 10 },
    });
    const chosen = { ...typed, kinds: { "input amount": "text", "input who": "number" } } as const;
    expect(readRunForm(form, form.mode, chosen)).toMatchObject({ input: { amount: "250", who: 250 } });
    const wrong = { ...typed, fields: { amount: "true", who: "x", items: "" } };
    expect(readRunForm(form, form.mode, wrong)).toEqual({
      ok: false,
      faults: { "input amount": expect.stringContaining("“true” is not one") },
    });
  });

  it("parses the input as one number if it is used as one, and starts with the last input", () => {
    const definition = definitionOf("{{ input * 2 }}");
    const form = runFormOf(definition);
    const values = initialValues(definition, { input: 7, variables: {} });
    expect(readRunForm(form, form.mode, values)).toMatchObject({ input: 7 });
    const fields = definitionOf("{{ input.who }}");
    const again = initialValues(fields, { input: { who: { name: "Ada" } }, variables: {} });
    expect(readRunForm(runFormOf(fields), "fields", again)).toMatchObject({
      input: { who: { name: "Ada" } },
    });
  });

  it("treats names of Object.prototype like any others", () => {
    const definition = definitionOf("{{ input.constructor }} {{ input.toString }}");
    const form = runFormOf(definition);
    const values = initialValues(definition, { input: {}, variables: {} });
    expect(readRunForm(form, form.mode, values)).toEqual({
      ok: true,
      input: { constructor: "", toString: "" },
      variables: {},
    });
  });

  it("refuses a number that cannot be represented exactly", () => {
    expect(readValue("number", "9007199254740993")).toMatchObject({ ok: false });
    expect(readValue("number", "0.12345678901234567890")).toMatchObject({ ok: false });
    expect(readValue("json", '{"orders":[{"id":9007199254740993}]}')).toEqual({
      ok: false,
      fault: expect.stringContaining("the number 9007199254740993 has more digits than can be kept"),
    });
    expect(readValue("json", '{"text":"a\\u0000"}')).toMatchObject({ ok: false });
    expect(readValue("json", '{"id":42}')).toEqual({ ok: true, value: { id: 42 } });
    expect(readValue("number", " -1.5e3 ")).toEqual({ ok: true, value: -1500 });
    for (const text of ["0x10", "1e999", "NaN", "1,5", "--1"])
      expect(readValue("number", text)).toMatchObject({ ok: false });
  });

  it("asks for a version's variables in their original order", () => {
    // As the database returns it: shorter names first.
    const definition = definitionOf("x", { id: {}, city: {}, country: {} });
    const text = "name: Ask\nvariables:\n  country: {}\n  id: {}\n  city: {}\n";
    const content = { definition, text, agents: [writer], number: 3 } as unknown as VersionContent;
    const { plan } = versionSource(content);
    expect(runFormOf(plan.definition).variables.map(({ name }) => name)).toEqual(["country", "id", "city"]);
    const unreadable = versionSource({ ...content, text: "name: [" });
    expect(Object.keys(unreadable.plan.definition.variables)).toEqual(["id", "city", "country"]);
  });

  it("lists missing secrets, each once", () => {
    const headers = { authorization: "Bearer {{ secrets.API_TOKEN }}", other: "{{ secrets.OTHER }}" };
    const call = { action: "http.request", url: "https://example.com/{{ secrets.API_TOKEN }}", headers };
    const plan = compilePlan(
      pipelineDefinitionSchema.parse({
        name: "Calls",
        nodes: [
          { id: "start", type: "trigger", name: "Start" },
          { id: "call", type: "action", name: "Call", config: call },
        ],
        edges: [{ id: "e1", from: "start", to: "call" }],
      }),
      [],
    );
    expect(secretsWithout(plan, new Set())).toEqual(["API_TOKEN", "OTHER"]);
    const missing = { providers: [], secrets: secretsWithout(plan, new Set(["OTHER"])) };
    expect(missingText(missing)).toBe(
      "The workspace does not have the secret API_TOKEN, so this cannot run yet.",
    );
    expect(missingText({ ...missing, secrets: [] })).toBeNull();
  });

  it("includes bodies in the calls, and in what is missing", () => {
    const ask = { id: "ask", type: "agent", name: "Ask", config: { model: "openai/gpt-5", task: "x" } };
    const headers = { authorization: "{{ secrets.INNER }}" };
    const fetch = { action: "http.request", url: "https://example.com", headers };
    const request = { id: "get", type: "action", name: "Get", config: fetch };
    const inner = { id: "in", type: "call", name: "In", config: { body: { nodes: [ask] } } };
    const plan = compilePlan(
      pipelineDefinitionSchema.parse({
        name: "Bodies",
        nodes: [
          { id: "start", type: "trigger", name: "Start" },
          {
            id: "each",
            type: "map",
            name: "Each",
            config: { items: "input", body: { nodes: [inner, request] } },
          },
        ],
        edges: [{ id: "e1", from: "start", to: "each" }],
      }),
      [],
    );
    const calls = plannedCalls(plan);
    expect(calls.map(({ name }) => name)).toEqual(["Each", "Each: In", "Each: In: Ask", "Each: Get"]);
    expect(new Set(calls.map(({ nodeId }) => nodeId)).size).toBe(calls.length);
    expect(providersWithoutKey(calls, new Set())).toEqual(["openai"]);
    expect(secretsWithout(plan, new Set())).toEqual(["INNER"]);
  });

  it("lists the calls of a run, and the vendors without a key", () => {
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
