import { type PipelineId, pipelineIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertPipeline } from "#server/db/pipeline/pipeline-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { slugOf, uniqueSlugOf } from "#server/services/workspaces/slug.ts";
import { countDefinition } from "./count-definition.ts";
import { type DraftInput, prepareDraft } from "./prepare-draft.ts";
import type { LocatedProblem } from "./read-definition.ts";

/**
 * Makes a pipeline from a definition; its draft is at revision 1, and nothing is published.
 * @throws AppError FORBIDDEN, RATE_LIMITED, INVALID_DEFINITION.
 */
export async function createPipeline(
  context: ServiceContext,
  input: DraftInput,
): Promise<{
  readonly pipelineId: PipelineId;
  readonly draftRevision: number;
  readonly problems: readonly LocatedProblem[];
}> {
  authorize(context, "pipelines.write");
  await countDefinition(context);
  const { actor, db, newId } = context;
  const { workspaceId, userId } = actor;
  const pipelineId = pipelineIdSchema.parse(newId());
  return withTenant(db, workspaceId, async (tx) => {
    const { draft, problems } = await prepareDraft(tx, workspaceId, input);
    const pipeline = { ...draft, id: pipelineId, createdBy: userId };
    const isPlain = await insertPipeline(tx, workspaceId, { ...pipeline, slug: slugOf(draft.name) });
    if (!isPlain)
      await insertPipeline(tx, workspaceId, { ...pipeline, slug: uniqueSlugOf(draft.name, pipelineId) });
    await recordAudit(tx, actor, "pipeline.create", pipelineId, { name: draft.name });
    return { pipelineId, draftRevision: 1, problems };
  });
}
