import { z } from "zod";
import { findDemoAccount } from "#server/services/account/find-demo-account.ts";
import { publicProcedure } from "#server/trpc/procedures.ts";

/** For the sign-in page, where nobody is signed in yet. */
export const findDemoProcedure = publicProcedure
  .output(z.object({ email: z.string().nullable() }))
  .query(({ ctx }) => findDemoAccount(ctx.tools));
