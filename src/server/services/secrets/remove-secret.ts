import type { PipelineId, SecretId } from "#core/ids.ts";
import { secretsOf } from "#core/pipeline/secrets-of.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteSecret } from "#server/db/keys/secret-store.ts";
import { listPipelinesMentioning } from "#server/db/keys/secret-usage.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireSecret } from "./require-secret.ts";

/** Pipelines whose published version names the secret: their runs are refused until it is there again. */
export interface SecretUses {
  readonly pipelines: readonly { readonly id: PipelineId; readonly name: string }[];
}

/**
 * Destroys a secret, and tells what still names it. Requests that need it fail from now on, naming it.
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
    const name = await requireSecret(tx, workspaceId, input.secretId);
    await deleteSecret(tx, workspaceId, input.secretId);
    await recordAudit(tx, actor, "secret.remove", input.secretId, { name });
    const mentioning = await listPipelinesMentioning(tx, workspaceId, name);
    const using = mentioning.filter(({ definition }) =>
      definition.nodes.some((node) => secretsOf(node).includes(name)),
    );
    return { pipelines: using.map((pipeline) => ({ id: pipeline.id, name: pipeline.name })) };
  });
}
