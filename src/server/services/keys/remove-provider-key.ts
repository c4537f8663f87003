import type { ProviderKeyId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { revokeProviderKey } from "#server/db/keys/sealed-key-store.ts";
import { askForLookAgain } from "#server/db/money/budget-looks.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireChangeableKey } from "./require-manageable-key.ts";

/**
 * Destroys a stored key. Runs that need it use the key that has priority now, or fail at their next call, naming it; so
 * do calls that wait for money. Calls in flight run to their end.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function removeProviderKey(
  context: ServiceContext,
  input: { readonly keyId: ProviderKeyId },
): Promise<void> {
  const { actor, db, clock } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const { provider } = await requireChangeableKey(tx, context, input.keyId);
    await revokeProviderKey(tx, actor.workspaceId, input.keyId, clock.nowMs());
    await askForLookAgain(tx, actor.workspaceId);
    await recordAudit(tx, actor, "key.remove", input.keyId, { provider });
  });
}
