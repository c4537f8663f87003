import { z } from "zod";
import { runIdSchema } from "#core/ids.ts";
import { nodeRunStatuses } from "#core/run/status.ts";
import { compareRuns } from "#server/services/runs/reading/compare-runs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { runSummarySchema } from "./run-schema.ts";

const sideSchema = z
  .object({
    status: z.enum(nodeRunStatuses),
    branch: z.string().nullable(),
    model: z.string().nullable(),
    attempts: z.number(),
    isReused: z.boolean(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    costMicros: z.number().nullable(),
    isSandbox: z.boolean(),
    tookMs: z.number().nullable(),
    inputBytes: z.number().nullable(),
    outputBytes: z.number().nullable(),
  })
  .nullable();

const nodeSchema = z.object({
  nodeId: z.string(),
  name: z.string(),
  verdict: z.enum(["same", "changed", "affected", "only-first", "only-second"]),
  differs: z.array(z.enum(["definition", "variables", "status", "branch", "input", "output"])).readonly(),
  sides: z.tuple([sideSchema, sideSchema]).readonly(),
});

const outputSchema = z.object({
  runs: z.tuple([runSummarySchema, runSummarySchema]).readonly(),
  isSameInput: z.boolean(),
  changedVariables: z.array(z.string()).readonly(),
  nodes: z.array(nodeSchema).readonly(),
  firstDivergence: z.string().nullable(),
});

export const compareRunsProcedure = workspaceProcedure("runs.read")
  .input(z.strictObject({ runIds: z.tuple([runIdSchema, runIdSchema]) }))
  .output(outputSchema)
  .query(({ ctx, input }) => compareRuns(ctx.service, input));
