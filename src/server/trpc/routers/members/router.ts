import { trpc } from "#server/trpc/init.ts";
import { addMemberProcedure } from "./add-member.ts";
import { changeRoleProcedure } from "./change-role.ts";
import { createInvitationProcedure } from "./create-invitation.ts";
import { leaveWorkspaceProcedure } from "./leave-workspace.ts";
import { listInvitationsProcedure } from "./list-invitations.ts";
import { listMembersProcedure } from "./list-members.ts";
import { removeMemberProcedure } from "./remove-member.ts";
import { revokeInvitationProcedure } from "./revoke-invitation.ts";

export const membersRouter = trpc.router({
  list: listMembersProcedure,
  add: addMemberProcedure,
  changeRole: changeRoleProcedure,
  remove: removeMemberProcedure,
  leave: leaveWorkspaceProcedure,
  invite: createInvitationProcedure,
  invitations: listInvitationsProcedure,
  revokeInvitation: revokeInvitationProcedure,
});
