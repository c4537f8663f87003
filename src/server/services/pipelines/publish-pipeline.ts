import { type PipelineId, type PipelineVersionId, pipelineVersionIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { lockPipeline, setPublishedVersion } from "#server/db/pipeline/pipeline-store.ts";
import { insertPublishedVersion, listPublishedVersions } from "#server/db/pipeline/pipeline-version-store.ts";
import { holdTriggers } from "#server/db/trigger/live-trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { agentsUsed, hashContent } from "#server/services/runs/freeze-version.ts";
import { requirePassed } from "#server/services/test-sets/require-passed.ts";
import { publishTriggers } from "#server/services/triggers/publish-triggers.ts";
import { readPublishable } from "./read-publishable.ts";
import { refuseArchived, requirePipeline } from "./require-pipeline.ts";
import { movedOn } from "./save-draft.ts";

export interface PublishPipelineInput {
  readonly pipelineId: PipelineId;
  /** Publishes only what the caller has seen; null publishes the draft as it is. */
  readonly expectedRevision: number | null;
  /** What there is to say about it: kept with the version, and in the audit. */
  readonly note: string | null;
  /** Publishes although a test set says no; whoever asks for it needs `pipelines.override`. */
  readonly override?: boolean;
}

export interface Publication {
  readonly version: number;
  readonly versionId: PipelineVersionId;
  /** False where the draft equals an earlier version: that one is current again, and keeps the note it had. */
  readonly isNew: boolean;
}

/**
 * Freezes the draft with the agents it names as the next version, and makes it the one that runs. A draft that equals
 * an earlier version makes that one current again: the same content has one number.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION, TESTS_FAILED naming the cases of a test set that keeps it
 * from being published, CONFLICT.
 */
export async function publishPipeline(
  context: ServiceContext,
  input: PublishPipelineInput,
): Promise<Publication> {
  authorize(context, "pipelines.publish");
  if (input.override === true) authorize(context, "pipelines.override");
  const { actor, db, newId } = context;
  const { workspaceId, userId } = actor;
  const { pipelineId, expectedRevision } = input;
  const note = input.note?.trim() || null;
  return withTenant(db, workspaceId, async (tx) => {
    await holdTriggers(tx, workspaceId, pipelineId);
    await lockPipeline(tx, workspaceId, pipelineId);
    const pipeline = await requirePipeline(tx, workspaceId, pipelineId);
    refuseArchived(pipeline);
    if (expectedRevision !== null && expectedRevision !== pipeline.draftRevision) {
      throw movedOn(expectedRevision, pipeline.draftRevision);
    }
    const { definition, agents } = await readPublishable(tx, workspaceId, pipelineId, pipeline.draftText);
    const used = agentsUsed(definition, agents);
    if (input.override !== true)
      await requirePassed(tx, workspaceId, pipelineId, { definition, agents: used });
    const contentHash = hashContent(definition, used);
    const versions = await listPublishedVersions(tx, workspaceId, pipelineId);
    const same = versions.find((version) => version.contentHash === contentHash);
    const version = same?.number ?? (versions[0]?.number ?? 0) + 1;
    const versionId = same?.id ?? pipelineVersionIdSchema.parse(newId());
    if (same === undefined) {
      const frozen = { id: versionId, pipelineId, number: version, definition, agents: used, contentHash };
      const sourceText = pipeline.draftText;
      await insertPublishedVersion(tx, workspaceId, { ...frozen, sourceText, note, createdBy: userId });
    }
    await setPublishedVersion(tx, workspaceId, pipelineId, version);
    await publishTriggers(tx, newId, workspaceId, pipelineId, definition.triggers ?? []);
    await recordAudit(tx, actor, "pipeline.publish", pipelineId, {
      version,
      ...(note === null ? {} : { note }),
      ...(input.override === true ? { override: true } : {}),
    });
    return { version, versionId, isNew: same === undefined };
  });
}
