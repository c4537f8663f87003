import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type ApiUser,
  type CallingRuns,
  countCallingRuns,
  countOpenRuns,
  type Dependent,
  findApiUsers,
  findDependents,
  type OpenRuns,
} from "#server/db/pipeline/find-dependents.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "./require-pipeline.ts";

/** Who would notice that a pipeline is another one, or gone. */
export interface Dependents {
  readonly pipelines: readonly Dependent[];
  readonly apiUsers: readonly ApiUser[];
  /** They go on with the version that they began with. */
  readonly openRuns: OpenRuns;
  /** Runs under way of other pipelines that may come to call it; they fail there when it is deleted. */
  readonly callingRuns: readonly CallingRuns[];
}

/**
 * Who depends on what is published of a pipeline: pipelines that call it or start after it, tokens whose programs start
 * it, and runs under way, its own and those that may come to call it.
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
      callingRuns: await countCallingRuns(tx, workspaceId, pipelineId),
    };
  });
}
