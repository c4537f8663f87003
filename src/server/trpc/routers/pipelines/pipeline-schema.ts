import { z } from "zod";
import { problemSchema } from "#core/errors.ts";
import { pipelineIdSchema, pipelineVersionIdSchema, userIdSchema } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { jsonObjectInputSchema, jsonOutputSchema } from "#server/trpc/json-value-schema.ts";

export const pipelineSummarySchema = z.object({
  id: pipelineIdSchema,
  name: z.string(),
  slug: z.string(),
  draftRevision: z.number(),
  publishedVersion: z.number().nullable(),
  /** Its creator. Null where unknown. */
  createdBy: userIdSchema.nullable(),
  runCount: z.number(),
  successCount: z.number(),
  errorCount: z.number(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  isArchived: z.boolean(),
});

export const pipelineSchema = pipelineSummarySchema.extend({
  draft: jsonOutputSchema,
  draftText: z.string(),
});

/** A published version, identified by its number. */
export const versionSummarySchema = z.object({
  id: pipelineVersionIdSchema,
  number: z.number(),
  contentHash: z.string(),
  note: z.string().nullable(),
  createdBy: userIdSchema.nullable(),
  createdAtMs: z.number(),
});

/** With its line in the text, if the definition came as text. */
export const locatedProblemSchema = problemSchema.extend({
  line: z.number().optional(),
  column: z.number().optional(),
});

/**
 * YAML or JSON as text, or data; data of a type unknown to the compiler is passed as text. The use-case checks the
 * content, and names each problem with its place.
 */
export const definitionSourceSchema = z.union([z.string(), jsonObjectInputSchema<PipelineDefinitionInput>()]);
