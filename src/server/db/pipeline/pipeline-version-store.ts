import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type UserId,
  userIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";
import type { Prisma } from "../generated/client.ts";

/** A published version without its graph. */
export interface VersionSummary {
  readonly id: PipelineVersionId;
  readonly number: number;
  readonly contentHash: string;
  /** The note that its publisher left. */
  readonly note: string | null;
  readonly createdBy: UserId | null;
  readonly createdAtMs: number;
}

/** A published version with everything it freezes. */
export interface PublishedVersion extends VersionSummary {
  readonly definition: PipelineDefinition;
  readonly agents: readonly AgentSnapshot[];
  /** As its author wrote it. Null for versions from before texts were kept. */
  readonly sourceText: string | null;
}

export interface NewPublishedVersion {
  readonly id: PipelineVersionId;
  readonly pipelineId: PipelineId;
  readonly number: number;
  readonly definition: PipelineDefinition;
  readonly agents: readonly AgentSnapshot[];
  readonly contentHash: string;
  readonly sourceText: string;
  readonly note: string | null;
  readonly createdBy: UserId;
}

const summary = {
  id: true,
  number: true,
  contentHash: true,
  note: true,
  createdBy: true,
  createdAt: true,
} as const;

function toSummary(row: Prisma.PipelineVersionGetPayload<{ select: typeof summary }>): VersionSummary {
  return {
    id: pipelineVersionIdSchema.parse(row.id),
    number: row.number ?? 0,
    contentHash: row.contentHash,
    note: row.note,
    createdBy: row.createdBy === null ? null : userIdSchema.parse(row.createdBy),
    createdAtMs: row.createdAt.getTime(),
  };
}

/** Newest first. */
export async function listPublishedVersions(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly VersionSummary[]> {
  const rows = await tx.pipelineVersion.findMany({
    where: { workspaceId, pipelineId, kind: "published" },
    select: summary,
    orderBy: { number: "desc" },
  });
  return rows.map(toSummary);
}

export async function findPublishedVersion(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  number: number,
): Promise<PublishedVersion | null> {
  const row = await tx.pipelineVersion.findUnique({
    where: { workspaceId_pipelineId_number: { workspaceId, pipelineId, number } },
    select: { ...summary, definition: true, agents: true, sourceText: true },
  });
  if (row === null) return null;
  return {
    ...toSummary(row),
    // It was validated when it was frozen, and never changes.
    definition: row.definition as unknown as PipelineDefinition,
    agents: row.agents as unknown as readonly AgentSnapshot[],
    sourceText: row.sourceText,
  };
}

export async function insertPublishedVersion(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  version: NewPublishedVersion,
): Promise<void> {
  const { id, pipelineId, number, definition, agents, contentHash, sourceText, note, createdBy } = version;
  // As text: Prisma copies objects, and drops a key `__proto__`.
  await tx.$executeRaw`
    INSERT INTO pipeline_versions (workspace_id, id, pipeline_id, number, kind, definition, agents, content_hash, source_text, note, created_by)
    VALUES (${workspaceId}::uuid, ${id}::uuid, ${pipelineId}::uuid, ${number}, 'published', ${JSON.stringify(definition)}::json,
            ${JSON.stringify(agents)}::jsonb, ${contentHash}, ${sourceText}, ${note}, ${createdBy}::uuid)`;
}
