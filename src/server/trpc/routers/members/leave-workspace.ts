import { z } from "zod";
import { leaveWorkspace } from "#server/services/members/leave-workspace.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const leaveWorkspaceProcedure = workspaceProcedure("members.leave")
  .output(z.void())
  .mutation(({ ctx }) => leaveWorkspace(ctx.service));
