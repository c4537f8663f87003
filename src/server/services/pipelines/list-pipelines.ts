import { type PipelineSummary, listPipelines as readPipelines } from "#server/db/pipeline-store.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace's pipelines, last changed first; archived ones only when asked for.
 * @throws AppError FORBIDDEN.
 */
export async function listPipelines(
  context: ServiceContext,
  input: { readonly withArchived: boolean },
): Promise<readonly PipelineSummary[]> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readPipelines(tx, workspaceId, input.withArchived));
}
