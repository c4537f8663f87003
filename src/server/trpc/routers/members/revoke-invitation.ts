import { z } from "zod";
import { invitationIdSchema } from "#core/ids.ts";
import { revokeInvitation } from "#server/services/members/revoke-invitation.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const revokeInvitationProcedure = workspaceProcedure("members.manage")
  .input(z.strictObject({ invitationId: invitationIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => revokeInvitation(ctx.service, input));
