import { sameJson } from "#core/json/same-json.ts";
import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { Happening } from "../happening.ts";
import { type FailedItem, type ItemsState, isWorkedThrough, policyInForce, roomForItems } from "../items.ts";
import { itemsFailed } from "../node-faults.ts";
import { attemptCancelled, attemptCompleted, attemptFailed } from "./attempt-happenings.ts";
import { childLateness, mappedOutput, showMoving } from "./child-happenings.ts";
import type { Ignored, Scratch } from "./scratch.ts";

type Of<Kind extends Happening["kind"]> = Extract<Happening, { readonly kind: Kind }>;

/** The attempt's list is known: its items may be started. */
export function itemsOpened(
  scratch: Scratch,
  node: PlanNode,
  { attempt, total }: Of<"items.opened">,
): Ignored {
  const late = childLateness(scratch, node, attempt);
  if (late !== null) return late;
  if (itemsOf(node.definition) === null) return "the node works through no items";
  if (scratch.items[node.id] !== undefined) return "its items are known";
  keep(scratch, node, attempt, { total, next: 0, running: [], completed: 0, failed: 0 });
  return null;
}

/** The run of the next item has begun. */
export function itemStarted(
  scratch: Scratch,
  node: PlanNode,
  { attempt, index }: Of<"item.started">,
): Ignored {
  const found = openItems(scratch, node, attempt);
  if (typeof found === "string") return found;
  const { items, policy } = found;
  if (scratch.closing !== null) return "the run is being ended";
  if (index !== items.next) return `item ${items.next} is the next, and not ${index}`;
  if (roomForItems(items, policy) === 0) return "there is no room for another item";
  if (scratch.phases[node.id] === "waiting") showMoving(scratch, node);
  keep(scratch, node, attempt, { ...items, next: index + 1, running: [...items.running, index] });
  return null;
}

/**
 * Somebody has adjusted how many items run at the same time, or how many may fail. The node is handed out again, so
 * that more items start if there is room now. Running items are not stopped.
 */
export function itemsAdjusted(
  scratch: Scratch,
  node: PlanNode,
  { concurrency, tolerated }: Of<"items.adjusted">,
): Ignored {
  const phase = scratch.phases[node.id];
  const before = scratch.attempts[node.id];
  const [policy, items] = [policyInForce(node, scratch), scratch.items[node.id]];
  if (policy === null) return "the node works through no items";
  if (scratch.closing !== null) return "the run is being ended";
  if (before === undefined || (phase !== "running" && phase !== "waiting" && phase !== "retrying")) {
    return `the node is ${phase}`;
  }
  const adjusted = {
    ...before.adjusted,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(tolerated === undefined ? {} : { tolerated }),
  };
  if (sameJson({ ...before.adjusted }, adjusted)) return "it is as it was";
  scratch.attempts[node.id] = { ...before, adjusted };
  const now = policyInForce(node, scratch) ?? policy;
  scratch.events.push({
    type: "node.adjusted",
    nodeId: node.id,
    attempt: before.number,
    concurrency: now.concurrency,
    tolerated: adjusted.tolerated ?? (items === undefined ? null : now.tolerates(items.total)),
  });
  // Between two attempts, the next one will see it.
  if (phase === "retrying") return null;
  scratch.effects.push({ kind: "node.ready", nodeId: node.id, notBeforeMs: null });
  return null;
}

/** The run of an item has ended. It is counted once, because afterwards it is no longer in flight. */
export function itemEnded(
  scratch: Scratch,
  node: PlanNode,
  { attempt, index, status }: Of<"item.ended">,
): Ignored {
  const found = openItems(scratch, node, attempt);
  if (typeof found === "string") return found;
  const { items } = found;
  if (!items.running.includes(index)) return `item ${index} is not in flight`;
  if (scratch.phases[node.id] === "waiting") showMoving(scratch, node);
  keep(scratch, node, attempt, {
    ...items,
    running: items.running.filter((one) => one !== index),
    completed: items.completed + (status === "completed" ? 1 : 0),
    failed: items.failed + (status === "completed" ? 0 : 1),
  });
  return null;
}

/** The results have been read, in the order of the items: the attempt has ended. */
export function itemsEnded(scratch: Scratch, node: PlanNode, happening: Of<"items.ended">): Ignored {
  const { attempt, outcome, jitter } = happening;
  const found = openItems(scratch, node, attempt);
  if (typeof found === "string") return found;
  const { items, policy } = found;
  const isAll = scratch.closing !== null ? items.running.length === 0 : isWorkedThrough(items, policy);
  if (!isAll) return "its items have not all ended";
  const isFailed = items.failed > policy.tolerates(items.total);
  const handed =
    outcome.ok && !isFailed && scratch.closing === null ? mappedOutput(scratch, node, outcome.output) : null;
  if (outcome.ok && !isFailed && scratch.closing === null && handed === null) return null;
  scratch.phases[node.id] = "running";
  delete scratch.items[node.id];
  if (scratch.closing !== null) {
    return attemptCancelled(scratch, node, { kind: "attempt.cancelled", nodeId: node.id, attempt });
  }
  if (handed?.ok === true) {
    const { output } = handed;
    return attemptCompleted(scratch, node, { kind: "attempt.completed", nodeId: node.id, attempt, output });
  }
  const failure = handed?.ok === false ? { error: handed.error } : failureOf(node, found, outcome);
  return attemptFailed(scratch, node, {
    kind: "attempt.failed",
    nodeId: node.id,
    attempt,
    retryAfterMs: null,
    jitter,
    ...failure,
  });
}

function failureOf(
  node: PlanNode,
  { items, policy }: OpenItems,
  outcome: Of<"items.ended">["outcome"],
): Pick<Of<"attempt.failed">, "error" | "answer"> {
  if (!outcome.ok) return { error: outcome.error };
  const { firstFailed } = outcome;
  if (firstFailed === null) throw new Error(`No item of node "${node.id}" has failed`);
  return {
    error: itemsFailed(node, items, policy.tolerates(items.total), firstFailed),
    answer: answerOf(items, firstFailed),
  };
}

function answerOf({ failed }: ItemsState, { index, runId, status }: FailedItem) {
  return { item: index, failedItems: failed, runId, status };
}

interface OpenItems {
  readonly items: ItemsState;
  readonly policy: ItemsPolicy;
}

function openItems(scratch: Scratch, node: PlanNode, attempt: number): string | OpenItems {
  const late = childLateness(scratch, node, attempt);
  if (late !== null) return late;
  const [items, policy] = [scratch.items[node.id], policyInForce(node, scratch)];
  if (items === undefined || policy === null) return "its items are not known";
  return { items, policy };
}

/** One line for everything that a step changes: the latest says how far the node is. */
function keep(scratch: Scratch, { id: nodeId }: PlanNode, attempt: number, items: ItemsState): void {
  scratch.items[nodeId] = items;
  const { total, completed, failed, running } = items;
  scratch.events.push({
    type: "node.items",
    nodeId,
    attempt,
    total,
    running: running.length,
    completed,
    failed,
  });
}
