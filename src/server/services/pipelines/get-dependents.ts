import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type ApiUser,
  countOpenRuns,
  type Dependent,
  findApiUsers,
  findDependents,
  type OpenRuns,
} from "#server/db/pipeline/find-dependents.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "./require-pipeline.ts";

/** Who would notice that a pipeline is another one. */
export interface Dependents {
  readonly pipelines: readonly Dependent[];
  readonly apiUsers: readonly ApiUser[];
  /** They go on with the version that they began with. */
  readonly openRuns: OpenRuns;
}

/**
 * Who depends on what is published of a pipeline: pipelines that call it or start after it, tokens whose programs start
 * it, and runs under way.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getDependents(
  context: ServiceContext,
  { pipelineId }: { readonly pipelineId: PipelineId },
): Promise<Dependents> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const pipeline = await requirePipeline(tx, workspaceId, pipelineId);
    return {
      pipelines: await findDependents(tx, workspaceId, pipeline),
      apiUsers: await findApiUsers(tx, workspaceId, pipelineId),
      openRuns: await countOpenRuns(tx, workspaceId, pipelineId),
    };
  });
}
