import { AppError } from "#core/errors.ts";
import type { ProviderKeyId } from "#core/ids.ts";
import type { KeyCheck } from "#core/model/model-info.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { recordKeyTest } from "#server/db/keys/provider-key-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { askVendor } from "./ask-vendor.ts";
import { openSealedKey } from "./open-provider-key.ts";

import { reportingUnreadable } from "./report-unreadable-key.ts";
import { requireManageableKey } from "./require-manageable-key.ts";

const answerWithinMs = 15_000;

/**
 * Asks the vendor whether it accepts a stored key, at the address stored with it, and stores the answer with the key.
 * Nothing is generated or billed. A vendor that cannot be reached leaves the earlier answer unchanged. If the key was
 * changed meanwhile, the answer is neither stored nor returned.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT when the key was changed meanwhile, RATE_LIMITED, KEY_UNREADABLE,
 * PROVIDER_* when the vendor cannot be reached.
 */
export async function testProviderKey(
  context: ServiceContext,
  input: { readonly keyId: ProviderKeyId },
): Promise<KeyCheck> {
  const { actor, db, keyring, ports } = context;
  const { workspaceId } = actor;
  const open = async (tx: TenantTransaction) => {
    const key = await requireManageableKey(tx, context, input.keyId);
    await ports.rateLimits.consume("key-test-by-workspace", workspaceId);
    await recordAudit(tx, actor, "key.test", input.keyId);
    return { key, credential: await openSealedKey(tx, keyring, workspaceId, key) };
  };
  const { key, credential } = await reportingUnreadable(context, actor, () =>
    withTenant(db, workspaceId, open),
  );
  const check = await askVendor(answerWithinMs, (signal) => ports.providers.checkKey(credential, signal));
  await withTenant(db, workspaceId, async (tx) => {
    if (await recordKeyTest(tx, workspaceId, key, check.ok ? null : check.message)) return;
    await requireManageableKey(tx, context, input.keyId);
    throw new AppError("CONFLICT", "The key was changed while its provider was asked. Test it again.");
  });
  return check;
}
