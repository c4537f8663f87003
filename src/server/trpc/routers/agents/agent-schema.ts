import { z } from "zod";
import { agentIdSchema } from "#core/ids.ts";
import { effortSchema } from "#core/model/effort.ts";
import { modelRefSchema } from "#core/model/model-ref-schema.ts";
import { faultOfSandboxModel } from "#core/model/sandbox-model.ts";
import { lineSchema, textSchema } from "#server/trpc/text-schema.ts";

export const agentSchema = z.object({
  id: agentIdSchema,
  key: z.string(),
  name: z.string(),
  instructions: z.string(),
  model: z.string(),
  maxTokens: z.number(),
  temperature: z.number().nullable(),
  fallbackModel: z.string().nullable(),
  effort: effortSchema.nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  isArchived: z.boolean(),
});

/** A model for new settings: one of the sandbox must exist. */
const chosenModelSchema = modelRefSchema.refine((model) => faultOfSandboxModel(model) === null, {
  error: ({ input }) => faultOfSandboxModel(String(input)) ?? "",
});

/** The name by which definitions refer to an agent. */
export const agentKeySchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, "must start with a letter and hold only letters, digits, _ and -");

/** Everything about an agent except its key. */
export const agentFieldsSchema = z.strictObject({
  name: lineSchema(120),
  instructions: textSchema(200_000),
  model: chosenModelSchema,
  maxTokens: z.number().int().min(1).max(1_000_000).default(4096),
  temperature: z.number().min(0).max(1).nullable().default(null),
  fallbackModel: chosenModelSchema.nullable().default(null),
  effort: effortSchema.nullable().default(null),
});
