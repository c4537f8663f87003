import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type UserId,
  userIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan.ts";
import type { Prisma } from "./generated/client.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** A published version without its graph. */
export interface VersionSummary {
  readonly id: PipelineVersionId;
  readonly number: number;
  readonly contentHash: string;
  readonly createdBy: UserId | null;
  readonly createdAtMs: number;
}

export interface NewPublishedVersion {
  readonly id: PipelineVersionId;
  readonly pipelineId: PipelineId;
  readonly number: number;
  readonly definition: PipelineDefinition;
  readonly agents: readonly AgentSnapshot[];
  readonly contentHash: string;
  readonly createdBy: UserId;
}

/** Newest first. */
export async function listPublishedVersions(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly VersionSummary[]> {
  const rows = await tx.pipelineVersion.findMany({
    where: { workspaceId, pipelineId, kind: "published" },
    select: { id: true, number: true, contentHash: true, createdBy: true, createdAt: true },
    orderBy: { number: "desc" },
  });
  return rows.map(({ createdAt, ...row }) => ({
    ...row,
    id: pipelineVersionIdSchema.parse(row.id),
    number: row.number ?? 0,
    createdBy: row.createdBy === null ? null : userIdSchema.parse(row.createdBy),
    createdAtMs: createdAt.getTime(),
  }));
}

export async function insertPublishedVersion(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  version: NewPublishedVersion,
): Promise<void> {
  await tx.pipelineVersion.create({
    data: {
      ...version,
      definition: version.definition as unknown as Prisma.InputJsonValue,
      agents: version.agents as unknown as Prisma.InputJsonValue,
      kind: "published",
      workspaceId,
    },
  });
}
