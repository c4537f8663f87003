import { trpc } from "#server/trpc/init.ts";
import { acceptInvitationProcedure } from "./accept-invitation.ts";
import { changePasswordProcedure } from "./change-password.ts";
import { deleteAccountProcedure } from "./delete-account.ts";
import { describeSecurityProcedure } from "./describe-security.ts";
import { endAllSessionsProcedure } from "./end-all-sessions.ts";
import { endSessionProcedure } from "./end-session.ts";
import { findDemoProcedure } from "./find-demo.ts";
import { lookAtInvitationProcedure } from "./look-at-invitation.ts";
import { signUpProcedure } from "./sign-up.ts";

export const accountRouter = trpc.router({
  signUp: signUpProcedure,
  demo: findDemoProcedure,
  invitation: lookAtInvitationProcedure,
  acceptInvitation: acceptInvitationProcedure,
  security: describeSecurityProcedure,
  changePassword: changePasswordProcedure,
  delete: deleteAccountProcedure,
  endSession: endSessionProcedure,
  endAllSessions: endAllSessionsProcedure,
});
