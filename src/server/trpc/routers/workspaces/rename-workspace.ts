import { z } from "zod";
import { renameWorkspace } from "#server/services/workspaces/rename-workspace.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({ name: lineSchema(120) });

export const renameWorkspaceProcedure = workspaceProcedure("workspace.write")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => renameWorkspace(ctx.service, input));
