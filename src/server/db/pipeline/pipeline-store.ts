import { type PipelineId, pipelineIdSchema, type UserId, userIdSchema, type WorkspaceId } from "#core/ids.ts";
import { type Json, jsonSchema } from "#core/json/json.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";
import type { Prisma } from "../generated/client.ts";
import { countRunsOf, type RunCounts } from "./count-runs-of.ts";

/** A pipeline without its graph. Counters include all its runs, ever. */
export interface PipelineSummary extends RunCounts {
  readonly id: PipelineId;
  readonly name: string;
  readonly slug: string;
  readonly draftRevision: number;
  /** Null until it is first published. */
  readonly publishedVersion: number | null;
  /** Its creator. Null where unknown. */
  readonly createdBy: UserId | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly isArchived: boolean;
}

export interface Pipeline extends PipelineSummary {
  /** The draft as data. Null when its text cannot be parsed. */
  readonly draft: Json;
  /** The draft as its author wrote it. */
  readonly draftText: string;
}

export interface PipelineDraft {
  readonly name: string;
  readonly draft: Json;
  readonly draftText: string;
}

const summary = {
  id: true,
  name: true,
  slug: true,
  draftRevision: true,
  publishedVersion: true,
  createdBy: true,
  createdAt: true,
  updatedAt: true,
  archivedAt: true,
} as const;

type SummaryRow = Prisma.PipelineGetPayload<{ select: typeof summary }>;

function toSummary(row: SummaryRow, counts: RunCounts): PipelineSummary {
  const { createdAt, updatedAt, archivedAt, ...columns } = row;
  return {
    ...columns,
    id: pipelineIdSchema.parse(row.id),
    createdBy: row.createdBy === null ? null : userIdSchema.parse(row.createdBy),
    ...counts,
    createdAtMs: createdAt.getTime(),
    updatedAtMs: updatedAt.getTime(),
    isArchived: archivedAt !== null,
  };
}

export async function findPipeline(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<Pipeline | null> {
  const row = await tx.pipeline.findUnique({
    where: { workspaceId_id: { workspaceId, id: pipelineId } },
    select: { ...summary, draft: true, draftText: true },
  });
  if (row === null) return null;
  const { draft, draftText, ...columns } = row;
  const counts = await countRunsOf(tx, workspaceId, pipelineId);
  return { ...toSummary(columns, counts), draft: jsonSchema.parse(draft), draftText };
}

/** False when the slug is taken. The draft is passed as text: Prisma copies objects, and drops a key `__proto__`. */
export async function insertPipeline(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipeline: PipelineDraft & { readonly id: PipelineId; readonly slug: string; readonly createdBy: UserId },
): Promise<boolean> {
  const { id, name, slug, draft, draftText, createdBy } = pipeline;
  const count = await tx.$executeRaw`
    INSERT INTO pipelines (workspace_id, id, name, slug, draft, draft_text, created_by)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${name}, ${slug}, ${JSON.stringify(draft)}::json, ${draftText}, ${createdBy}::uuid)
    ON CONFLICT DO NOTHING`;
  return count === 1;
}

/**
 * Replaces the draft by compare-and-set on its revision. Returns the new revision, or null when somebody was faster.
 */
export async function updateDraft(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  expectedRevision: number,
  draft: PipelineDraft,
): Promise<number | null> {
  const count = await tx.$executeRaw`
    UPDATE pipelines
       SET name = ${draft.name}, draft = ${JSON.stringify(draft.draft)}::json, draft_text = ${draft.draftText},
           draft_revision = draft_revision + 1, updated_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid AND draft_revision = ${expectedRevision}`;
  return count === 1 ? expectedRevision + 1 : null;
}

/** Locks the pipeline, so that two concurrent publishes get two numbers; runs may still start. */
export async function lockPipeline(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM pipelines WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid FOR NO KEY UPDATE`;
}

export async function setPublishedVersion(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  number: number,
): Promise<void> {
  const where = { workspaceId_id: { workspaceId, id: pipelineId } };
  await tx.pipeline.update({ where, data: { publishedVersion: number } });
}

export async function setPipelineArchived(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  archivedAtMs: number | null,
): Promise<void> {
  const archivedAt = archivedAtMs === null ? null : new Date(archivedAtMs);
  await tx.pipeline.update({
    where: { workspaceId_id: { workspaceId, id: pipelineId } },
    data: { archivedAt },
  });
}
