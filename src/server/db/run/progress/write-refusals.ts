import type { ErrorInfo } from "#core/errors.ts";
import type { ProviderKeyId, RunId, WorkspaceId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { AttemptRef } from "./write-attempts.ts";

/** An attempt that was not allowed to make its call. */
export interface AttemptRefusal extends AttemptRef {
  readonly workerId: string;
  readonly leaseToken: string;
  readonly ref: ModelRef;
  readonly providerKeyId: ProviderKeyId | null;
  readonly error: ErrorInfo;
}

/** Writes attempts that ended as they began: without a lease, a call or money. */
export async function writeRefusals(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  refusals: readonly (AttemptRefusal & { readonly runId: RunId })[],
): Promise<void> {
  if (refusals.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO attempts (workspace_id, run_id, node_id, number, status, lease_token, worker_id, provider, model,
           provider_key_id, cost_micros, error, started_at, finished_at)
    SELECT ${workspaceId}::uuid, run_id, node_id, number, 'failed', lease_token, worker_id, provider, model,
           provider_key_id, 0, error, clock_timestamp(), clock_timestamp()
      FROM jsonb_to_recordset(${JSON.stringify(refusals.map(toRow))}::jsonb)
        AS r(run_id uuid, node_id text, number int, lease_token uuid, worker_id text, provider text, model text,
             provider_key_id uuid, error jsonb)`;
}

function toRow({
  runId,
  nodeId,
  attempt,
  ref,
  providerKeyId,
  ...refusal
}: AttemptRefusal & { readonly runId: RunId }) {
  return {
    run_id: runId,
    node_id: nodeId,
    number: attempt,
    lease_token: refusal.leaseToken,
    worker_id: refusal.workerId,
    provider: ref.provider,
    model: ref.model,
    provider_key_id: providerKeyId,
    error: refusal.error,
  };
}
