import { z } from "zod";
import { isJsonObject } from "#core/json/is-json-object.ts";
import { type Json, jsonObjectSchema, jsonSchema } from "#core/json/json.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { plainIssue } from "#core/plain-issue.ts";
import { recordedAgentSchema } from "../../cassette/cassette.ts";
import { assertionSchema, faultOfAssertion } from "../assertion.ts";
import { judgeAnswerSchema } from "../judge/verdict.ts";
import { caseAnswersSchema } from "../test-case.ts";

const format = "penstock-test-set";
/** Raised when today's Penstock could not read the files that a later one writes. */
const version = 1;

const caseSchema = z.strictObject({
  name: z.string().min(1),
  input: jsonSchema.default({}),
  variables: jsonObjectSchema.default({}),
  /** The run that the answers were recorded from, `run.id` in expressions; null: they were written by hand. */
  sourceRunId: z.string().nullable().default(null),
  /** `run.startedAt` in expressions, milliseconds since the epoch. */
  startedAtMs: z.number().default(0),
  answers: caseAnswersSchema.default({}),
  assertions: z.array(assertionSchema),
  /** Of the run that the answers were recorded from; null: they were written by hand. */
  costMicros: z.number().nullable().default(null),
  tookMs: z.number().nullable().default(null),
  /** What judges have said, by the marks of their questions. */
  verdicts: z.record(z.string(), judgeAnswerSchema).default({}),
});

/**
 * A test set as a file, to be played without network and database: the content of its cases, and what judges have said.
 */
export const testSetFileSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  name: z.string().min(1),
  /** The pipeline that is tested; if left out, it is named when the file is played. */
  definition: pipelineDefinitionSchema.optional(),
  /** The workspace's agents that it refers to. */
  agents: z.array(recordedAgentSchema).default([]),
  cases: z.array(caseSchema),
});
export type TestSetFile = z.output<typeof testSetFileSchema>;

/** A set as a file, with the format and the version that every such file states. */
export function testSetFile(set: Omit<TestSetFile, "format" | "version">): TestSetFile {
  return { format, version, ...set };
}

/** Whether a file declares itself a test set. */
export function isTestSetFile(value: Json): boolean {
  return isJsonObject(value) && value.format === format;
}

/** The set, or what is wrong with the file and where. */
export type ReadTestSetFile =
  | { readonly ok: true; readonly set: TestSetFile }
  | { readonly ok: false; readonly message: string };

/** Reads a set's file strictly: a field that is unknown, missing or invalid is reported with its place. */
export function readTestSetFile(value: Json): ReadTestSetFile {
  if (isJsonObject(value) && value.version !== version) {
    const given = JSON.stringify(value.version) ?? "missing";
    return { ok: false, message: `Its version is ${given}, and this Penstock reads version ${version}.` };
  }
  const parsed = testSetFileSchema.safeParse(value, { error: plainIssue });
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const faults = parsed.data.cases.flatMap(({ assertions }, at) =>
    assertions.flatMap((assertion, index) => {
      const fault = faultOfAssertion(assertion);
      return fault === null ? [] : [`cases[${at}].assertions[${index}].${fault.field}: ${fault.message}`];
    }),
  );
  return faults.length === 0 ? { ok: true, set: parsed.data } : { ok: false, message: faults.join("\n") };
}
