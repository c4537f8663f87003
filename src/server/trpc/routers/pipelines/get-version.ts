import { z } from "zod";
import { pipelineIdSchema } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import { getVersion } from "#server/services/pipelines/get-version.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { versionSummarySchema } from "./pipeline-schema.ts";

const inputSchema = z.strictObject({ pipelineId: pipelineIdSchema, number: z.number().int().positive() });

const outputSchema = versionSummarySchema.extend({
  /** As its author wrote it. */
  text: z.string(),
  /** Its definition, validated when it was frozen. */
  definition: z.custom<PipelineDefinition>(),
  /** The agents that it uses, as they were then. */
  agents: z.custom<readonly AgentSnapshot[]>(),
});

export const getVersionProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => getVersion(ctx.service, input));
