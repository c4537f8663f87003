import type { PipelineId, SecretId, WorkspaceId } from "#core/ids.ts";
import { everyNode } from "#core/pipeline/bodies/every-node.ts";
import { type PipelineDefinition, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { secretUses } from "#core/pipeline/secrets-of.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { listPipelinesMentioning } from "#server/db/keys/secret-usage.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireSecret } from "./require-secret.ts";

/** A pipeline that uses a secret. */
export interface SecretUse {
  readonly id: PipelineId;
  readonly name: string;
  /** True: its published version does, and without the secret its runs are refused. False: only its draft. */
  readonly isPublished: boolean;
}

/** Pipelines that use a secret: their runs are refused without it. */
export interface SecretUses {
  readonly pipelines: readonly SecretUse[];
}

/**
 * Which pipelines use a secret, in their published versions or in their drafts.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function findSecretUses(
  context: ServiceContext,
  input: { readonly secretId: SecretId },
): Promise<SecretUses> {
  authorize(context, "secrets.read");
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const name = await requireSecret(tx, workspaceId, input.secretId);
    return { pipelines: await pipelinesNaming(tx, workspaceId, name) };
  });
}

/** The pipelines whose published version, or else whose draft, uses the secret of this name in a request. */
export async function pipelinesNaming(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  secretName: string,
): Promise<readonly SecretUse[]> {
  const uses: SecretUse[] = [];
  let after: PipelineId | null = null;
  for (;;) {
    const page = await listPipelinesMentioning(tx, workspaceId, secretName, after);
    for (const { id, name, published, draft } of page) {
      const isPublished = published !== null && takes(published, secretName);
      if (isPublished || takes(pipelineDefinitionSchema.safeParse(draft).data, secretName))
        uses.push({ id, name, isPublished });
    }
    after = page.at(-1)?.id ?? null;
    if (after === null) return uses.toSorted((left, right) => left.name.localeCompare(right.name, "en"));
  }
}

/** A draft that is not a valid definition yet uses nothing: it cannot run. */
function takes(definition: PipelineDefinition | undefined, secretName: string): boolean {
  if (definition === undefined) return false;
  return everyNode(definition).some(({ node }) => secretUses(node).some(({ name }) => name === secretName));
}
