import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import { listVersions } from "#server/services/pipelines/list-versions.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { versionSummarySchema } from "./pipeline-schema.ts";

export const listVersionsProcedure = workspaceProcedure("pipelines.read")
  .input(z.strictObject({ pipelineId: pipelineIdSchema }))
  .output(z.object({ versions: z.array(versionSummarySchema).readonly() }))
  .query(async ({ ctx, input }) => ({ versions: await listVersions(ctx.service, input) }));
