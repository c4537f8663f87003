import { z } from "zod";
import { exportTestSet } from "#server/services/test-sets/export-test-set.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { playInputSchema } from "./test-set-schema.ts";

export const exportTestSetProcedure = workspaceProcedure("pipelines.read")
  .input(playInputSchema.omit({ baseline: true }))
  .output(z.object({ fileName: z.string(), text: z.string() }))
  .query(({ ctx, input }) => exportTestSet(ctx.service, input));
