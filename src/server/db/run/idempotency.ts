import type { WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A request that must take effect once, however often it is sent. */
export interface IdempotentRequest {
  readonly workspaceId: WorkspaceId;
  readonly operation: string;
  readonly key: string;
  /** Shows whether two requests with one key are the same request. */
  readonly requestHash: string;
}

/** The earlier request with this key. Null response: its transaction is still in progress. */
export interface EarlierRequest {
  readonly requestHash: string;
  readonly response: Json;
}

/**
 * Takes an idempotency key for this transaction. Null: it is ours, and `storeResponse` must follow. Otherwise the
 * earlier result; a request that arrives while the first is in progress waits for it here.
 */
export async function takeIdempotencyKey(
  tx: TenantSql,
  request: IdempotentRequest,
): Promise<EarlierRequest | null> {
  const taken = await tx.$executeRaw`
    INSERT INTO idempotency_keys (workspace_id, operation, key, request_hash, created_at)
    VALUES (${request.workspaceId}::uuid, ${request.operation}, ${request.key}, ${request.requestHash}, clock_timestamp())
    ON CONFLICT (workspace_id, operation, key) DO NOTHING`;
  if (taken === 1) return null;
  const rows = await tx.$queryRaw<EarlierRequest[]>`
    SELECT request_hash AS "requestHash", response FROM idempotency_keys
     WHERE workspace_id = ${request.workspaceId}::uuid AND operation = ${request.operation} AND key = ${request.key}`;
  return rows[0] ?? null;
}

/** Stores the answer under the key, in the transaction that did the work. */
export async function storeResponse(
  tx: TenantSql,
  request: IdempotentRequest,
  response: Json,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE idempotency_keys SET response = ${JSON.stringify(response)}::jsonb
     WHERE workspace_id = ${request.workspaceId}::uuid AND operation = ${request.operation} AND key = ${request.key}`;
}
