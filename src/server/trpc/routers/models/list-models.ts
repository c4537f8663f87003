import { z } from "zod";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import { listModels } from "#server/services/models/list-models.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const modelSchema = z.object({
  ref: z.string(),
  provider: providerNameSchema,
  displayName: z.string(),
  lifecycle: z.enum(["active", "deprecated", "retired", "unknown"]),
  /** YYYY-MM-DD. Null: no date is known. */
  retiresOn: z.string().nullable(),
  /** The vendor's recommended replacement, as `provider/model`. */
  replacement: z.string().nullable(),
  maxInputTokens: z.number().nullable(),
  maxOutputTokens: z.number().nullable(),
});

const gapSchema = z.object({ provider: providerNameSchema, code: z.string(), message: z.string() });

export const listModelsProcedure = workspaceProcedure("models.read")
  .output(z.object({ models: z.array(modelSchema).readonly(), gaps: z.array(gapSchema).readonly() }))
  .query(({ ctx }) => listModels(ctx.service));
