import { z } from "zod";
import { userIdSchema, waitIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { jsonInputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  waitId: waitIdSchema,
  /** One of the wait's choices. */
  choice: textSchema(64),
  /** What is filled in; left out where the wait has no form. */
  form: jsonInputSchema(runInputLimits).default(null),
});

const outputSchema = z.object({
  /** The choice that the run goes on with: the first one's; null while more people must choose. */
  resolution: z.string().nullable(),
  decidedBy: userIdSchema.nullable(),
  decidedAtMs: z.number().nullable(),
  missing: z.number(),
});

export const decideWaitProcedure = workspaceProcedure("waits.decide")
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) => decideWait(ctx.service, input));
