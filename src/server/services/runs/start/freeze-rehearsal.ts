import { AppError } from "#core/errors.ts";
import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { FaultPlan } from "#core/pipeline/rehearsal/fault-plan.ts";
import { toRehearsal } from "#core/pipeline/rehearsal/to-rehearsal.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { insertFrozenVersion } from "#server/db/run/read-pipeline.ts";
import { readFrozenVersion } from "#server/db/run/read-version.ts";
import { hashContent } from "./freeze-version.ts";

/**
 * Freezes a rehearsal of a version: the version on the sandbox, with the planned faults.
 * @throws AppError INVALID_INPUT naming a node that cannot have any.
 */
export async function freezeRehearsal(
  tx: TenantSql,
  newId: () => string,
  version: {
    readonly workspaceId: WorkspaceId;
    readonly pipelineId: PipelineId;
    readonly versionId: PipelineVersionId;
  },
  faults: FaultPlan,
): Promise<PipelineVersionId> {
  const { workspaceId, pipelineId, versionId } = version;
  const frozen = await readFrozenVersion(tx, workspaceId, versionId);
  if (frozen === null) throw new AppError("NOT_FOUND", `Version ${versionId} no longer exists.`);
  const definition = toRehearsal(frozen.definition, frozen.agents, faults);
  return insertFrozenVersion(tx, {
    kind: "rehearsal",
    id: pipelineVersionIdSchema.parse(newId()),
    workspaceId,
    pipelineId,
    definition,
    agents: frozen.agents,
    contentHash: hashContent(definition, frozen.agents),
  });
}
