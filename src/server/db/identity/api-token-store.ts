import { type ApiTokenId, apiTokenIdSchema, type UserId, userIdSchema, type WorkspaceId } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import type { Role } from "#core/policy/roles.ts";
import { type TokenScope, tokenScopeSchema } from "#core/policy/token-scopes.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** An API token as people see it: the token itself is shown once and never stored. */
export interface ApiToken {
  readonly id: ApiTokenId;
  readonly name: string;
  readonly displayPrefix: string;
  readonly scopes: readonly TokenScope[];
  readonly userId: UserId;
  readonly userName: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly isRevoked: boolean;
}

export interface NewApiTokenRow {
  readonly id: ApiTokenId;
  readonly userId: UserId;
  readonly name: string;
  /** SHA-256 of the token, in hex. */
  readonly hash: string;
  readonly displayPrefix: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAtMs: number | null;
}

/** A valid token, with its owner's current role in the workspace. */
export interface LiveToken {
  readonly id: ApiTokenId;
  readonly userId: UserId;
  readonly role: Role;
  readonly scopes: readonly TokenScope[];
  readonly hash: string;
  readonly workspaceSlug: string;
  /** Whether `last_used_at` is more than a minute old. */
  readonly isStale: boolean;
}

export async function insertApiToken(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { expiresAtMs, ...token }: NewApiTokenRow,
): Promise<void> {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs);
  await tx.apiToken.create({ data: { ...token, scopes: [...token.scopes], expiresAt, workspaceId } });
}

/** Everybody's tokens, or one person's; newest first. */
export async function listApiTokens(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId | null,
): Promise<readonly ApiToken[]> {
  const rows = await tx.apiToken.findMany({
    where: userId === null ? { workspaceId } : { workspaceId, userId },
    include: { user: { select: { name: true, email: true } } },
    orderBy: { id: "desc" },
  });
  return rows.map((row) => ({
    id: apiTokenIdSchema.parse(row.id),
    name: row.name,
    displayPrefix: row.displayPrefix,
    scopes: tokenScopeSchema.array().parse(row.scopes),
    userId: userIdSchema.parse(row.userId),
    userName: row.user.name ?? row.user.email,
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    lastUsedAtMs: row.lastUsedAt?.getTime() ?? null,
    isRevoked: row.revokedAt !== null,
  }));
}

/** How many valid tokens a person has. */
export async function countLiveTokens(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM api_tokens
     WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${userId}::uuid AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
  return rows[0]?.count ?? 0;
}

export async function findApiTokenOwner(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  tokenId: ApiTokenId,
): Promise<UserId | null> {
  const row = await tx.apiToken.findUnique({ where: { workspaceId_id: { workspaceId, id: tokenId } } });
  return row === null ? null : userIdSchema.parse(row.userId);
}

/**
 * The token with this hash, unless it was revoked, has expired, or its owner has left the workspace. Runs on every
 * request of a program, so it is one statement.
 */
export async function findLiveToken(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  hash: string,
): Promise<LiveToken | null> {
  const rows = await tx.$queryRaw<
    (Omit<LiveToken, "role" | "scopes"> & { role: string; scopes: string[] })[]
  >`
    SELECT t.id, t.user_id AS "userId", m.role, t.scopes, t.hash, w.slug AS "workspaceSlug",
           (t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '1 minute') AS "isStale"
      FROM api_tokens t
      JOIN members m ON m.workspace_id = t.workspace_id AND m.user_id = t.user_id
      JOIN workspaces w ON w.id = t.workspace_id
     WHERE t.workspace_id = ${workspaceId}::uuid AND t.hash = ${hash} AND t.revoked_at IS NULL
       AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())`;
  const row = rows[0];
  if (row === undefined) return null;
  return { ...row, role: roleSchema.parse(row.role), scopes: tokenScopeSchema.array().parse(row.scopes) };
}

export async function touchApiToken(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  tokenId: ApiTokenId,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE api_tokens SET last_used_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${tokenId}::uuid`;
}

/** Revokes a token, effective with the next request. Idempotent. */
export async function revokeApiToken(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  tokenId: ApiTokenId,
  nowMs: number,
): Promise<void> {
  await tx.apiToken.updateMany({
    where: { workspaceId, id: tokenId, revokedAt: null },
    data: { revokedAt: new Date(nowMs) },
  });
}
