import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import type { Pipeline } from "#server/db/pipeline/pipeline-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "./require-pipeline.ts";

/**
 * A pipeline with its draft.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getPipeline(
  context: ServiceContext,
  input: { readonly pipelineId: PipelineId },
): Promise<Pipeline> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => requirePipeline(tx, workspaceId, input.pipelineId));
}
