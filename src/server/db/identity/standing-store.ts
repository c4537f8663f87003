import type { ApiTokenId, SessionId, UserId, WorkspaceId } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import type { Role } from "#core/policy/roles.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** A person, and the session or token they came with. */
export interface StandingOf {
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId;
  readonly sessionId: SessionId | null;
  readonly tokenId: ApiTokenId | null;
}

export interface Standing {
  /** The session or token is still valid. */
  readonly isSignedIn: boolean;
  /** Null: no longer a member. */
  readonly role: Role | null;
}

/**
 * The current standing of somebody who was admitted before. One statement, since everyone who watches a run asks
 * repeatedly.
 */
export async function readStanding(tx: TenantSql, of: StandingOf): Promise<Standing> {
  const rows = await tx.$queryRaw<{ isSignedIn: boolean; role: string | null }[]>`
    SELECT (${of.tokenId}::uuid IS NULL OR EXISTS (
             SELECT FROM api_tokens t
              WHERE t.workspace_id = ${of.workspaceId}::uuid AND t.id = ${of.tokenId}::uuid AND t.revoked_at IS NULL
                AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())))
       AND (${of.sessionId}::uuid IS NULL OR EXISTS (
             SELECT FROM sessions s
              WHERE s.id = ${of.sessionId}::uuid AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp())) AS "isSignedIn",
           (SELECT m.role FROM members m
             WHERE m.workspace_id = ${of.workspaceId}::uuid AND m.user_id = ${of.userId}::uuid) AS role`;
  const { isSignedIn = false, role = null } = rows[0] ?? {};
  return { isSignedIn, role: role === null ? null : roleSchema.parse(role) };
}
