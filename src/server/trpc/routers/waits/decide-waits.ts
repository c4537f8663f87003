import { z } from "zod";
import { errorCodeSchema } from "#core/errors.ts";
import { waitIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { mostDecided } from "#core/waits/decision.ts";
import { decideWaits } from "#server/services/waits/decide-waits.ts";
import { jsonInputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { decisionSchema } from "./wait-schema.ts";

const inputSchema = z.strictObject({
  waitIds: z
    .array(waitIdSchema)
    .min(1)
    .max(mostDecided)
    .refine((ids) => new Set(ids).size === ids.length, "must name each wait once")
    .readonly(),
  /** A choice that each of them offers. */
  choice: textSchema(64),
  /** The filled-in form, the same for each; absent where they have none. */
  form: jsonInputSchema(runInputLimits).default(null),
});

/** In the order of the request. A wait that could not be decided says why, and does not stop the others. */
const outputSchema = z.object({
  results: z
    .array(
      z.discriminatedUnion("ok", [
        z.object({ waitId: waitIdSchema, ok: z.literal(true), decision: decisionSchema }),
        z.object({
          waitId: waitIdSchema,
          ok: z.literal(false),
          error: z.object({ code: errorCodeSchema, message: z.string() }),
        }),
      ]),
    )
    .readonly(),
});

export const decideWaitsProcedure = workspaceProcedure("waits.decide")
  .input(inputSchema)
  .output(outputSchema)
  .mutation(async ({ ctx, input }) => ({ results: await decideWaits(ctx.service, input) }));
