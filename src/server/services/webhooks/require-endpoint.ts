import { AppError } from "#core/errors.ts";
import type { WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { lockEndpoint, type WebhookEndpoint } from "#server/db/webhook/endpoint-store.ts";

/** Locks an address until the transaction ends. A member's mail address is not found. @throws AppError NOT_FOUND. */
export async function requireEndpoint(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
): Promise<WebhookEndpoint> {
  const endpoint = await lockEndpoint(tx, workspaceId, endpointId);
  if (endpoint?.kind === "http") return endpoint;
  throw new AppError("NOT_FOUND", `There is no webhook ${endpointId} in this workspace.`);
}
