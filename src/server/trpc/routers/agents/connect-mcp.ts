import { z } from "zod";
import { connectMcp } from "#server/services/agents/connect-mcp.ts";
import { jsonOutputSchema } from "#server/trpc/json-value-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  url: textSchema(2_000),
  /** By name; values may use secrets, `Bearer {{ secrets.NAME }}`, and the run. */
  headers: z.record(z.string().min(1).max(100), textSchema(4_000)).default({}),
});

const toolSchema = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: jsonOutputSchema,
  pin: z.string(),
  saysItOnlyReads: z.boolean(),
});

export const connectMcpProcedure = workspaceProcedure("pipelines.write")
  .input(inputSchema)
  .output(z.object({ tools: z.array(toolSchema).readonly() }))
  .mutation(async ({ ctx, input }) => ({ tools: await connectMcp(ctx.service, input) }));
