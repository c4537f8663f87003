import { z } from "zod";
import { runIdSchema, testCaseIdSchema, testSetIdSchema, userIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { type Assertion, assertionSchema } from "#core/run/test-set/assertion.ts";
import {
  type CaseAnswers,
  caseAnswersSchema,
  caseOutcomes,
  testGates,
} from "#core/run/test-set/test-case.ts";
import { maxAssertions } from "#server/services/test-sets/check-test-case.ts";
import {
  jsonInputSchema,
  jsonObjectInputSchema,
  jsonOutputSchema,
  storableSchema,
} from "#server/trpc/json-value-schema.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

export const testNameSchema = lineSchema(200);
export const testGateSchema = z.enum(testGates);

/** The editable fields of a case. */
export const caseFieldSchemas = {
  input: jsonInputSchema(runInputLimits),
  variables: jsonObjectInputSchema(runInputLimits),
  answers: storableSchema(caseAnswersSchema),
  assertions: storableSchema(z.array(assertionSchema).max(maxAssertions)),
};

const caseSummarySchema = z.object({
  id: testCaseIdSchema,
  name: z.string(),
  assertions: z.custom<readonly Assertion[]>(),
  sourceRunId: runIdSchema.nullable(),
  createdBy: userIdSchema.nullable(),
  updatedAtMs: z.number(),
});

export const testSetSchema = z.object({
  id: testSetIdSchema,
  name: z.string(),
  gate: testGateSchema,
  cases: z.array(caseSummarySchema),
});

export const testCaseSchema = z.object({
  id: testCaseIdSchema,
  setId: testSetIdSchema,
  name: z.string(),
  input: jsonOutputSchema,
  variables: z.custom<{ [name: string]: z.infer<typeof jsonOutputSchema> }>(),
  answers: z.custom<CaseAnswers>(),
  assertions: z.custom<readonly Assertion[]>(),
  startedAtMs: z.number(),
  sourceRunId: runIdSchema.nullable(),
  costMicros: z.number().nullable(),
  tookMs: z.number().nullable(),
});

/** The state of one judge's verdict on a case. */
const judgedSchema = z.object({
  /** The index of the case's assertion, from 0. */
  assertion: z.number(),
  /** The run that asked it. */
  run: z.object({ runId: runIdSchema, costMicros: z.number().nullable(), isSandbox: z.boolean() }).nullable(),
});
const nothingSaid = { passed: z.null(), score: z.null() };
const verdictSchema = z.discriminatedUnion("state", [
  /** `wanted`: it has not been asked. */
  judgedSchema.extend({ state: z.enum(["wanted", "asked"]), ...nothingSaid, reason: z.null() }),
  /** It was asked and gave no usable answer. */
  judgedSchema.extend({ state: z.literal("unanswered"), ...nothingSaid, reason: z.string() }),
  judgedSchema.extend({
    state: z.literal("given"),
    passed: z.boolean(),
    /** From 0 to 100, for a judge with a threshold. */
    score: z.number().nullable(),
    reason: z.string(),
  }),
]);

const playedInSchema = z.object({
  outcome: z.enum(caseOutcomes),
  reasons: z.array(z.string()).readonly(),
  verdicts: z.array(verdictSchema).readonly(),
});

export const playedCaseSchema = playedInSchema.extend({
  caseId: testCaseIdSchema,
  name: z.string(),
  status: z.string(),
  output: jsonOutputSchema,
  answered: z.number(),
  baseline: playedInSchema.nullable(),
});

/** What asking the judges of a set would cost; money is micros of USD. */
export const judgingPlanSchema = z.object({
  /** How many verdicts are missing. */
  questions: z.number(),
  models: z.array(z.string()).readonly(),
  /** The maximum cost if each judge answers at the first attempt. */
  onceMicros: z.number(),
  /** The maximum cost if every attempt is needed. */
  everyTryMicros: z.number(),
  /** The same as `onceMicros` for the sandbox, in its play money. */
  playMicros: z.number(),
  /** Models with an unknown price: they are not in the sums. */
  unpricedModels: z.array(z.string()).readonly(),
});

const versionNumberSchema = z.number().int().positive();

/** Which set is played, with which version, and compared with which. */
export const playInputSchema = z.strictObject({
  setId: testSetIdSchema,
  version: z.union([versionNumberSchema, z.literal("draft")]).default("draft"),
  /** A published version to compare with. Null: none. */
  baseline: versionNumberSchema.nullable().default(null),
});
