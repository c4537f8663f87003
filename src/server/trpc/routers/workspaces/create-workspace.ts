import { z } from "zod";
import { workspaceIdSchema } from "#core/ids.ts";
import { createWorkspace } from "#server/services/workspaces/create-workspace.ts";
import { userProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({ name: lineSchema(120) });
const outputSchema = z.object({ workspaceId: workspaceIdSchema, slug: z.string() });

export const createWorkspaceProcedure = userProcedure
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) => createWorkspace(ctx.user, { ...input, isDemo: false }));
