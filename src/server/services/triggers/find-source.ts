import { AppError } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TriggerDefinition } from "#core/triggers/trigger-definition.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findSourcePipeline, listStartedBy } from "#server/db/trigger/run-end-store.ts";

/**
 * The pipeline whose run ends a trigger waits for. Null for other kinds. A pipeline that is itself started, directly or
 * not, by the end of the trigger's own runs would cause a cycle and is refused.
 * @throws AppError INVALID_DEFINITION.
 */
export async function findSource(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  config: TriggerDefinition,
): Promise<PipelineId | null> {
  if (config.kind !== "run") return null;
  const source = await findSourcePipeline(tx, workspaceId, config.pipeline);
  if (source === null) throw refusal(`Trigger "${config.id}": there is no pipeline ${config.pipeline}.`);
  const started = await listStartedBy(tx, workspaceId, pipelineId);
  if (!started.has(source)) return source;
  throw refusal(
    `Trigger "${config.id}": ${config.pipeline} starts when this pipeline ends, so the two would start each other forever.`,
  );
}

function refusal(message: string): AppError {
  return new AppError("INVALID_DEFINITION", message, {
    problems: [{ code: "TRIGGER_SOURCE", severity: "error", message, path: ["triggers"] }],
  });
}
