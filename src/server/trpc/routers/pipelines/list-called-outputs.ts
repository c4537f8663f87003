import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { listCalledOutputs } from "#server/services/pipelines/list-called-outputs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const callSchema = z.strictObject({
  /** The short name of a pipeline, or its id. */
  pipeline: textSchema(200),
  /** A published number; null: the one that is published now. */
  version: z.number().int().min(1).nullable().default(null),
});

/** JSON Schemas in the order of the calls; `{}`: nothing is known of what it puts out. */
const outputSchema = z.object({ schemas: z.array(jsonObjectSchema).readonly() });

export const listCalledOutputsProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ calls: z.array(callSchema).max(100).readonly() }))
  .output(outputSchema)
  .query(async ({ ctx, input }) => ({ schemas: await listCalledOutputs(ctx.service, input) }));
