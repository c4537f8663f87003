import { z } from "zod";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { jsonObjectSchema, jsonSchema } from "#core/json/json.ts";
import { modelRefSchema } from "#core/model/model-ref-schema.ts";
import { faultOfSandboxModel } from "#core/model/sandbox-model.ts";
import { expressionSourceSchema } from "#core/nodes/fields/mapping.ts";
import { checkJsonSchema } from "#core/schema/check-schema.ts";

/** An expression over what came of the run; left out: its output. */
const ofSchema = expressionSourceSchema.default("output");

/**
 * What must hold of a run that a test case has played. Expressions see `input`, `variables`, `output`, `error` (`code`,
 * `message`, or null) and `nodes` (`nodes.draft.output`, null for a node that did not complete).
 */
export const assertionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("equals"), of: ofSchema, value: jsonSchema }),
  z.strictObject({ kind: z.literal("contains"), of: ofSchema, text: z.string().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal("matches"), of: ofSchema, schema: jsonObjectSchema }),
  z.strictObject({ kind: z.literal("holds"), expression: expressionSourceSchema }),
  z.strictObject({ kind: z.literal("status"), status: z.enum(["completed", "failed"]) }),
  /** Micros of USD: of the run that the answers were recorded from. */
  z.strictObject({ kind: z.literal("cost-below"), micros: z.number().int().positive() }),
  /** Milliseconds: of the run that the answers were recorded from. */
  z.strictObject({ kind: z.literal("time-below"), ms: z.number().int().positive() }),
  /**
   * A model reads the case's input, what is expected, and the value, and says whether it is as the rubric asks; with a
   * threshold it gives a score from 0 to 100, which must reach it. Asked only where all else holds.
   */
  z.strictObject({
    kind: z.literal("judge"),
    of: ofSchema,
    model: modelRefSchema,
    rubric: z.string().min(1).max(10_000),
    expected: jsonSchema.optional(),
    threshold: z.number().int().min(1).max(100).optional(),
  }),
]);
export type Assertion = z.output<typeof assertionSchema>;
export type JudgeAssertion = Extract<Assertion, { readonly kind: "judge" }>;
/** Assertions that are decided here, without asking a model. */
export type PlainAssertion = Exclude<Assertion, JudgeAssertion>;
export type AssertionInput = z.input<typeof assertionSchema>;

/** The kinds, in the order in which they are offered. */
export const assertionKinds = assertionSchema.options.map(({ shape }) => shape.kind.value);
export type AssertionKind = Assertion["kind"];

/** What makes an assertion unusable, with the field where it is; null: it can be asked. */
export function faultOfAssertion(
  assertion: Assertion,
): { readonly field: string; readonly message: string } | null {
  switch (assertion.kind) {
    case "status":
    case "cost-below":
    case "time-below":
      return null;
    case "holds":
      return faultOfExpression("expression", assertion.expression);
    case "matches": {
      const [fault] = checkJsonSchema(assertion.schema);
      if (fault !== undefined) {
        return { field: ["schema", ...fault.path].join("."), message: fault.message };
      }
      return faultOfExpression("of", assertion.of);
    }
    case "equals":
    case "contains":
      return faultOfExpression("of", assertion.of);
    case "judge": {
      const message = faultOfSandboxModel(assertion.model);
      return message === null ? faultOfExpression("of", assertion.of) : { field: "model", message };
    }
  }
}

function faultOfExpression(field: string, source: string) {
  const parsed = parseExpression(source);
  return parsed.ok ? null : { field, message: parsed.message };
}
