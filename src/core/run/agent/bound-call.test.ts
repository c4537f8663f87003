import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { compilePlan } from "#core/pipeline/plan/plan.ts";
import { boundCall, likelyInputTokens } from "./bound-call.ts";
import { repairWords } from "./repair-turn.ts";

function agent(config: JsonObject, fields: JsonObject = {}) {
  const definition = pipelineDefinitionSchema.parse({
    name: "One agent",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "ask",
        type: "agent",
        name: "Ask",
        config: { model: "sandbox/echo", task: "{{ input }}", ...config },
        ...fields,
      },
    ],
    edges: [{ id: "e", from: "start", to: "ask" }],
  });
  const node = compilePlan(definition, []).nodeById.get("ask");
  if (node === undefined) throw new Error("no node");
  return node;
}

const scope = (input: Json) => ({
  input,
  trigger: input,
  run: { startedAt: "2026-11-29T08:30:00.000Z" },
  variables: {},
  nodes: {},
});
const bytes = (text: string) => Buffer.byteLength(text);

describe("boundCall", () => {
  it("is never below the bytes of what is sent, however the template multiplies it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (input) => {
        const twice = boundCall(
          agent({ task: "{{ input }} and {{ input }}", instructions: "{{ input }}!" }),
          scope(input),
        );
        expect(twice.inputTokens).toBeGreaterThanOrEqual(bytes(`${input} and ${input}${input}!`));
        expect(likelyInputTokens(twice.inputTokens)).toBeLessThanOrEqual(
          bytes(`${input} and ${input}${input}!`),
        );
      }),
    );
  });

  it("counts the schema that is sent, and the whole answer", () => {
    const outputSchema = { type: "object", properties: { a: { type: "string", minLength: 3 } } };
    const plain = boundCall(agent({ maxTokens: 77 }), scope("x"));
    const asked = boundCall(agent({ maxTokens: 77 }, { outputSchema }), scope("x"));
    const mapped = boundCall(agent({ maxTokens: 77 }, { outputSchema, output: { a: "output" } }), scope("x"));
    expect(plain.outputTokens).toBe(77);
    expect(asked.inputTokens).toBeGreaterThan(plain.inputTokens + JSON.stringify(outputSchema).length);
    expect(mapped).toEqual(plain);
  });

  it("counts the answer that is to be put right, and what is said of it", () => {
    const repair = { answer: "é".repeat(500), fault: "risk must be one of low, high." };
    const plain = boundCall(agent({}), scope("x"));
    const again = boundCall(agent({}), scope("x"), repair);
    expect(again.inputTokens - plain.inputTokens).toBe(1_000 + bytes(repairWords(repair)));
  });

  it("counts the files that are shown", () => {
    const photo = { base64: "iVBORw0KGgo=", mediaType: "image/png", bytes: 8 };
    const plain = boundCall(agent({}), scope(null)).inputTokens;
    const shown = boundCall(agent({ files: "input" }), scope({ ...photo }));
    expect(shown.inputTokens - plain).toBeGreaterThanOrEqual(16_384);
  });

  it("of a template that cannot be rendered holds the frame alone", () => {
    const bound = boundCall(agent({ task: "{{ input.a.b.c }}" }), scope("x"));
    expect(likelyInputTokens(bound.inputTokens)).toBe(0);
  });
});
