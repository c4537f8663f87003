import type { WorkspaceId } from "#core/ids.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { WebhookNotice } from "#server/db/webhook/notice-store.ts";
import {
  readBudgetOccurrence,
  readRunOccurrence,
  readWaitOccurrence,
  type WaitOccurrence,
} from "#server/db/webhook/read-occurrence.ts";

/**
 * The content of a message about an occurrence. Null where it no longer applies. It contains no inputs and no outputs:
 * those stay subject to the workspace's retention time, and are read by their ids.
 * @param origin the public URL of this Penstock, without a path
 */
export async function describeOccurrence(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { type, subjectId, detail }: WebhookNotice,
  origin: string,
): Promise<JsonObject | null> {
  switch (type) {
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
    case "run.timeout":
      return describeRun(tx, workspaceId, subjectId, origin);
    case "wait.opened":
    case "wait.ended": {
      const wait = await readWaitOccurrence(tx, workspaceId, subjectId);
      return wait === null ? null : describeWait(wait, type === "wait.ended", origin);
    }
    case "budget.warned":
    case "budget.reached":
      return describeBudget(tx, workspaceId, subjectId, detail, origin);
    case "webhook.off":
      // Sent to members only, by mail.
      return null;
  }
}

async function describeRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: string,
  origin: string,
): Promise<JsonObject | null> {
  const run = await readRunOccurrence(tx, workspaceId, runId);
  if (run === null) return null;
  const { workspaceSlug, createdAtMs, finishedAtMs, error, ...said } = run;
  return {
    ...said,
    error: briefError(error),
    createdAt: toIso(createdAtMs),
    finishedAt: toIso(finishedAtMs),
    url: `${origin}/${workspaceSlug}/runs/${run.runId}`,
  };
}

/** Details may contain text of a stranger's server. */
function briefError(error: Json): JsonObject | null {
  if (!isJsonObject(error)) return null;
  const { code = null, message = null, nodeId = null } = error;
  return { code, message, nodeId };
}

/** The message about a wait's beginning says nothing of its end, even if it has ended meanwhile. */
function describeWait(wait: WaitOccurrence, hasEnded: boolean, origin: string): JsonObject {
  const { workspaceSlug, createdAtMs, deadlineAtMs, resolvedAtMs, ending, choice, resolvedBy, ...said } =
    wait;
  return {
    ...said,
    choices: [...said.choices],
    openedAt: toIso(createdAtMs),
    deadlineAt: toIso(deadlineAtMs),
    ...(hasEnded ? { ending, choice, resolvedBy, endedAt: toIso(resolvedAtMs) } : {}),
    url: `${origin}/${workspaceSlug}/runs/${wait.runId}`,
  };
}

async function describeBudget(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  budgetId: string,
  window: string,
  origin: string,
): Promise<JsonObject | null> {
  const budget = await readBudgetOccurrence(tx, workspaceId, budgetId, window);
  if (budget === null) return null;
  const { workspaceSlug, warnPercent, ...said } = budget;
  return {
    ...said,
    window,
    warnAt: warnPercent === null ? null : warnPercent / 100,
    url: `${origin}/${workspaceSlug}/budgets`,
  };
}

function toIso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
