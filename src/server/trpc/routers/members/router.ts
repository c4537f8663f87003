import { trpc } from "#server/trpc/init.ts";
import { addMemberProcedure } from "./add-member.ts";
import { changeRoleProcedure } from "./change-role.ts";
import { leaveWorkspaceProcedure } from "./leave-workspace.ts";
import { listMembersProcedure } from "./list-members.ts";
import { removeMemberProcedure } from "./remove-member.ts";

export const membersRouter = trpc.router({
  list: listMembersProcedure,
  add: addMemberProcedure,
  changeRole: changeRoleProcedure,
  remove: removeMemberProcedure,
  leave: leaveWorkspaceProcedure,
});
