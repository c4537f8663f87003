import { AppError } from "#core/errors.ts";
import { type ApiTokenId, apiTokenIdSchema } from "#core/ids.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";
import { createApiToken as makeToken } from "#server/crypto/api-token.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { countLiveTokens, insertApiToken } from "#server/db/identity/api-token-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface CreateApiTokenInput {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** At most `longestTokenDays`: a token that was forgotten ends by itself. */
  readonly expiresInDays: number;
}

export const longestTokenDays = 366;
/** Good tokens of one person in one workspace. */
const mostTokens = 100;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes a token that acts for the caller in this workspace, with no more than its scopes and the caller's role at the time of
 * each request. `token` is told here and never again: only its hash is kept.
 * @throws AppError FORBIDDEN, since tokens cannot make tokens; RATE_LIMITED, and CONFLICT for whoever has too many.
 */
export async function createApiToken(
  context: ServiceContext,
  input: CreateApiTokenInput,
): Promise<{ readonly tokenId: ApiTokenId; readonly token: string }> {
  authorize(context, "tokens.own");
  const { actor, db, clock, newId, ports } = context;
  const { workspaceId, userId } = actor;
  const { name, scopes, expiresInDays } = input;
  await ports.rateLimits.consume("token-create-by-person", userId);
  const tokenId = apiTokenIdSchema.parse(newId());
  const { text, hash, displayPrefix } = makeToken(workspaceId);
  const expiresAtMs = clock.nowMs() + expiresInDays * dayMs;
  await withTenant(db, workspaceId, async (tx) => {
    if ((await countLiveTokens(tx, workspaceId, userId)) >= mostTokens) {
      throw new AppError(
        "CONFLICT",
        `You have ${mostTokens} tokens in this workspace. Revoke one that is not used any more.`,
      );
    }
    await insertApiToken(tx, workspaceId, {
      id: tokenId,
      userId,
      name,
      hash,
      displayPrefix,
      scopes,
      expiresAtMs,
    });
    await recordAudit(tx, actor, "token.create", tokenId, { name, scopes: [...scopes] });
  });
  return { tokenId, token: text };
}
