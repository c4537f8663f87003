import { z } from "zod";
import { nodeIdSchema, runIdSchema } from "#core/ids.ts";
import { getRunNode } from "#server/services/runs/reading/get-run-node.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { attemptSchema, nodeRunSchema } from "./run-schema.ts";

const inputSchema = z.strictObject({
  runId: runIdSchema,
  nodeId: nodeIdSchema,
});

const outputSchema = z.object({ nodeRun: nodeRunSchema, attempts: z.array(attemptSchema).readonly() });

export const getRunNodeProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => getRunNode(ctx.service, input));
