import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { runViewSchema } from "./run-schema.ts";

export const getRunProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ runId: runIdSchema }))
  .output(runViewSchema)
  .query(({ ctx, input }) => getRun(ctx.service, input));
