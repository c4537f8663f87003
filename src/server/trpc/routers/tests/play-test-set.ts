import { z } from "zod";
import { playTestSet } from "#server/services/test-sets/play-test-set.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { playedCaseSchema, playInputSchema } from "./test-set-schema.ts";

export const playTestSetProcedure = workspaceProcedure("pipelines.read")
  .input(playInputSchema)
  .output(z.object({ cases: z.array(playedCaseSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ cases: await playTestSet(ctx.service, input) }));
