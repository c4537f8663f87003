import type { ProviderKeyId } from "#core/ids.ts";
import { maskSecret } from "#core/policy/mask-secret.ts";
import { sealSecret } from "#server/crypto/envelope.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { replaceProviderKeySecret } from "#server/db/keys/sealed-key-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { refuseBadAddress, refuseBadSecret } from "./refuse-bad-key.ts";
import { requireChangeableKey } from "./require-manageable-key.ts";
import { sealingDataKey } from "./workspace-data-key.ts";

export interface ReplaceProviderKeyInput {
  readonly keyId: ProviderKeyId;
  readonly secret: string;
  /** Null: the vendor's own address. Absent: unchanged. */
  readonly baseUrl?: string | null | undefined;
}

/**
 * Replaces a key's secret and, if given, its base URL: an address never changes under a secret that was given for
 * another. Calls made from now on use it, also in runs that have begun; those in flight run to their end. The vendor's
 * verdict on the old secret is cleared.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT, HTTP_BLOCKED.
 */
export async function replaceProviderKey(
  context: ServiceContext,
  input: ReplaceProviderKeyInput,
): Promise<void> {
  const { actor, db, keyring } = context;
  const { workspaceId } = actor;
  const { keyId } = input;
  const secret = input.secret.trim();
  await withTenant(db, workspaceId, async (tx) => {
    const key = await requireChangeableKey(tx, context, keyId);
    const { provider } = key;
    const baseUrl = input.baseUrl === undefined ? key.baseUrl : input.baseUrl;
    refuseBadSecret(provider, secret);
    refuseBadAddress(context, provider, baseUrl);
    const dataKey = await sealingDataKey(tx, keyring, workspaceId);
    const { prefix, lastFour } = maskSecret(secret);
    await replaceProviderKeySecret(tx, workspaceId, keyId, {
      baseUrl,
      ciphertext: sealSecret(dataKey, secret, { workspaceId, keyId }),
      dataKeyVersion: dataKey.version,
      displayPrefix: prefix,
      displayLast4: lastFour,
    });
    const isMoved = baseUrl !== key.baseUrl;
    await recordAudit(tx, actor, "key.replace", keyId, { provider, ...(isMoved ? { baseUrl } : {}) });
  });
}
