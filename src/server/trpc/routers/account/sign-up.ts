import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "#core/ids.ts";
import { signUp } from "#server/services/account/sign-up.ts";
import { publicProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  email: z.string().max(1024),
  password: z.string().max(4096),
  name: lineSchema(120).optional(),
});

const outputSchema = z.object({
  userId: userIdSchema,
  workspaceId: workspaceIdSchema,
  workspaceSlug: z.string(),
});

export const signUpProcedure = publicProcedure
  .input(inputSchema)
  .output(outputSchema)
  .mutation(({ ctx, input }) =>
    signUp(ctx.tools, { ...input, name: input.name ?? null, clientAddress: ctx.clientAddress }),
  );
