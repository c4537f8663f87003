import { trpc } from "#server/trpc/init.ts";
import { findDemoProcedure } from "./find-demo.ts";
import { signUpProcedure } from "./sign-up.ts";

export const accountRouter = trpc.router({ signUp: signUpProcedure, demo: findDemoProcedure });
