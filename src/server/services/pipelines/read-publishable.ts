import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { checkDefinition, invalidDefinition } from "./check-definition.ts";
import { readDefinition } from "./read-definition.ts";

/**
 * A draft that can be run, with the agents it could refer to.
 * @throws AppError INVALID_DEFINITION naming what keeps it from being run.
 */
export async function readPublishable(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  draftText: string,
) {
  const reading = readDefinition(draftText);
  if (!reading.ok) throw invalidDefinition(reading.problems);
  const found = await checkDefinition(tx, workspaceId, reading.definition, pipelineId);
  const { checked: definition, problems, callFaults, agents } = found;
  if (definition === null) throw invalidDefinition(problems);
  if (callFaults.length > 0) throw invalidDefinition(callFaults);
  return { definition, agents };
}
