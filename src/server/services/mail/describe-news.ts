import type { WorkspaceId } from "#core/ids.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { MailNews } from "#core/policy/mail-text.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { asDollars } from "#core/pricing/check-budget.ts";
import { whyNotDecide } from "#core/waits/decision.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type MailedMember, readOpenDecision, readWebhookOff } from "#server/db/webhook/mail-place-store.ts";
import type { WebhookNotice } from "#server/db/webhook/notice-store.ts";
import {
  readBudgetOccurrence,
  readRunOccurrence,
  readWaitOccurrence,
} from "#server/db/webhook/read-occurrence.ts";

/** A notice for members, and who gets it. */
export interface News {
  readonly news: MailNews;
  /** The page where they act on it, below the workspace's URL. */
  readonly path: string;
  /** Identifies the occurrence: nobody gets the same one twice. */
  readonly occurrence: string;
  readonly concerns: (member: MailedMember) => boolean;
}

const everybody = () => true;

/** Null where there is nothing to mail, or not any longer. */
export async function describeNews(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  notice: WebhookNotice,
): Promise<News | null> {
  switch (notice.type) {
    case "wait.opened":
      return ofDecision(tx, workspaceId, notice);
    case "budget.warned":
    case "budget.reached":
      return ofBudget(tx, workspaceId, notice);
    case "run.failed":
    case "run.timeout":
      return ofRun(tx, workspaceId, notice);
    case "webhook.off":
      return ofWebhook(tx, workspaceId, notice);
    case "run.completed":
    case "run.cancelled":
    case "wait.ended":
      return null;
  }
}

async function ofDecision(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { subjectId, type }: WebhookNotice,
): Promise<News | null> {
  const asked = await readOpenDecision(tx, workspaceId, subjectId);
  const wait = asked === null ? null : await readWaitOccurrence(tx, workspaceId, subjectId);
  if (asked === null || wait === null) return null;
  const { pipelineName, nodeId, deadlineAtMs, runId } = wait;
  return {
    news: { about: "decision", pipelineName, nodeId, deadlineAtMs },
    path: `/runs/${runId}`,
    occurrence: `${type}:${subjectId}`,
    concerns: (member) => isAllowed(member.role, "waits.decide") && whyNotDecide(asked, member) === null,
  };
}

async function ofBudget(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { subjectId, type, detail, notedAtMs }: WebhookNotice,
): Promise<News | null> {
  const budget = await readBudgetOccurrence(tx, workspaceId, subjectId, detail);
  if (budget === null) return null;
  const { scope, name, per, onLimit, limitMicros, reservedMicros, settledMicros } = budget;
  const amounts = { limit: asDollars(limitMicros), used: asDollars(reservedMicros + settledMicros) };
  // A budget that each run has for itself would send the same with each run, so it is sent once a day.
  const window = per === "run" ? new Date(notedAtMs).toISOString().slice(0, 10) : detail;
  return {
    news: {
      about: "budget",
      isReached: type === "budget.reached",
      ...{ scope, name, per, onLimit },
      ...amounts,
    },
    path: "/budgets",
    occurrence: `${type}:${subjectId}:${window}`,
    concerns: everybody,
  };
}

async function ofRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { subjectId, type }: WebhookNotice,
): Promise<News | null> {
  const run = await readRunOccurrence(tx, workspaceId, subjectId);
  if (run === null || run.triggerKind !== "schedule") return null;
  const { pipelineName, status, error } = run;
  const code = isJsonObject(error) && typeof error.code === "string" ? error.code : status.toUpperCase();
  return {
    news: { about: "run", pipelineName, status, code },
    path: `/runs/${run.runId}`,
    occurrence: `${type}:${subjectId}`,
    concerns: everybody,
  };
}

async function ofWebhook(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { subjectId, type, detail }: WebhookNotice,
): Promise<News | null> {
  const webhook = await readWebhookOff(tx, workspaceId, subjectId);
  if (webhook === null) return null;
  return {
    news: { about: "webhook", origin: new URL(webhook.url).origin, isGone: webhook.offReason === "gone" },
    path: "/settings/webhooks",
    occurrence: `${type}:${subjectId}:${detail}`,
    concerns: everybody,
  };
}
