import { z } from "zod";
import { acceptInvitation } from "#server/services/members/accept-invitation.ts";
import { userProcedure } from "#server/trpc/procedures.ts";

export const acceptInvitationProcedure = userProcedure
  .input(z.strictObject({ secret: z.string().max(200) }))
  .output(z.object({ workspaceSlug: z.string() }))
  .mutation(({ ctx, input }) => acceptInvitation(ctx.user, { ...input, clientAddress: ctx.clientAddress }));
