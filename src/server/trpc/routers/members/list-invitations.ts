import { z } from "zod";
import { invitationIdSchema, userIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { listInvitations } from "#server/services/members/list-invitations.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const invitationSchema = z.object({
  id: invitationIdSchema,
  role: roleSchema,
  createdBy: userIdSchema,
  makerName: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  isGood: z.boolean(),
});

export const listInvitationsProcedure = workspaceProcedure("members.manage")
  .output(z.object({ invitations: z.array(invitationSchema).readonly() }))
  .query(async ({ ctx }) => ({ invitations: await listInvitations(ctx.service) }));
