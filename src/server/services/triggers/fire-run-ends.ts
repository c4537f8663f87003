import type { RunId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import { chainText, mostInChain } from "#core/triggers/chain.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { pipelinesOf, readChain } from "#server/db/trigger/chain-store.ts";
import { takeOccurrence } from "#server/db/trigger/firing-store.ts";
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
import { beginTriggeredRun, nobodyIn } from "./begin-triggered-run.ts";
import type { TriggerTools } from "./trigger-tools.ts";

const batchSize = 100;
const afterFailureMs = 60_000;

/** Starts what waits for runs that have ended, each end once. Any number of processes may look. */
export async function fireRunEnds(tools: TriggerTools): Promise<number> {
  const ends = await withSystem(tools.db, (tx) => listNotedEnds(tx, batchSize));
  for (const end of ends) {
    try {
      await withTenantDirect(tools.db, end.workspaceId, (tx) => tellOf(tx, tools, end));
    } catch (error) {
      tools.log.error(
        { err: error, runId: end.runId },
        "the end of a run could not be reported to the triggers that wait for it",
      );
      await withTenant(tools.db, end.workspaceId, (tx) => postponeNotedEnd(tx, end.runId, afterFailureMs));
    }
  }
  return ends.length;
}

async function tellOf(tx: DirectTransaction, tools: TriggerTools, end: NotedEnd): Promise<void> {
  const { runId, workspaceId } = end;
  if (!(await takeNotedEnd(tx, runId))) return;
  const facts = await readRunEnd(tx, workspaceId, runId);
  if (facts === null) return;
  const nowMs = await readDatabaseTime(tx);
  const ledBy = await readChain(tx, workspaceId, runId);
  for (const triggerId of await listWaitingFor(tx, workspaceId, facts.pipelineId)) {
    await fireOne(tx, tools, { triggerId, workspaceId, end, facts, nowMs, ledBy });
  }
}

interface Telling {
  readonly triggerId: TriggerRowId;
  readonly workspaceId: WorkspaceId;
  readonly end: NotedEnd;
  readonly facts: RunEndFacts;
  readonly nowMs: number;
  readonly ledBy: readonly RunId[];
}

async function fireOne(
  tx: DirectTransaction,
  tools: TriggerTools,
  { triggerId, workspaceId, end, facts, nowMs, ledBy }: Telling,
): Promise<void> {
  const trigger = await findTrigger(tx, workspaceId, triggerId);
  if (
    trigger?.config.kind !== "run" ||
    !trigger.isOn ||
    !trigger.config.status.some((one) => one === facts.status)
  )
    return;
  const { runId: key } = end;
  const writeDown = (outcome: "skipped" | "refused", reason: string) =>
    takeOccurrence(tx, workspaceId, triggerId, { key, dueAtMs: nowMs, outcome, reason });
  if (trigger.pausedAtMs !== null) {
    await writeDown("skipped", "The trigger was paused.");
  } else if (ledBy.length > mostInChain) {
    const chain = chainText(await pipelinesOf(tx, workspaceId, ledBy));
    await writeDown(
      "refused",
      `${mostInChain} runs have started one another before this (${chain}): it could go on for ever.`,
    );
  } else {
    const { pipelineName, status, output } = facts;
    const data = { kind: "run", trigger: trigger.key, runId: key, pipeline: pipelineName, status, output };
    await beginTriggeredRun(tx, tools, trigger, {
      key,
      dueAtMs: nowMs,
      nowMs,
      data,
      actor: nobodyIn(workspaceId),
      ledBy,
    });
  }
}
