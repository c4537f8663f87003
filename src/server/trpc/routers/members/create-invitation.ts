import { z } from "zod";
import { invitationIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { createInvitation } from "#server/services/members/create-invitation.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  role: roleSchema,
  /** The address to mail the link to, if mail is set up. Absent: it is only shown. */
  email: z.string().max(1024).optional(),
  /**
   * A repeated request creates another link and revokes the first, which cannot be shown again. If the first was
   * mailed, it stays valid, and the repeated request is a CONFLICT.
   */
  idempotencyKey: idempotencyKeySchema,
});

export const createInvitationProcedure = workspaceProcedure("members.manage")
  .input(inputSchema)
  .output(
    z.object({
      invitationId: invitationIdSchema,
      secret: z.string(),
      link: z.string(),
      /** The result of the mail: `error` null: the server accepted it. Null: none was requested. */
      mail: z.object({ address: z.string(), error: z.string().nullable() }).nullable(),
    }),
  )
  .mutation(({ ctx, input }) => createInvitation(ctx.service, input));
