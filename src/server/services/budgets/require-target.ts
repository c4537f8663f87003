import { AppError } from "#core/errors.ts";
import type { PipelineId, ProviderKeyId, UserId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findSealedProviderKey } from "#server/db/keys/sealed-key-store.ts";
import type { BudgetTarget } from "#server/db/money/budget-store.ts";
import { requireRole } from "#server/services/members/guard-roles.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";

/** What a budget can apply to; the budget of a single run is given when the run is started. */
export type BudgetSubject =
  | "workspace"
  | { readonly pipelineId: PipelineId }
  | { readonly keyId: ProviderKeyId }
  | { readonly memberId: UserId };

type Bound = Omit<BudgetTarget, "per" | "timezone">;

const nothing = { pipelineId: null, keyId: null, memberId: null, runId: null };

/** @throws AppError NOT_FOUND when the workspace has no such pipeline, key or member. */
export async function requireTarget(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  subject: BudgetSubject,
): Promise<Bound> {
  if (subject === "workspace") return { ...nothing, scope: "workspace" };
  if ("pipelineId" in subject) {
    await requirePipeline(tx, workspaceId, subject.pipelineId);
    return { ...nothing, scope: "pipeline", pipelineId: subject.pipelineId };
  }
  if ("memberId" in subject) {
    await requireRole(tx, workspaceId, subject.memberId);
    return { ...nothing, scope: "member", memberId: subject.memberId };
  }
  // Also a person's own key: the workspace may limit what is spent in it. The secret is not touched.
  if ((await findSealedProviderKey(tx, workspaceId, subject.keyId)) === null) {
    throw new AppError("NOT_FOUND", `There is no provider key ${subject.keyId} in this workspace.`);
  }
  return { ...nothing, scope: "key", keyId: subject.keyId };
}
