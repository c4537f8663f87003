import type { WebhookEndpointId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** The sealed secret of an address. It never leaves the services that sign messages. */
export interface SealedWebhookSecret {
  readonly id: string;
  readonly endpointId: WebhookEndpointId;
  readonly ciphertext: string;
  readonly dataKeyVersion: number;
}

type Sealing = Pick<SealedWebhookSecret, "ciphertext" | "dataKeyVersion">;

/** The valid secrets, newest first. */
export function listWebhookSecrets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
): Promise<readonly SealedWebhookSecret[]> {
  return tx.$queryRaw<SealedWebhookSecret[]>`
    SELECT id, endpoint_id AS "endpointId", ciphertext, data_key_version AS "dataKeyVersion" FROM webhook_secrets
     WHERE workspace_id = ${workspaceId}::uuid AND endpoint_id = ${endpointId}::uuid
       AND (good_until IS NULL OR good_until > clock_timestamp())
     ORDER BY good_until IS NOT NULL, created_at DESC`;
}

/** Replaces the current secret, which stays valid for a while; older ones are deleted. */
export async function putWebhookSecret(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, endpointId, ciphertext, dataKeyVersion }: SealedWebhookSecret,
  oldGoodForMs: number,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM webhook_secrets
     WHERE workspace_id = ${workspaceId}::uuid AND endpoint_id = ${endpointId}::uuid AND good_until IS NOT NULL`;
  await tx.$executeRaw`
    UPDATE webhook_secrets SET good_until = clock_timestamp() + make_interval(secs => ${oldGoodForMs / 1000}::float8)
     WHERE workspace_id = ${workspaceId}::uuid AND endpoint_id = ${endpointId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO webhook_secrets (workspace_id, id, endpoint_id, ciphertext, data_key_version)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${endpointId}::uuid, ${ciphertext}, ${dataKeyVersion}::int)`;
}

/** Secrets sealed under an older data key, for re-sealing. */
export function listWebhookSecretsBefore(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  dataKeyVersion: number,
): Promise<readonly SealedWebhookSecret[]> {
  return tx.$queryRaw<SealedWebhookSecret[]>`
    SELECT id, endpoint_id AS "endpointId", ciphertext, data_key_version AS "dataKeyVersion" FROM webhook_secrets
     WHERE workspace_id = ${workspaceId}::uuid AND data_key_version < ${dataKeyVersion}::int`;
}

/** Replaces the ciphertext by compare-and-set. */
export async function resealWebhookSecret(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  read: SealedWebhookSecret,
  { ciphertext, dataKeyVersion }: Sealing,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_secrets SET ciphertext = ${ciphertext}, data_key_version = ${dataKeyVersion}::int
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${read.id}::uuid AND ciphertext = ${read.ciphertext}`;
}
