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

/** Who is affected when a pipeline is changed or deleted. */
export interface Dependents {
  readonly pipelines: readonly Dependent[];
  readonly apiUsers: readonly ApiUser[];
  /** They continue with the version that they began with. */
  readonly openRuns: OpenRuns;
  /** Runs in progress of other pipelines that may call it; those calls fail when it is deleted. */
  readonly callingRuns: readonly CallingRuns[];
}

/**
 * Who depends on a pipeline's published version: pipelines that call it or start after it, tokens whose programs start
 * it, and runs in progress, its own and those that may call it.
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
