import { getWorkspace } from "#server/services/workspaces/get-workspace.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { membershipSchema } from "./membership-schema.ts";

export const getWorkspaceProcedure = workspaceProcedure("workspace.read")
  .output(membershipSchema)
  .query(({ ctx }) => getWorkspace(ctx.service));
