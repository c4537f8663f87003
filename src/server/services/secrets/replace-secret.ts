import type { SecretId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { replaceSecretValue } from "#server/db/keys/sealed-secret-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireChangeableSecret } from "./require-secret.ts";
import { checkSecretValue, sealSecretValue } from "./seal-secret-value.ts";

/**
 * Replaces the value of a secret. Requests sent from now on use the new one, also in runs that have begun.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT.
 */
export async function replaceSecret(
  context: ServiceContext,
  input: { readonly secretId: SecretId; readonly value: string },
): Promise<void> {
  authorize(context, "secrets.manage");
  checkSecretValue(input.value);
  const { actor, db, keyring, clock } = context;
  const { workspaceId } = actor;
  const { secretId, value } = input;
  await withTenant(db, workspaceId, async (tx) => {
    const name = await requireChangeableSecret(tx, workspaceId, secretId);
    const { ciphertext, dataKeyVersion } = await sealSecretValue(
      tx,
      keyring,
      workspaceId,
      { id: secretId, name },
      value,
    );
    const sealing = { ciphertext, dataKeyVersion };
    await replaceSecretValue(tx, workspaceId, secretId, sealing, clock.nowMs());
    await recordAudit(tx, actor, "secret.replace", secretId, { name });
  });
}
