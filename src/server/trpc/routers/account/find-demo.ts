import { z } from "zod";
import { findDemoAccount } from "#server/services/account/find-demo-account.ts";
import { publicProcedure } from "#server/trpc/procedures.ts";

/** For the sign-in page, which people see before they have signed in. */
export const findDemoProcedure = publicProcedure
  .output(z.object({ email: z.string().nullable() }))
  .query(({ ctx }) => findDemoAccount(ctx.tools));
