import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { jsonObjectSchema } from "#core/json/json.ts";
import { callFaultCodes } from "#core/pipeline/calls/call-problem.ts";
import { listCalledOutputs } from "#server/services/pipelines/list-called-outputs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const nameSchema = textSchema(200);

const callSchema = z.strictObject({
  /** The slug of a pipeline, or its id. */
  pipeline: textSchema(200),
  /** A published number. Null: the current version. */
  version: z.number().int().min(1).nullable().default(null),
  /** Names of the variables that it is given. */
  variables: z.array(nameSchema).max(1_000).readonly().default([]),
  /** Names of the nodes whose bodies contain the call, outermost first: each is a run on the path. */
  within: z.array(nameSchema).max(100).readonly().default([]),
});

const inputSchema = z.strictObject({
  calls: z.array(callSchema).max(100).readonly(),
  /** The calling pipeline, which must not call itself. Null where it is not stored yet. */
  pipelineId: pipelineIdSchema.nullable().default(null),
  /** Its name, for the message about a cycle. */
  name: nameSchema.default(""),
});

const outputSchema = z.object({
  /** JSON Schemas in the order of the calls. `{}`: nothing is known of the output. */
  schemas: z.array(jsonObjectSchema).readonly(),
  /** In the same order: why the call cannot be made, in the words of publishing. Null: it can. */
  problems: z.array(z.object({ code: z.enum(callFaultCodes), message: z.string() }).nullable()).readonly(),
});

export const listCalledOutputsProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => listCalledOutputs(ctx.service, input));
