import { z } from "zod";
import { pauseTrigger } from "#server/services/triggers/pause-trigger.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { triggerNameSchema } from "./trigger-schema.ts";

export const resumeTriggerProcedure = workspaceProcedure("triggers.manage")
  .input(triggerNameSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => pauseTrigger(ctx.service, { ...input, isPaused: false }));
