import { z } from "zod";
import { deleteWorkspace } from "#server/services/deletion/delete-workspace.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** `confirm` is the workspace's slug. */
export const deleteWorkspaceProcedure = workspaceProcedure("workspace.delete")
  .input(z.strictObject({ confirm: z.string().max(1_000) }))
  .output(z.void())
  .mutation(({ ctx, input }) => deleteWorkspace(ctx.service, input));
