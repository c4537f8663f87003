import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { deleteRun } from "#server/services/deletion/delete-run.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const deleteRunProcedure = workspaceProcedure("runs.delete")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => deleteRun(ctx.service, input));
