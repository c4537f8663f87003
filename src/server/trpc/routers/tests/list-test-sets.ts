import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { listSetsOfPipeline } from "#server/services/test-sets/list-test-sets.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { testSetSchema } from "./test-set-schema.ts";

export const listTestSetsProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ pipelineId: pipelineIdSchema }))
  .output(z.object({ sets: z.array(testSetSchema).readonly() }))
  .query(async ({ ctx, input }) => ({
    sets: (await listSetsOfPipeline(ctx.service, input)).map((set) => ({ ...set, cases: [...set.cases] })),
  }));
