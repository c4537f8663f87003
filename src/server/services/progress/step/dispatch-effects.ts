import { carryTogether } from "#core/dispatch/carry-together.ts";
import { type EngineEvent, engineEventNames, nodeReadyDataSchema } from "#core/dispatch/engine-event.ts";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import type { ProviderKeyId, WorkspaceId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { Effect } from "#core/run/advance-result.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { ParentRef } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { listOpenChildren } from "#server/db/run/children/find-child.ts";
import { appendOutbox, dispatchJobs } from "#server/db/run/progress/outbox-store.ts";
import { chooseCredential } from "../attempt/choose-credential.ts";
import type { EngineKind } from "../engine-context.ts";
import type { Changeset } from "./changeset.ts";

type ReadyEffect = Extract<Effect, { kind: "node.ready" }>;

/**
 * The engine events for the changeset's effects. `occasion` is part of each event's id: the same decision is delivered
 * once, and the same node may be dispatched again on another occasion.
 */
export async function toEngineEvents(
  tx: TenantSql,
  changeset: Changeset,
  occasion: string,
): Promise<readonly EngineEvent[]> {
  const events: EngineEvent[] = [];
  for (const effect of changeset.effects) {
    if (effect.kind === "node.ready") events.push(await toEvent(tx, changeset, effect, occasion));
    if (effect.kind === "children.stop") events.push(...(await toStopEvents(tx, changeset, effect.nodeIds)));
  }
  const isCutShort = changeset.effects.some(({ kind }) => kind === "run.continue");
  if (isCutShort) events.push(toContinueEvent(changeset, occasion));
  return events;
}

/** The events of one step of a run, with the time by which it was decided. */
export interface StepEvents {
  readonly nowMs: number;
  readonly events: readonly EngineEvent[];
}

/** Writes events to where the engine in use finds them after the transaction has committed. */
export async function dispatchEvents(
  tx: TenantSql,
  engine: EngineKind,
  workspaceId: WorkspaceId,
  steps: readonly StepEvents[],
): Promise<void> {
  switch (engine) {
    case "embedded":
      await dispatchJobs(
        tx,
        workspaceId,
        steps.flatMap(({ nowMs, events }) => carryTogether(events).map((event) => toJobSpec(event, nowMs))),
        readyAlone(workspaceId, steps),
      );
      return;
    case "inngest":
      await appendOutbox(
        tx,
        workspaceId,
        steps.flatMap(({ events }) => events),
      );
      return;
  }
}

/** The node run that these steps dispatch, if it is the only event and ready now; else null. */
function readyAlone(workspaceId: WorkspaceId, steps: readonly StepEvents[]): NodeRunRef | null {
  const [first, ...others] = steps.flatMap(({ nowMs, events }) => events.map((event) => ({ nowMs, event })));
  if (first === undefined || others.length > 0) return null;
  const { name, data, ts } = first.event;
  if (name !== engineEventNames.nodeReady || ts > first.nowMs) return null;
  const { runId, nodeId } = nodeReadyDataSchema.parse(data);
  return { workspaceId, runId, nodeId };
}

/** The job that continues the run takes the next step of what was left. */
function toContinueEvent({ run }: Changeset, occasion: string): EngineEvent {
  const { workspaceId, runId, nowMs } = run;
  const id = `${runId}:continue:${occasion}`;
  return { id, name: engineEventNames.runRequested, data: { workspaceId, runId }, ts: Math.round(nowMs) };
}

/** Each child then checks its parent, and stops with it. */
async function toStopEvents(
  tx: TenantSql,
  { run: { workspaceId, runId, nowMs } }: Changeset,
  nodeIds: readonly string[],
): Promise<readonly EngineEvent[]> {
  const children = await listOpenChildren(tx, workspaceId, runId, nodeIds);
  return children.map((childId) => ({
    id: `${childId}:stop:${runId}`,
    name: engineEventNames.runRequested,
    data: { workspaceId, runId: childId },
    ts: Math.round(nowMs),
  }));
}

/** Makes a parent check the node of this child run. */
export function toParentEvent(
  workspaceId: WorkspaceId,
  { runId, nodeId }: ParentRef,
  occasion: string,
  nowMs: number,
): EngineEvent {
  const data = { workspaceId, runId, nodeId };
  const id = `${runId}:${nodeId}:child:${occasion}`;
  return { id, name: engineEventNames.nodeReady, data, ts: Math.round(nowMs) };
}

async function toEvent(
  tx: TenantSql,
  changeset: Changeset,
  effect: ReadyEffect,
  occasion: string,
): Promise<EngineEvent> {
  const { workspaceId, runId, nowMs } = changeset.run;
  const { nodeId } = effect;
  const node = changeset.plan.nodeById.get(nodeId);
  const event = {
    id: `${runId}:${nodeId}:${occasion}`,
    ts: Math.round(effect.notBeforeMs ?? nowMs),
  };
  const data: JsonObject = { workspaceId, runId, nodeId };
  if (node?.lane !== "agent") return { ...event, name: engineEventNames.nodeReady, data };
  const providerKeyId = (await chooseCredential(tx, changeset, node))?.providerKeyId ?? null;
  return agentReadyEvent(event, { workspaceId, runId, nodeId }, providerKeyId);
}

/** Dispatches a node that calls a model, queued with others of the same key. */
export function agentReadyEvent(
  event: Pick<EngineEvent, "id" | "ts">,
  ref: NodeRunRef,
  providerKeyId: ProviderKeyId | null,
): EngineEvent {
  // The sandbox has no rate limit, so its calls queue for nobody.
  const data = { ...ref, throttleKey: providerKeyId ?? ref.runId };
  return {
    ...event,
    name: engineEventNames.agentReady,
    data: providerKeyId === null ? data : { ...data, providerKeyId },
  };
}
