import { z } from "zod";
import { apiTokenIdSchema, userIdSchema } from "#core/ids.ts";
import { tokenScopeSchema } from "#core/policy/token-scopes.ts";
import { listApiTokens } from "#server/services/tokens/list-api-tokens.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const tokenSchema = z.object({
  id: apiTokenIdSchema,
  name: z.string(),
  displayPrefix: z.string(),
  scopes: z.array(tokenScopeSchema).readonly(),
  userId: userIdSchema,
  userName: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
  isRevoked: z.boolean(),
});

export const listTokensProcedure = workspaceProcedure("tokens.own")
  .output(z.object({ tokens: z.array(tokenSchema).readonly() }))
  .query(async ({ ctx }) => ({ tokens: await listApiTokens(ctx.service) }));
