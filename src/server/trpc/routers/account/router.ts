import { trpc } from "#server/trpc/init.ts";
import { changePasswordProcedure } from "./change-password.ts";
import { describeSecurityProcedure } from "./describe-security.ts";
import { endAllSessionsProcedure } from "./end-all-sessions.ts";
import { endSessionProcedure } from "./end-session.ts";
import { findDemoProcedure } from "./find-demo.ts";
import { signUpProcedure } from "./sign-up.ts";

export const accountRouter = trpc.router({
  signUp: signUpProcedure,
  demo: findDemoProcedure,
  security: describeSecurityProcedure,
  changePassword: changePasswordProcedure,
  endSession: endSessionProcedure,
  endAllSessions: endAllSessionsProcedure,
});
