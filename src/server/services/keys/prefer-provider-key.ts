import type { ProviderKeyId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { preferProviderKey as writePreference } from "#server/db/keys/provider-key-store.ts";
import { askForLookAgain } from "#server/db/money/budget-looks.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireChangeableKey } from "./require-manageable-key.ts";

/**
 * Gives a key priority over all others of the same owner and provider, for calls that begin from now on. A key that is
 * added later gets priority over it, until somebody chooses otherwise. A person's own keys still come before the
 * workspace's.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function preferProviderKey(
  context: ServiceContext,
  { keyId }: { readonly keyId: ProviderKeyId },
): Promise<void> {
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const { provider } = await requireChangeableKey(tx, context, keyId);
    await writePreference(tx, actor.workspaceId, keyId);
    await askForLookAgain(tx, actor.workspaceId);
    await recordAudit(tx, actor, "key.prefer", keyId, { provider });
  });
}
