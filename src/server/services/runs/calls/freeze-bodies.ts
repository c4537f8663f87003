import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import { bodyDefinition } from "#core/pipeline/bodies/body-definition.ts";
import { bodyKey } from "#core/pipeline/calls/calls.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { insertFrozenVersion } from "#server/db/run/read-pipeline.ts";
import { readFrozenVersion } from "#server/db/run/read-version.ts";
import { agentsUsed, hashContent } from "../start/freeze-version.ts";

/** A version whose runs are part of a tree. */
export interface RunVersion {
  readonly workspaceId: WorkspaceId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  /** Whether it is a rehearsal; then its bodies are, too. */
  readonly isRehearsal: boolean;
}

/**
 * Freezes the bodies of a version, and those inside of them, each as a version of its own, by the names under which
 * their runs look them up. Equal bodies are frozen once.
 */
export async function freezeBodies(
  tx: TenantSql,
  newId: () => string,
  version: RunVersion,
): Promise<ReadonlyMap<string, PipelineVersionId>> {
  const found = new Map<string, PipelineVersionId>();
  const frozen = await readFrozenVersion(tx, version.workspaceId, version.versionId);
  if (frozen === null) return found;
  await freezeBelow(tx, newId, version, frozen.definition, frozen.agents, found);
  return found;
}

async function freezeBelow(
  tx: TenantSql,
  newId: () => string,
  { versionId, ...version }: RunVersion,
  around: PipelineDefinition,
  agents: readonly AgentSnapshot[],
  found: Map<string, PipelineVersionId>,
): Promise<void> {
  for (const node of around.nodes) {
    const definition = bodyDefinition(around, node);
    if (definition === null) continue;
    const { workspaceId, pipelineId, isRehearsal } = version;
    const used = agentsUsed(definition, agents);
    const id = await insertFrozenVersion(tx, {
      kind: isRehearsal ? "rehearsal" : "draft",
      id: pipelineVersionIdSchema.parse(newId()),
      workspaceId,
      pipelineId,
      definition,
      agents: used,
      contentHash: hashContent(definition, used),
    });
    found.set(bodyKey(versionId, node.id), id);
    await freezeBelow(tx, newId, { ...version, versionId: id }, definition, used, found);
  }
}
