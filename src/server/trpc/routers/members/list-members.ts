import { z } from "zod";
import { userIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { listMembers } from "#server/services/members/list-members.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const memberSchema = z.object({
  userId: userIdSchema,
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
  joinedAtMs: z.number(),
});

export const listMembersProcedure = workspaceProcedure("members.read")
  .output(z.object({ members: z.array(memberSchema).readonly() }))
  .query(async ({ ctx }) => ({ members: await listMembers(ctx.service) }));
