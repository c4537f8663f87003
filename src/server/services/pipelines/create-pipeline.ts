import { type PipelineId, pipelineIdSchema } from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { insertPipeline, type PipelineDraft } from "#server/db/pipeline/pipeline-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { once } from "#server/services/idempotency.ts";
import { slugOf, uniqueSlugOf } from "#server/services/workspaces/slug.ts";
import { countDefinition } from "./count-definition.ts";
import { type DraftInput, prepareDraft } from "./prepare-draft.ts";
import type { LocatedProblem } from "./read-definition.ts";

export interface CreatePipelineInput extends DraftInput {
  readonly idempotencyKey?: string | null;
}

/**
 * Creates a pipeline from a definition; its draft is at revision 1, and nothing is published.
 * @throws AppError FORBIDDEN, RATE_LIMITED, INVALID_DEFINITION, IDEMPOTENCY_MISMATCH.
 */
export async function createPipeline(
  context: ServiceContext,
  input: CreatePipelineInput,
): Promise<{
  readonly pipelineId: PipelineId;
  readonly draftRevision: number;
  readonly problems: readonly LocatedProblem[];
}> {
  authorize(context, "pipelines.write");
  await countDefinition(context);
  const { actor, db } = context;
  const { workspaceId } = actor;
  const { definition, acceptFaults, idempotencyKey } = input;
  return withTenant(db, workspaceId, async (tx) => {
    const { draft, problems } = await prepareDraft(tx, workspaceId, input);
    const request = { definition, acceptFaults };
    const { pipelineId } = await once(tx, actor, "pipelines.create", idempotencyKey, request, () =>
      insert(tx, context, draft),
    );
    return { pipelineId, draftRevision: 1, problems };
  });
}

async function insert(
  tx: TenantTransaction,
  { actor, newId }: ServiceContext,
  draft: PipelineDraft,
): Promise<{ readonly pipelineId: PipelineId }> {
  const { workspaceId, userId } = actor;
  const pipelineId = pipelineIdSchema.parse(newId());
  const pipeline = { ...draft, id: pipelineId, createdBy: userId };
  const isPlain = await insertPipeline(tx, workspaceId, { ...pipeline, slug: slugOf(draft.name) });
  if (!isPlain)
    await insertPipeline(tx, workspaceId, { ...pipeline, slug: uniqueSlugOf(draft.name, pipelineId) });
  await recordAudit(tx, actor, "pipeline.create", pipelineId, { name: draft.name });
  return { pipelineId };
}
