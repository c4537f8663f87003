import { z } from "zod";
import { userIdSchema } from "#core/ids.ts";
import { removeMember } from "#server/services/members/remove-member.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({ userId: userIdSchema });

export const removeMemberProcedure = workspaceProcedure("members.manage")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => removeMember(ctx.service, input));
