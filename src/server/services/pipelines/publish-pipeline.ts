import { AppError } from "#core/errors.ts";
import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { lockPipeline, setPublishedVersion } from "#server/db/pipeline/pipeline-store.ts";
import { insertPublishedVersion, listPublishedVersions } from "#server/db/pipeline/pipeline-version-store.ts";
import { holdTriggers } from "#server/db/trigger/live-trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { agentsUsed, hashContent } from "#server/services/runs/start/freeze-version.ts";
import { type Gates, readGates, requirePassed } from "#server/services/test-sets/require-passed.ts";
import { publishTriggers } from "#server/services/triggers/publish-triggers.ts";
import { readPublishable } from "./read-publishable.ts";
import { refuseArchived, requirePipeline } from "./require-pipeline.ts";
import { movedOn } from "./save-draft.ts";

export interface PublishPipelineInput {
  readonly pipelineId: PipelineId;
  /** Publishes only the revision that the caller has seen. Null: the draft as it is. */
  readonly expectedRevision: number | null;
  /** A note, stored with the version and in the audit. */
  readonly note: string | null;
  /** Publishes although a test set forbids it; requires `pipelines.override`. */
  readonly override?: boolean;
}

export interface Publication {
  readonly version: number;
  readonly versionId: PipelineVersionId;
  /** False where the draft equals an earlier version: that one becomes current again, with its old note. */
  readonly isNew: boolean;
}

/**
 * Freezes the draft, with the agents it uses, as the next version, and makes it the current one. A draft that equals an
 * earlier version makes that one current again: equal content has one number.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION, TESTS_FAILED naming the cases of a test set that forbids
 * it, CONFLICT.
 */
export async function publishPipeline(
  context: ServiceContext,
  input: PublishPipelineInput,
): Promise<Publication> {
  authorize(context, "pipelines.publish");
  if (input.override === true) authorize(context, "pipelines.override");
  let played: string | null = null;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const publication: Publication | Unplayed = await publishPlayed(context, input, played);
    if (!("unplayed" in publication)) return publication;
    requirePassed(publication.unplayed, publication.frozen);
    played = publication.mark;
  }
  throw new AppError(
    "CONFLICT",
    `The draft, its agents or its test sets changed ${mostTries} times while its cases were played. Publish it again.`,
  );
}

/** Cases are played before the pipeline is locked, and again if something has changed by then. */
const mostTries = 5;

/** Test cases that must be played before this can be published. */
interface Unplayed {
  readonly unplayed: Gates;
  readonly frozen: Parameters<typeof requirePassed>[1];
  /** Hash of the cases and of the definition they are played through. */
  readonly mark: string;
}

/** Publishes where nothing needs to be played, or where the hash still matches what was played. */
async function publishPlayed(
  context: ServiceContext,
  input: PublishPipelineInput,
  played: string | null,
): Promise<Publication | Unplayed> {
  const { workspaceId } = context.actor;
  const { pipelineId } = input;
  return withTenant(context.db, workspaceId, async (tx) => {
    await holdTriggers(tx, workspaceId, pipelineId);
    await lockPipeline(tx, workspaceId, pipelineId);
    const draft = await readDraft(tx, workspaceId, input);
    const gates = input.override === true ? null : await readGates(tx, workspaceId, pipelineId);
    if (gates !== null) {
      const mark = `${draft.contentHash} ${gates.mark}`;
      if (mark !== played) return { unplayed: gates, frozen: draft, mark };
    }
    return publishDraft(tx, context, input, draft);
  });
}

/** What is published: the current draft, with the agents that it uses. */
async function readDraft(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { pipelineId, expectedRevision }: PublishPipelineInput,
) {
  const pipeline = await requirePipeline(tx, workspaceId, pipelineId);
  refuseArchived(pipeline);
  if (expectedRevision !== null && expectedRevision !== pipeline.draftRevision) {
    throw movedOn(expectedRevision, pipeline.draftRevision);
  }
  const sourceText = pipeline.draftText;
  const { definition, agents: known } = await readPublishable(tx, workspaceId, pipelineId, sourceText);
  const agents = agentsUsed(definition, known);
  return { sourceText, definition, agents, contentHash: hashContent(definition, agents) };
}

async function publishDraft(
  tx: TenantTransaction,
  { actor, newId }: ServiceContext,
  input: PublishPipelineInput,
  draft: Awaited<ReturnType<typeof readDraft>>,
): Promise<Publication> {
  const { workspaceId, userId } = actor;
  const { pipelineId } = input;
  const note = input.note?.trim() || null;
  const versions = await listPublishedVersions(tx, workspaceId, pipelineId);
  const same = versions.find((version) => version.contentHash === draft.contentHash);
  const version = same?.number ?? (versions[0]?.number ?? 0) + 1;
  const versionId = same?.id ?? pipelineVersionIdSchema.parse(newId());
  if (same === undefined) {
    const frozen = { id: versionId, pipelineId, number: version, ...draft, note, createdBy: userId };
    await insertPublishedVersion(tx, workspaceId, frozen);
  }
  await setPublishedVersion(tx, workspaceId, pipelineId, version);
  await publishTriggers(tx, newId, workspaceId, pipelineId, draft.definition.triggers ?? []);
  await recordAudit(tx, actor, "pipeline.publish", pipelineId, {
    version,
    ...(note === null ? {} : { note }),
    ...(input.override === true ? { override: true } : {}),
  });
  return { version, versionId, isNew: same === undefined };
}
