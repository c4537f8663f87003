import { type PipelineId, pipelineIdSchema, type UserId, type WorkspaceId } from "#core/ids.ts";
import { type Json, jsonSchema } from "#core/json.ts";
import type { Prisma } from "./generated/client.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** A pipeline without its graph. Counters are of all its runs, ever. */
export interface PipelineSummary {
  readonly id: PipelineId;
  readonly name: string;
  readonly slug: string;
  readonly draftRevision: number;
  /** Null until it is published for the first time. */
  readonly publishedVersion: number | null;
  readonly runCount: number;
  readonly successCount: number;
  readonly errorCount: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly isArchived: boolean;
}

export interface Pipeline extends PipelineSummary {
  /** The draft as data; null when its text does not even parse. */
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
  runCount: true,
  successCount: true,
  errorCount: true,
  createdAt: true,
  updatedAt: true,
  archivedAt: true,
} as const;

type SummaryRow = Prisma.PipelineGetPayload<{ select: typeof summary }>;

function toSummary(row: SummaryRow): PipelineSummary {
  const { createdAt, updatedAt, archivedAt, ...columns } = row;
  return {
    ...columns,
    id: pipelineIdSchema.parse(row.id),
    runCount: Number(row.runCount),
    successCount: Number(row.successCount),
    errorCount: Number(row.errorCount),
    createdAtMs: createdAt.getTime(),
    updatedAtMs: updatedAt.getTime(),
    isArchived: archivedAt !== null,
  };
}

/** Prisma tells JSON's null from SQL's; the column is never SQL's. */
function toColumn(draft: Json): Prisma.InputJsonValue {
  return draft as Prisma.InputJsonValue;
}

/** Last changed first. */
export async function listPipelines(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  withArchived: boolean,
): Promise<readonly PipelineSummary[]> {
  const where = withArchived ? { workspaceId } : { workspaceId, archivedAt: null };
  const rows = await tx.pipeline.findMany({
    where,
    select: summary,
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
  });
  return rows.map(toSummary);
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
  return { ...toSummary(columns), draft: jsonSchema.parse(draft), draftText };
}

/** False when the slug is taken. */
export async function insertPipeline(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipeline: PipelineDraft & { readonly id: PipelineId; readonly slug: string; readonly createdBy: UserId },
): Promise<boolean> {
  const data = { ...pipeline, draft: toColumn(pipeline.draft), workspaceId };
  const { count } = await tx.pipeline.createMany({ data, skipDuplicates: true });
  return count === 1;
}

/** Replaces the draft if it is still at `expectedRevision`; the new revision, or null when somebody was faster. */
export async function updateDraft(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  expectedRevision: number,
  draft: PipelineDraft,
): Promise<number | null> {
  const { count } = await tx.pipeline.updateMany({
    where: { workspaceId, id: pipelineId, draftRevision: expectedRevision },
    data: { ...draft, draft: toColumn(draft.draft), draftRevision: { increment: 1 } },
  });
  return count === 1 ? expectedRevision + 1 : null;
}

/** Locks the pipeline, so that two people who publish at once get two numbers; runs may begin meanwhile. */
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
