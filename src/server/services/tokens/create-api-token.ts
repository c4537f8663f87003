import { AppError } from "#core/errors.ts";
import { type ApiTokenId, apiTokenIdSchema } from "#core/ids.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";
import { generateApiToken as makeToken } from "#server/crypto/api-token.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { countLiveTokens, insertApiToken, revokeApiToken } from "#server/db/identity/api-token-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { again } from "#server/services/idempotency.ts";

export interface CreateApiTokenInput {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** At most `longestTokenDays`: a forgotten token expires by itself. */
  readonly expiresInDays: number;
  readonly idempotencyKey?: string | null;
}

export const longestTokenDays = 366;
/** The maximum number of valid tokens per person and workspace. */
export const mostTokens = 100;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Creates a token that acts for the caller in this workspace, limited to its scopes and to the caller's role at the
 * time of each request. `token` is returned only here: only its hash is stored. A repeated request, whose answer was
 * lost, therefore creates a new one and revokes the one that nobody has seen.
 * @throws AppError FORBIDDEN, since tokens cannot create tokens; RATE_LIMITED, IDEMPOTENCY_MISMATCH, and CONFLICT for a
 * caller with too many.
 */
export async function createApiToken(
  context: ServiceContext,
  input: CreateApiTokenInput,
): Promise<{ readonly tokenId: ApiTokenId; readonly token: string }> {
  authorize(context, "tokens.own");
  const { actor, db, ports } = context;
  const { workspaceId, userId } = actor;
  const { name, scopes, expiresInDays, idempotencyKey } = input;
  await ports.rateLimits.consume("token-create-by-person", userId);
  const made = makeToken(workspaceId);
  // An idempotency key belongs to the workspace, a token to its owner.
  const request = { userId, name, scopes: [...scopes], expiresInDays };
  const { tokenId } = await withTenant(db, workspaceId, (tx) =>
    again<{ tokenId: ApiTokenId }>(tx, actor, "tokens.create", idempotencyKey, request, async (earlier) => {
      if (earlier !== null) await revokeUnseen(tx, context, earlier.tokenId);
      return insert(tx, context, input, made);
    }),
  );
  return { tokenId, token: made.text };
}

async function insert(
  tx: TenantTransaction,
  { actor, clock, newId }: ServiceContext,
  { name, scopes, expiresInDays }: CreateApiTokenInput,
  { hash, displayPrefix }: ReturnType<typeof makeToken>,
): Promise<{ readonly tokenId: ApiTokenId }> {
  const { workspaceId, userId } = actor;
  if ((await countLiveTokens(tx, workspaceId, userId)) >= mostTokens) {
    throw new AppError(
      "CONFLICT",
      `You have ${mostTokens} tokens in this workspace. Revoke one that is no longer used.`,
    );
  }
  const tokenId = apiTokenIdSchema.parse(newId());
  const expiresAtMs = clock.nowMs() + expiresInDays * dayMs;
  const row = { id: tokenId, userId, name, hash, displayPrefix, scopes, expiresAtMs };
  await insertApiToken(tx, workspaceId, row);
  await recordAudit(tx, actor, "token.create", tokenId, { name, scopes: [...scopes] });
  return { tokenId };
}

async function revokeUnseen(
  tx: TenantTransaction,
  { actor, clock }: ServiceContext,
  tokenId: ApiTokenId,
): Promise<void> {
  await revokeApiToken(tx, actor.workspaceId, tokenId, clock.nowMs());
  await recordAudit(tx, actor, "token.revoke", tokenId);
}
