import { z } from "zod";
import { userIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { addMember } from "#server/services/members/add-member.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({ email: z.string().max(1024), role: roleSchema });

export const addMemberProcedure = workspaceProcedure("members.manage")
  .input(inputSchema)
  .output(z.object({ userId: userIdSchema }))
  .mutation(({ ctx, input }) => addMember(ctx.service, input));
