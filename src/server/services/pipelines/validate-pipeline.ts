import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { checkDefinition } from "./check-definition.ts";
import { countDefinition } from "./count-definition.ts";
import { type DefinitionSource, type LocatedProblem, readDefinition } from "./read-definition.ts";

/**
 * Lists everything that is wrong with a definition in this workspace, without storing or running it. With `pipelineId`,
 * its own pipeline, it also finds calls that lead back to it.
 * @throws AppError FORBIDDEN, RATE_LIMITED; an invalid definition is a result, not an error.
 */
export async function validatePipeline(
  context: ServiceContext,
  input: { readonly definition: DefinitionSource; readonly pipelineId?: PipelineId | null },
): Promise<{ readonly isValid: boolean; readonly problems: readonly LocatedProblem[] }> {
  authorize(context, "pipelines.read");
  await countDefinition(context);
  const reading = readDefinition(input.definition);
  if (!reading.ok) return { isValid: false, problems: reading.problems };
  const { workspaceId } = context.actor;
  const { checked, problems } = await withTenant(context.db, workspaceId, (tx) =>
    checkDefinition(tx, workspaceId, reading.definition, input.pipelineId),
  );
  return { isValid: checked !== null, problems };
}
