import { type ApiTokenId, apiTokenIdSchema } from "#core/ids.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";
import { createApiToken as makeToken } from "#server/crypto/api-token.ts";
import { insertApiToken } from "#server/db/api-token-store.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface CreateApiTokenInput {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Null: until it is revoked. */
  readonly expiresInDays: number | null;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes a token that acts for the caller in this workspace, with no more than its scopes and the caller's role at the time of
 * each request. `token` is told here and never again: only its hash is kept.
 * @throws AppError FORBIDDEN; tokens can not make tokens.
 */
export async function createApiToken(
  context: ServiceContext,
  input: CreateApiTokenInput,
): Promise<{ readonly tokenId: ApiTokenId; readonly token: string }> {
  authorize(context, "tokens.own");
  const { actor, db, clock, newId } = context;
  const { workspaceId, userId } = actor;
  const { name, scopes, expiresInDays } = input;
  const tokenId = apiTokenIdSchema.parse(newId());
  const { text, hash, displayPrefix } = makeToken(workspaceId);
  const expiresAtMs = expiresInDays === null ? null : clock.nowMs() + expiresInDays * dayMs;
  await withTenant(db, workspaceId, async (tx) => {
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
