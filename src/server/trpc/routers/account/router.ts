import { trpc } from "#server/trpc/init.ts";
import { signUpProcedure } from "./sign-up.ts";

export const accountRouter = trpc.router({ signUp: signUpProcedure });
