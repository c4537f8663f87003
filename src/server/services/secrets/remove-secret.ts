import type { SecretId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteSecret } from "#server/db/keys/secret-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { pipelinesNaming, type SecretUses } from "./find-secret-uses.ts";
import { requireChangeableSecret } from "./require-secret.ts";

/**
 * Destroys a secret, and reports what still uses it. Requests that need it fail from now on, naming it.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function removeSecret(
  context: ServiceContext,
  input: { readonly secretId: SecretId },
): Promise<SecretUses> {
  authorize(context, "secrets.manage");
  const { actor, db } = context;
  const { workspaceId } = actor;
  return withTenant(db, workspaceId, async (tx) => {
    const name = await requireChangeableSecret(tx, workspaceId, input.secretId);
    await deleteSecret(tx, workspaceId, input.secretId);
    await recordAudit(tx, actor, "secret.remove", input.secretId, { name });
    return { pipelines: await pipelinesNaming(tx, workspaceId, name) };
  });
}
