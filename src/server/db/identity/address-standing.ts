import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** The relation of an address's person to a workspace, as far as the workspace knows. */
export type AddressStanding = "member" | "removed" | "unknown";

/** `removed`: somebody removed them, and they have not rejoined. `address` is in its stored form. */
export async function findAddressStanding(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  address: string,
): Promise<AddressStanding> {
  const [row] = await tx.$queryRaw<{ isMember: boolean; isRemoved: boolean }[]>`
    SELECT EXISTS (SELECT FROM members m WHERE m.workspace_id = ${workspaceId}::uuid AND m.user_id = u.id) AS "isMember",
           EXISTS (SELECT FROM audit_events a
                    WHERE a.workspace_id = ${workspaceId}::uuid AND a.action = 'member.remove'
                      AND a.subject_id = u.id::text) AS "isRemoved"
      FROM users u WHERE u.email = ${address}`;
  if (row?.isMember === true) return "member";
  return row?.isRemoved === true ? "removed" : "unknown";
}
