import { z } from "zod";
import { invitationIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import { createInvitation } from "#server/services/members/create-invitation.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const inputSchema = z.strictObject({
  role: roleSchema,
  /** Where the link is to be mailed, if the operator has set up mail; left out: it is only shown. */
  email: z.string().max(1024).optional(),
  /**
   * A repeated request makes another link and revokes the first, which cannot be shown again. If the first was mailed,
   * it stays valid, and the repeated request is a CONFLICT.
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
      /** The result of mailing: `error` null means that the server accepted it. Null: none was to be sent. */
      mail: z.object({ address: z.string(), error: z.string().nullable() }).nullable(),
    }),
  )
  .mutation(({ ctx, input }) => createInvitation(ctx.service, input));
