import { z } from "zod";
import { userIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { changeRole } from "#server/services/members/change-role.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({ userId: userIdSchema, role: roleSchema });

export const changeRoleProcedure = workspaceProcedure("members.manage")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => changeRole(ctx.service, input));
