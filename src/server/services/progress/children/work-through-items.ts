import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { isWorkedThrough, roomForItems } from "#core/run/items.ts";
import { childMissing } from "#core/run/node-faults.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { type ItemStanding, type ItemsRef, readItemStandings } from "#server/db/run/children/read-items.ts";
import { noteInput, resolveAttemptInput } from "../attempt/node-input.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { beginChild, findInside } from "./begin-child.ts";
import { gatherResults } from "./gather-results.ts";
import { type ItemList, itemLists, listItems } from "./item-lists.ts";
import { endWithTime } from "./look-at-child.ts";
import { failAttempt } from "./start-child.ts";

/**
 * Begins the next attempt of a node that works through a list: computes the list and starts as many items as may run at
 * the same time. Where there is no list, the attempt has failed with the reason.
 */
export async function openItems(step: NodeStep, node: PlanNode, policy: ItemsPolicy): Promise<void> {
  const { tx, changeset } = step;
  const attempt = (changeset.state.attempts[node.id]?.number ?? 0) + 1;
  const ref = { nodeId: node.id, attempt };
  await applyHappening(tx, changeset, { kind: "attempt.started", ...ref });
  const list = await findList(step, node, policy, attempt);
  if (list === null) return;
  await applyHappening(tx, changeset, { kind: "items.opened", ...ref, total: list.items.length });
  await goOn(step, node, policy, attempt);
}

/**
 * Checks a node's items in flight: counts those that have ended, starts others in their place, and ends the node when
 * all have ended. Safe at any time and any number of times, as for a single child.
 */
export async function lookAtItems(step: NodeStep, node: PlanNode, policy: ItemsPolicy): Promise<void> {
  const { tx, changeset, ref } = step;
  const attempt = changeset.state.attempts[node.id]?.number ?? 0;
  const running = changeset.state.items[node.id]?.running ?? [];
  const standings =
    running.length === 0 ? [] : await readItemStandings(tx, ref.workspaceId, { ...ref, attempt }, running);
  const lost = running.filter((index) => !standings.some((one) => one.index === index));
  for (const { index, status } of [...standings, ...lost.map(asLost)]) {
    if (!isTerminalRun(status)) continue;
    await applyHappening(tx, changeset, { kind: "item.ended", nodeId: node.id, attempt, index, status });
  }
  await endWithTime(step);
  await goOn(step, node, policy, attempt);
  const open = standings.filter(({ status }) => !isTerminalRun(status));
  await followPace(step, node, attempt, open);
}

/** A run that was deleted will never end. */
function asLost(index: number): ItemStanding {
  return { index, status: "failed", isResting: false };
}

async function goOn(step: NodeStep, node: PlanNode, policy: ItemsPolicy, attempt: number): Promise<void> {
  await startWindow(step, node, policy, attempt);
  await endItems(step, node, policy, attempt);
  keepLastLine(step, node);
}

/** Starts as many items as there is room for. */
async function startWindow(
  step: NodeStep,
  node: PlanNode,
  policy: ItemsPolicy,
  attempt: number,
): Promise<void> {
  const { tx, changeset } = step;
  const items = changeset.state.items[node.id];
  if (items === undefined || changeset.state.closing !== null || roomForItems(items, policy) === 0) return;
  const list = await findList(step, node, policy, attempt);
  if (list === null) return;
  const first = items.next;
  for (let index = first; index < first + roomForItems(items, policy); index += 1) {
    const input = list.items[index] ?? null;
    await beginChild(step, node, list.inside, { attempt, ordinal: index }, input);
    await applyHappening(tx, changeset, { kind: "item.started", nodeId: node.id, attempt, index });
  }
}

/** Ends the attempt where nothing is in flight, and nothing more will be started. */
async function endItems(step: NodeStep, node: PlanNode, policy: ItemsPolicy, attempt: number): Promise<void> {
  const { tx, changeset, context, ref } = step;
  const items = changeset.state.items[node.id];
  if (items === undefined) return;
  const isClosing = changeset.state.closing !== null;
  if (isClosing ? items.running.length > 0 : !isWorkedThrough(items, policy)) return;
  const of: ItemsRef = { ...ref, attempt };
  const { outcome, file } = isClosing
    ? { outcome: { ok: false, error: childMissing(node) } as const, file: null }
    : await gatherResults(tx, ref.workspaceId, of, node, { items, policy });
  const jitter = context.random();
  await applyHappening(tx, changeset, { kind: "items.ended", nodeId: node.id, attempt, outcome, jitter });
  if (file !== null && changeset.state.phases[node.id] === "completed") changeset.artifacts.push(file);
  itemLists.forget(keyOf(step, attempt));
}

/** The list and what each item runs. Null where there is none: then the attempt has failed. */
async function findList(
  step: NodeStep,
  node: PlanNode,
  policy: ItemsPolicy,
  attempt: number,
): Promise<ItemList | null> {
  const key = keyOf(step, attempt);
  const known = itemLists.get(key);
  if (known !== undefined) return known;
  const resolved = await resolveAttemptInput(step.tx, step.changeset, node);
  const isFirst = step.changeset.state.items[node.id] === undefined;
  if (resolved.ok && isFirst) noteInput(step.changeset, node, resolved.scope.input);
  const listed = resolved.ok ? listItems(node, policy, resolved.scope) : resolved;
  const found = listed.ok && resolved.ok ? await findInside(step, node, resolved.scope) : null;
  const error = !listed.ok ? listed.error : found?.ok === false ? found.error : null;
  if (error !== null || !listed.ok || found?.ok !== true) {
    if (error !== null) await failAttempt(step, node, attempt, error);
    return null;
  }
  const list = { items: listed.items, inside: found.inside };
  itemLists.set(key, list);
  return list;
}

function keyOf({ ref: { workspaceId, runId, nodeId } }: NodeStep, attempt: number): string {
  return `${workspaceId}:${runId}:${nodeId}:${attempt}`;
}

/** While everything in flight only waits, and nothing else may be started, the node waits too. */
async function followPace(
  { tx, changeset }: NodeStep,
  { id: nodeId }: PlanNode,
  attempt: number,
  open: readonly ItemStanding[],
): Promise<void> {
  const items = changeset.state.items[nodeId];
  if (items === undefined || changeset.state.closing !== null) return;
  const isResting =
    items.running.length > 0 &&
    items.running.every((index) => open.some((one) => one.index === index && one.isResting));
  await applyHappening(tx, changeset, { kind: isResting ? "child.rests" : "child.moves", nodeId, attempt });
}

/** However many items a step moves, one log line reports the node's progress. */
function keepLastLine({ changeset: { events } }: NodeStep, { id }: PlanNode): void {
  const last = events.findLastIndex((event) => event.type === "node.items" && event.nodeId === id);
  const kept = events.filter(
    (event, index) => event.type !== "node.items" || event.nodeId !== id || index === last,
  );
  events.splice(0, events.length, ...kept);
}
