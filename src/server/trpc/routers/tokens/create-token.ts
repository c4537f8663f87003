import { z } from "zod";
import { apiTokenIdSchema } from "#core/ids.ts";
import { tokenScopeSchema } from "#core/policy/token-scopes.ts";
import { createApiToken, longestTokenDays } from "#server/services/tokens/create-api-token.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { lineSchema } from "#server/trpc/text-schema.ts";

const inputSchema = z.strictObject({
  name: lineSchema(120),
  scopes: z.array(tokenScopeSchema).min(1).max(4),
  expiresInDays: z.number().int().min(1).max(longestTokenDays).default(90),
  /** A repeated request creates another token and revokes the first, whose text cannot be shown again. */
  idempotencyKey: idempotencyKeySchema,
});

export const createTokenProcedure = workspaceProcedure("tokens.own")
  .input(inputSchema)
  .output(z.object({ tokenId: apiTokenIdSchema, token: z.string() }))
  .mutation(({ ctx, input }) => createApiToken(ctx.service, input));
