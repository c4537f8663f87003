import { z } from "zod";
import { listWorkspaces } from "#server/services/workspaces/list-workspaces.ts";
import { userProcedure } from "#server/trpc/procedures.ts";
import { membershipSchema } from "./membership-schema.ts";

const outputSchema = z.object({ workspaces: z.array(membershipSchema).readonly() });

export const listWorkspacesProcedure = userProcedure
  .output(outputSchema)
  .query(async ({ ctx }) => ({ workspaces: await listWorkspaces(ctx.user) }));
