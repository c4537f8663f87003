import { trpc } from "#server/trpc/init.ts";
import { createTokenProcedure } from "./create-token.ts";
import { listTokensProcedure } from "./list-tokens.ts";
import { revokeTokenProcedure } from "./revoke-token.ts";

export const tokensRouter = trpc.router({
  list: listTokensProcedure,
  create: createTokenProcedure,
  revoke: revokeTokenProcedure,
});
