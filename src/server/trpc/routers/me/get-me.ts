import { z } from "zod";
import { userIdSchema } from "#core/ids.ts";
import { getMe } from "#server/services/account/get-me.ts";
import { userProcedure } from "#server/trpc/procedures.ts";
import { membershipSchema } from "#server/trpc/routers/workspaces/membership-schema.ts";

const outputSchema = z.object({
  user: z.object({
    id: userIdSchema,
    email: z.string(),
    isEmailVerified: z.boolean(),
    name: z.string().nullable(),
    image: z.string().nullable(),
  }),
  workspaces: z.array(membershipSchema).readonly(),
});

export const getMeProcedure = userProcedure.output(outputSchema).query(({ ctx }) => getMe(ctx.user));
