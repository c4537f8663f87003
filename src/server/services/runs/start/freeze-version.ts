import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { everyNode } from "#core/pipeline/bodies/every-node.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import {
  insertFrozenVersion,
  readAgentSnapshots,
  readDraft,
  readStartablePipeline,
} from "#server/db/run/read-pipeline.ts";
import { noSuchPipeline } from "#server/services/no-such.ts";
import { cutTo } from "./cut-to.ts";

/** Which definition to run: a published number, the current draft, or null: the published one, else the draft. */
export type VersionChoice = number | "draft" | null;

/** What a run is to run, and the database's time when that was read. */
export interface VersionToRun {
  readonly versionId: PipelineVersionId;
  readonly nowMs: number;
  /** True: a published version. False: a draft as it was then. */
  readonly isPublished: boolean;
}

/**
 * The immutable version that a run keeps to its end, whatever is edited meanwhile. With `until`, it is the part of the
 * draft that leads to that node, frozen separately.
 * @throws AppError NOT_FOUND for an unknown pipeline or number, INVALID_DEFINITION for a draft with errors;
 * INVALID_INPUT for an unknown node.
 */
export async function freezeVersion(
  tx: TenantSql,
  newId: () => string,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  choice: VersionChoice,
  until: string | null = null,
): Promise<VersionToRun> {
  const pipeline = await readStartablePipeline(
    tx,
    workspaceId,
    pipelineId,
    typeof choice === "number" ? choice : null,
  );
  if (pipeline === null) throw noSuchPipeline(pipelineId);
  if (pipeline.isArchived) {
    throw new AppError(
      "CONFLICT",
      `The pipeline ${pipeline.name} is archived. Restore it before running it.`,
    );
  }
  const { nowMs } = pipeline;
  if (choice === "draft") {
    const found = await readDraft(tx, workspaceId, pipelineId);
    const draft = cutTo(found?.draft ?? null, until, ["until"]);
    return {
      versionId: await freezeDraft(tx, newId, workspaceId, pipelineId, draft),
      nowMs,
      isPublished: false,
    };
  }
  if (pipeline.versionId !== null) return { versionId: pipeline.versionId, nowMs, isPublished: true };
  if (typeof choice === "number") {
    throw new AppError("NOT_FOUND", `The pipeline ${pipeline.name} has no version ${choice}.`);
  }
  return {
    versionId: await freezeDraft(tx, newId, workspaceId, pipelineId, pipeline.draft),
    nowMs,
    isPublished: false,
  };
}

async function freezeDraft(
  tx: TenantSql,
  newId: () => string,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  draft: Json,
): Promise<PipelineVersionId> {
  const agents = await readAgentSnapshots(tx, workspaceId);
  const checked = validateDefinition(draft, { agentKeys: new Set(agents.map((agent) => agent.key)) });
  if (!checked.ok) {
    throw new AppError(
      "INVALID_DEFINITION",
      "The pipeline has errors and cannot run. Fix them and try again.",
      {
        problems: checked.problems,
      },
    );
  }
  const used = agentsUsed(checked.definition, agents);
  return insertFrozenVersion(tx, {
    kind: "draft",
    id: pipelineVersionIdSchema.parse(newId()),
    workspaceId,
    pipelineId,
    definition: checked.definition,
    agents: used,
    contentHash: hashContent(checked.definition, used),
  });
}

/** The agents that a definition uses: only they are frozen with it. */
export function agentsUsed(
  definition: PipelineDefinition,
  agents: readonly AgentSnapshot[],
): readonly AgentSnapshot[] {
  const keys = new Set(
    everyNode(definition).flatMap(({ node }) => (node.type === "agent" ? [node.config.agentId] : [])),
  );
  return agents.filter((agent) => keys.has(agent.key));
}

/** A hash of a version's content: two versions with one hash run the same. */
export function hashContent(definition: PipelineDefinition, agents: readonly AgentSnapshot[]): string {
  return createHash("sha256").update(JSON.stringify({ definition, agents })).digest("hex");
}
