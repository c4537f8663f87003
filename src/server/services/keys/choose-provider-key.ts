import { AppError } from "#core/errors.ts";
import type { ProviderKeyId, UserId, WorkspaceId } from "#core/ids.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";

export interface KeyChoice {
  readonly workspaceId: WorkspaceId;
  readonly provider: ProviderName;
  /** Who started the run; null when nobody did (a schedule): then only the workspace's keys count. */
  readonly userId: UserId | null;
}

/** The person's own key of the provider, else the workspace's; the newest where there are several. Null when there is none. */
export async function chooseProviderKey(tx: TenantSql, choice: KeyChoice): Promise<ProviderKeyId | null> {
  return findUsableProviderKeyId(tx, choice.workspaceId, choice.provider, choice.userId);
}

/** What to tell people when there is no key. */
export function keyMissing(provider: ProviderName, nodeId?: string): AppError {
  return new AppError(
    "KEY_MISSING",
    `There is no key for ${provider}. Add one under Provider keys, or use a sandbox model.`,
    nodeId === undefined ? {} : { nodeId },
  );
}
