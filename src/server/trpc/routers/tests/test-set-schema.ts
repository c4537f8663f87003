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
import { jsonInputSchema, jsonObjectInputSchema, jsonOutputSchema } from "#server/trpc/json-value-schema.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

export const testNameSchema = lineSchema(200);
export const testGateSchema = z.enum(testGates);

/** What can be written of a case. */
export const caseFieldSchemas = {
  input: jsonInputSchema(runInputLimits),
  variables: jsonObjectInputSchema(runInputLimits),
  answers: caseAnswersSchema,
  assertions: z.array(assertionSchema).max(maxAssertions),
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

export const playedCaseSchema = z.object({
  caseId: testCaseIdSchema,
  name: z.string(),
  outcome: z.enum(caseOutcomes),
  reasons: z.array(z.string()),
  status: z.string(),
  output: jsonOutputSchema,
  answered: z.number(),
  baseline: z.object({ outcome: z.enum(caseOutcomes), reasons: z.array(z.string()) }).nullable(),
});
