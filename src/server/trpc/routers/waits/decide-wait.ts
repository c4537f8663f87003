import { z } from "zod";
import { waitIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { jsonInputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { decisionSchema } from "./wait-schema.ts";

const inputSchema = z.strictObject({
  waitId: waitIdSchema,
  /** One of the wait's choices. */
  choice: textSchema(64),
  /** The filled-in form; absent where the wait has none. */
  form: jsonInputSchema(runInputLimits).default(null),
});

export const decideWaitProcedure = workspaceProcedure("waits.decide")
  .input(inputSchema)
  .output(decisionSchema)
  .mutation(({ ctx, input }) => decideWait(ctx.service, input));
