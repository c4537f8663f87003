import { AppError } from "#core/errors.ts";
import { type ProviderKeyId, providerKeyIdSchema } from "#core/ids.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import { maskSecret } from "#core/policy/mask-secret.ts";
import { markOfSecret, sealSecret } from "#server/crypto/envelope.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { insertProviderKey } from "#server/db/keys/sealed-key-store.ts";
import { askForLookAgain } from "#server/db/money/budget-looks.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { once } from "#server/services/idempotency.ts";
import { refuseBadAddress, refuseBadSecret } from "./refuse-bad-key.ts";
import { type OpenedDataKey, sealingDataKey } from "./workspace-data-key.ts";

export interface CreateProviderKeyInput {
  readonly provider: ProviderName;
  readonly label: string;
  readonly secret: string;
  /** Null: the vendor's own address. It is bound to the secret, which is never sent anywhere else. */
  readonly baseUrl: string | null;
  /** Whose it is: the person's own, or shared by the whole workspace. */
  readonly owner: "me" | "workspace";
  readonly idempotencyKey?: string | null;
}

/**
 * Stores a credential, encrypted and bound to its workspace and id. Nobody can read it back; lists show its beginning
 * and its end.
 * @throws AppError FORBIDDEN, INVALID_INPUT for a provider that needs no key and for an invalid key or address,
 * HTTP_BLOCKED for an address that no call may be sent to, IDEMPOTENCY_MISMATCH.
 */
export async function createProviderKey(
  context: ServiceContext,
  input: CreateProviderKeyInput,
): Promise<{ readonly keyId: ProviderKeyId }> {
  authorize(context, input.owner === "me" ? "keys.own" : "keys.manage");
  refuseUnusable(context, input);
  const { actor, db, keyring } = context;
  const { workspaceId, userId } = actor;
  const { provider, label, baseUrl, owner, idempotencyKey } = input;
  const secret = input.secret.trim();
  return withTenant(db, workspaceId, async (tx) => {
    const dataKey = await sealingDataKey(tx, keyring, workspaceId);
    const request = { userId, provider, label, baseUrl, owner, secret: markOfSecret(dataKey.bytes, secret) };
    return once(tx, actor, "keys.create", idempotencyKey, request, () =>
      insert(tx, context, { ...input, secret }, dataKey),
    );
  });
}

async function insert(
  tx: TenantTransaction,
  { actor, newId }: ServiceContext,
  { provider, label, baseUrl, owner, secret }: CreateProviderKeyInput,
  dataKey: OpenedDataKey,
): Promise<{ readonly keyId: ProviderKeyId }> {
  const { workspaceId, userId } = actor;
  const keyId = providerKeyIdSchema.parse(newId());
  const { prefix, lastFour } = maskSecret(secret);
  await insertProviderKey(tx, workspaceId, {
    id: keyId,
    provider,
    label,
    baseUrl,
    ownerUserId: owner === "me" ? userId : null,
    ciphertext: sealSecret(dataKey, secret, { workspaceId, keyId }),
    dataKeyVersion: dataKey.version,
    displayPrefix: prefix,
    displayLast4: lastFour,
    createdBy: userId,
  });
  await askForLookAgain(tx, workspaceId);
  await recordAudit(tx, actor, "key.create", keyId, { provider, label, owner });
  return { keyId };
}

function refuseUnusable(context: ServiceContext, input: CreateProviderKeyInput): void {
  const { provider, secret, baseUrl } = input;
  if (provider === "sandbox") throw new AppError("INVALID_INPUT", "The sandbox needs no key.");
  refuseBadSecret(provider, secret);
  refuseBadAddress(context, provider, baseUrl);
}
