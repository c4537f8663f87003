import { z } from "zod";
import { invitationIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { createInvitation } from "#server/services/members/create-invitation.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  role: roleSchema,
  /** A repeated request makes another link and revokes the first, which nobody can be told again. */
  idempotencyKey: idempotencyKeySchema,
});

export const createInvitationProcedure = workspaceProcedure("members.manage")
  .input(inputSchema)
  .output(z.object({ invitationId: invitationIdSchema, secret: z.string(), link: z.string() }))
  .mutation(({ ctx, input }) => createInvitation(ctx.service, input));
