import { AppError } from "#core/errors.ts";
import type { RunId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import { chainText, mostInChain } from "#core/triggers/chain.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { pipelineNamesOf, readChain } from "#server/db/trigger/chain-store.ts";
import { type NewFiring, takeOccurrence } from "#server/db/trigger/firing-store.ts";
import { readDatabaseTime } from "#server/db/trigger/live-trigger-store.ts";
import {
  listNotedEnds,
  listWaitingFor,
  type NotedEnd,
  postponeNotedEnd,
  type RunEndFacts,
  readRunEnd,
  takeNotedEnd,
} from "#server/db/trigger/run-end-store.ts";
import { findTrigger } from "#server/db/trigger/trigger-store.ts";
import type { RateLimits } from "#server/services/rate-limits/rate-limits.ts";
import { beginTriggeredRun, nobodyIn } from "./begin-triggered-run.ts";
import { mostTriggers } from "./take-event.ts";
import type { TriggerTools } from "./trigger-tools.ts";

const batchSize = 100;
const afterFailureMs = 60_000;

export interface RunEndTools extends TriggerTools {
  readonly rateLimits: RateLimits;
}

/**
 * Starts what waits for ended runs, each end once. Any number of processes may call it. Started runs count towards the
 * workspace's rate limit; an end that exceeds it is retried later.
 */
export async function fireRunEnds(tools: RunEndTools): Promise<number> {
  const ends = await withSystem(tools.db, (tx) => listNotedEnds(tx, batchSize));
  for (const end of ends) {
    try {
      await withTenantDirect(tools.db, end.workspaceId, (tx) => fireWaiting(tx, tools, end));
    } catch (error) {
      await postpone(tools, end, error);
    }
  }
  return ends.length;
}

async function postpone({ db, log }: RunEndTools, end: NotedEnd, error: unknown): Promise<void> {
  const { runId, workspaceId } = end;
  const waitMs = error instanceof AppError && error.code === "RATE_LIMITED" ? error.retryAfterMs : undefined;
  if (waitMs === undefined)
    log.error(
      { err: error, runId },
      "the end of a run could not be reported to the triggers that wait for it",
    );
  await withTenant(db, workspaceId, (tx) => postponeNotedEnd(tx, runId, waitMs ?? afterFailureMs));
}

async function fireWaiting(tx: DirectTransaction, tools: RunEndTools, end: NotedEnd): Promise<void> {
  const { runId, workspaceId } = end;
  if (!(await takeNotedEnd(tx, runId))) return;
  const facts = await readRunEnd(tx, workspaceId, runId);
  if (facts === null) return;
  const nowMs = await readDatabaseTime(tx);
  const ledBy = await readChain(tx, workspaceId, runId);
  let started = 0;
  for (const triggerId of await listWaitingFor(tx, workspaceId, facts.pipelineId)) {
    const telling = { triggerId, workspaceId, end, facts, nowMs, ledBy, started };
    started += (await fireOne(tx, tools, telling)) ? 1 : 0;
  }
}

interface Telling {
  readonly triggerId: TriggerRowId;
  readonly workspaceId: WorkspaceId;
  readonly end: NotedEnd;
  readonly facts: RunEndFacts;
  readonly nowMs: number;
  readonly ledBy: readonly RunId[];
  /** How many runs this end has already started. */
  readonly started: number;
}

/** Returns whether it used up one of the runs that an end may start. */
async function fireOne(tx: DirectTransaction, tools: RunEndTools, telling: Telling): Promise<boolean> {
  const { triggerId, workspaceId, end, facts, nowMs, ledBy } = telling;
  const trigger = await findTrigger(tx, workspaceId, triggerId);
  if (
    trigger?.config.kind !== "run" ||
    !trigger.isOn ||
    !trigger.config.status.some((one) => one === facts.status)
  )
    return false;
  const { runId: key } = end;
  const obstacle = await obstacleOf(tx, telling, trigger.pausedAtMs !== null);
  if (obstacle !== null) {
    await takeOccurrence(tx, workspaceId, triggerId, { key, dueAtMs: nowMs, ...obstacle });
    return false;
  }
  await tools.rateLimits.consume("run-start-by-workspace", workspaceId);
  const { pipelineName, status, output } = facts;
  const data = { kind: "run", trigger: trigger.key, runId: key, pipeline: pipelineName, status, output };
  await beginTriggeredRun(tx, tools, trigger, {
    ...{ key, dueAtMs: nowMs, nowMs, data, ledBy },
    actor: nobodyIn(workspaceId),
  });
  return true;
}

/** Why an end starts nothing at a trigger that waits for it. Null: it does. */
async function obstacleOf(
  tx: DirectTransaction,
  { workspaceId, facts, ledBy, started }: Telling,
  isPaused: boolean,
): Promise<Pick<NewFiring, "outcome" | "reason"> | null> {
  if (isPaused) return { outcome: "skipped", reason: "The trigger was paused." };
  if (started >= mostTriggers) {
    const reason = `More than ${mostTriggers} triggers wait for ${facts.pipelineName}: the end of a run may not start that many.`;
    return { outcome: "refused", reason };
  }
  if (ledBy.length <= mostInChain) return null;
  const chain = chainText(await pipelineNamesOf(tx, workspaceId, ledBy));
  const reason = `${mostInChain} runs have started one another before this (${chain}): it could go on for ever.`;
  return { outcome: "refused", reason };
}
