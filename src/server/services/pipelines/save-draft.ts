import { AppError } from "#core/errors.ts";
import type { PipelineId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { updateDraft } from "#server/db/pipeline/pipeline-store.ts";
import { recordAuditOnce } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { countDefinition } from "./count-definition.ts";
import { type DraftInput, prepareDraft } from "./prepare-draft.ts";
import type { LocatedProblem } from "./read-definition.ts";
import { refuseArchived, requirePipeline } from "./require-pipeline.ts";

export interface SaveDraftInput extends DraftInput {
  readonly pipelineId: PipelineId;
  /** The revision that the author started from. */
  readonly expectedRevision: number;
}

/**
 * Replaces a pipeline's draft, unless somebody else has saved since.
 * @throws AppError FORBIDDEN, RATE_LIMITED, NOT_FOUND, INVALID_DEFINITION, CONFLICT when the draft was changed.
 */
export async function saveDraft(
  context: ServiceContext,
  input: SaveDraftInput,
): Promise<{ readonly draftRevision: number; readonly problems: readonly LocatedProblem[] }> {
  authorize(context, "pipelines.write");
  await countDefinition(context);
  const { pipelineId, expectedRevision } = input;
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    refuseArchived(await requirePipeline(tx, workspaceId, pipelineId));
    const { draft, problems } = await prepareDraft(tx, workspaceId, input, input.pipelineId);
    const draftRevision = await updateDraft(tx, workspaceId, pipelineId, expectedRevision, draft);
    if (draftRevision === null) {
      // Read again: whoever was faster may have saved since.
      const { draftRevision: current } = await requirePipeline(tx, workspaceId, pipelineId);
      throw movedOn(expectedRevision, current);
    }
    await recordAuditOnce(tx, context.actor, "pipeline.save-draft", pipelineId, { draftRevision });
    return { draftRevision, problems };
  });
}

/** The error for a draft that has changed since the caller read it. */
export function movedOn(expected: number, current: number): AppError {
  return new AppError(
    "CONFLICT",
    `Somebody else saved this draft (revision ${current}; you started from ${expected}). Load it, and apply your changes to it.`,
    { details: { expectedRevision: expected, currentRevision: current } },
  );
}
