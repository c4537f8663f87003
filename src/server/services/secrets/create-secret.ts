import { AppError } from "#core/errors.ts";
import { type SecretId, secretIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertSecret } from "#server/db/keys/sealed-secret-store.ts";
import { countSecrets } from "#server/db/keys/secret-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { checkSecretValue, sealSecretValue } from "./seal-secret-value.ts";

export const maxSecrets = 200;

/**
 * Stores a value, encrypted, that requests of the workspace's pipelines can use as `secrets.NAME`. Nobody can read it
 * back.
 * @throws AppError FORBIDDEN, CONFLICT when the name is taken or the workspace has too many, INVALID_INPUT.
 */
export async function createSecret(
  context: ServiceContext,
  input: { readonly name: string; readonly value: string },
): Promise<{ readonly secretId: SecretId }> {
  authorize(context, "secrets.manage");
  checkSecretValue(input.value);
  const { actor, db, keyring, newId } = context;
  const { workspaceId, userId } = actor;
  const { name } = input;
  const secretId = secretIdSchema.parse(newId());
  await withTenant(db, workspaceId, async (tx) => {
    if ((await countSecrets(tx, workspaceId)) >= maxSecrets) {
      throw new AppError("CONFLICT", `A workspace may have at most ${maxSecrets} secrets. Remove one first.`);
    }
    const sealed = await sealSecretValue(tx, keyring, workspaceId, { id: secretId, name }, input.value);
    if (!(await insertSecret(tx, workspaceId, { ...sealed, createdBy: userId }))) {
      throw new AppError(
        "CONFLICT",
        `The workspace already has a secret ${name}. Replace its value, or choose another name.`,
      );
    }
    await recordAudit(tx, actor, "secret.create", secretId, { name });
  });
  return { secretId };
}
