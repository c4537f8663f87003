import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { findSealedSecrets } from "#server/db/keys/sealed-secret-store.ts";
import { touchSecrets } from "#server/db/keys/secret-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { reportingUnreadable } from "#server/services/keys/report-unreadable-key.ts";
import { openSealedSecret } from "./open-sealed-secret.ts";

/**
 * Decrypts the secrets that one request uses. Only for sending requests: no endpoint may return them.
 * @throws AppError SECRET_MISSING naming those that were removed meanwhile, KEY_UNREADABLE.
 */
export async function openSecrets(
  tools: Pick<ServiceTools, "db" | "keyring">,
  workspaceId: WorkspaceId,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const worker = { workspaceId, userId: null, tokenId: null };
  const open = async (tx: TenantTransaction) => {
    const found = await findSealedSecrets(tx, workspaceId, names);
    const missing = names.filter((name) => found.every((secret) => secret.name !== name));
    if (missing.length > 0) throw secretMissing(missing);
    const opened = new Map<string, string>();
    for (const secret of found) {
      opened.set(secret.name, await openSealedSecret(tx, tools.keyring, workspaceId, secret));
    }
    await touchSecrets(tx, workspaceId, names);
    return opened;
  };
  return reportingUnreadable(tools, worker, () => withTenant(tools.db, workspaceId, open));
}

function secretMissing(names: readonly string[]): AppError {
  const which = names.length === 1 ? `secret ${names[0]}` : `secrets ${names.join(", ")}`;
  return new AppError(
    "SECRET_MISSING",
    `This node's request needs the ${which}, which the workspace no longer has. Add it under Provider keys and run it again.`,
  );
}
