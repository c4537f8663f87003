import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { fireTrigger } from "#server/services/triggers/fire-trigger.ts";
import { jsonInputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { triggerNameSchema } from "./trigger-schema.ts";

export const fireTriggerProcedure = workspaceProcedure("runs.start")
  .input(triggerNameSchema.extend({ data: jsonInputSchema(runInputLimits).default(null) }))
  .output(z.object({ runId: runIdSchema }))
  .mutation(({ ctx, input }) => fireTrigger(ctx.service, input));
