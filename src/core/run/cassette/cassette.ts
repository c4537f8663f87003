import { z } from "zod";
import { errorInfoSchema } from "#core/errors.ts";
import { type Json, jsonObjectSchema, jsonSchema } from "#core/json/json.ts";
import { effortSchema } from "#core/model/effort.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { plainIssue } from "#core/plain-issue.ts";

/** Raised when today's reader could not read tomorrow's file. */
export const cassetteVersion = 1;

const fingerprintSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be the SHA-256 of a request, in hexadecimal");

const attemptSchema = z.discriminatedUnion("end", [
  z.strictObject({ end: z.literal("completed"), output: jsonSchema, stop: z.string().optional() }),
  z.strictObject({
    end: z.literal("failed"),
    error: errorInfoSchema,
    answer: jsonObjectSchema.optional(),
    stop: z.string().optional(),
  }),
]);

const waitSchema = z.discriminatedUnion("end", [
  z.strictObject({ end: z.literal("elapsed") }),
  z.strictObject({
    end: z.literal("decided"),
    choice: z.string(),
    form: jsonSchema,
    /** The addresses of those who made this choice. */
    by: z.array(z.string()),
    atMs: z.number(),
  }),
  z.strictObject({
    end: z.literal("event"),
    id: z.string(),
    name: z.string(),
    data: jsonSchema,
    sentAtMs: z.number(),
  }),
]);

/** The answer for a node when a run is played again. */
export const recordedAnswerSchema = z.strictObject({
  /** What was asked, part by part; null for nodes that ask nobody. */
  request: z.record(z.string(), fingerprintSchema).nullable(),
  /** How each attempt ended; empty for nodes that ask nobody. */
  attempts: z.array(attemptSchema),
  /** What ended the wait of a node that waited. */
  wait: waitSchema.optional(),
});
export type RecordedAnswer = z.output<typeof recordedAnswerSchema>;

const nodeSchema = recordedAnswerSchema.extend({
  /** The node's output; absent if it had none. */
  output: jsonSchema.optional(),
});

/** An agent of the workspace, as frozen. */
export const recordedAgentSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  instructions: z.string(),
  model: z.string(),
  maxTokens: z.number().int().positive(),
  temperature: z.number().optional(),
  fallbackModel: z.string().optional(),
  effort: effortSchema.optional(),
});

/**
 * A run as a file: questions are stored as fingerprints, answers as they were. It contains no secrets: definitions only
 * name them, and answers are stored as in the run, with every secret masked.
 */
export const cassetteSchema = z.strictObject({
  format: z.literal("penstock-cassette"),
  version: z.literal(cassetteVersion),
  definition: pipelineDefinitionSchema,
  /** The workspace's agents that the pipeline refers to, as they were. */
  agents: z.array(recordedAgentSchema),
  run: z.strictObject({
    id: z.string(),
    /** `run.startedAt` of expressions. */
    startedAtMs: z.number(),
    input: jsonSchema,
    variables: jsonObjectSchema,
    /** For a child run: which of the node's items it was, `item.index` in expressions. */
    itemIndex: z.number().int().min(0).optional(),
    status: z.enum(["completed", "failed"]),
    output: jsonSchema,
    error: z.strictObject({ code: z.string(), nodeId: z.string().nullable() }).nullable(),
  }),
  nodes: z.record(z.string(), nodeSchema),
});
export type Cassette = z.output<typeof cassetteSchema>;
export type RecordedWait = z.output<typeof waitSchema>;
export type RecordedAttempt = z.output<typeof attemptSchema>;

/** A cassette, or what is wrong with the file and where. */
export type ReadCassette =
  | { readonly ok: true; readonly cassette: Cassette }
  | { readonly ok: false; readonly message: string };

/** Reads a cassette strictly: a field that is unknown or missing is reported with its place. */
export function readCassette(value: Json): ReadCassette {
  const known = z.looseObject({ format: z.unknown(), version: z.unknown() }).safeParse(value);
  if (!known.success || known.data.format !== "penstock-cassette") {
    return { ok: false, message: 'It is not a recording: "format" must be "penstock-cassette".' };
  }
  if (known.data.version !== cassetteVersion) {
    const given = JSON.stringify(known.data.version) ?? "missing";
    return {
      ok: false,
      message: `Its version is ${given}, and this Penstock reads version ${cassetteVersion}.`,
    };
  }
  const parsed = cassetteSchema.safeParse(value, { error: plainIssue });
  return parsed.success
    ? { ok: true, cassette: parsed.data }
    : { ok: false, message: z.prettifyError(parsed.error) };
}
