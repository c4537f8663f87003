import { randomUUID } from "node:crypto";
import {
  type PipelineId,
  type PipelineVersionId,
  pipelineIdSchema,
  pipelineVersionIdSchema,
  type RunId,
  runIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";

export interface SeededRun {
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly runId: RunId;
}

/** A pipeline, a frozen version and a pending run with one running attempt: the parents that other rows need. */
export async function seedRun(tx: TenantTransaction, workspaceId: WorkspaceId): Promise<SeededRun> {
  const pipelineId = pipelineIdSchema.parse(randomUUID());
  const versionId = pipelineVersionIdSchema.parse(randomUUID());
  const runId = runIdSchema.parse(randomUUID());
  await tx.pipeline.create({
    data: { workspaceId, id: pipelineId, name: "Test", slug: pipelineId, draft: {}, draftText: "{}" },
  });
  await tx.pipelineVersion.create({
    data: {
      workspaceId,
      id: versionId,
      pipelineId,
      kind: "draft",
      definition: {},
      agents: {},
      contentHash: versionId,
    },
  });
  await tx.run.create({
    data: {
      workspaceId,
      id: runId,
      pipelineId,
      versionId,
      triggerKind: "manual",
      input: {},
      variables: {},
      frontier: "ii",
    },
  });
  await tx.nodeRun.create({
    data: { workspaceId, runId, nodeId: "draft", nodeType: "agent", status: "running" },
  });
  await tx.attempt.create({
    data: { workspaceId, runId, nodeId: "draft", number: 1, leaseToken: randomUUID(), workerId: "test" },
  });
  return { pipelineId, versionId, runId };
}
