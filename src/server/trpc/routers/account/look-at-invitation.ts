import { z } from "zod";
import { roleSchema } from "#core/policy/role-schema.ts";
import { lookAtInvitation } from "#server/services/members/look-at-invitation.ts";
import { publicProcedure } from "#server/trpc/procedures.ts";

const outputSchema = z.object({
  workspaceName: z.string(),
  role: roleSchema,
  makerName: z.string(),
  expiresAtMs: z.number(),
});

/** Not a query: a query's input is in its URL, and URLs are in logs. */
export const lookAtInvitationProcedure = publicProcedure
  .input(z.strictObject({ secret: z.string().max(200) }))
  .output(outputSchema)
  .mutation(({ ctx, input }) => lookAtInvitation(ctx.tools, { ...input, clientAddress: ctx.clientAddress }));
