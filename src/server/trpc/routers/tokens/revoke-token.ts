import { z } from "zod";
import { apiTokenIdSchema } from "#core/ids.ts";
import { revokeApiToken } from "#server/services/tokens/revoke-api-token.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const revokeTokenProcedure = workspaceProcedure("tokens.own")
  .input(z.strictObject({ tokenId: apiTokenIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => revokeApiToken(ctx.service, input));
