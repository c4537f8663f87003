import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { CallQuestion } from "#core/waits/words.ts";
import type { Happening } from "../happening.ts";
import { waitRanOut } from "../node-faults.ts";
import type { Ignored, Scratch } from "./scratch.ts";
import { failNode } from "./settle-node.ts";
import { closeEntry } from "./wait.ts";

type Of<Kind extends Happening["kind"]> = Extract<Happening, { readonly kind: Kind }>;

/** People decide before an agent's tool is called: the attempt is over, and no worker holds the node meanwhile. */
export function callAsked(scratch: Scratch, node: PlanNode, asked: Of<"call.asked">): Ignored {
  const { id: nodeId } = node;
  const phase = scratch.phases[nodeId];
  const latest = scratch.attempts[nodeId];
  if (scratch.closing !== null) return `the run is being ended as ${scratch.closing.as}`;
  if (phase !== "running" || latest === undefined) return `the node is ${phase}`;
  if (latest.awaitsRuns === true) return "runs of its tools are in flight";
  if (asked.attempt !== latest.number) return `attempt ${asked.attempt} is not the one in flight`;
  // An attempt that ends between two steps has not failed and does not use up a try.
  scratch.attempts[nodeId] = { ...latest, failedBefore: (latest.failedBefore ?? 0) + 1, asks: true };
  scratch.phases[nodeId] = "waiting";
  open(scratch, nodeId, asked);
  return null;
}

/** One answer for one question; the agent continues after the last of them. */
export function takeDecision(
  scratch: Scratch,
  node: PlanNode,
  { answer, next, isFatal }: Of<"call.decided">,
): Ignored {
  const { id: nodeId } = node;
  const phase = scratch.phases[nodeId];
  const latest = scratch.attempts[nodeId];
  if (phase !== "waiting" || latest?.asks !== true) return `the node is ${phase}`;
  const choice = answer.kind === "decided" ? answer.choice : null;
  const told = choice === null ? {} : { choice };
  scratch.events.push({ type: "node.resumed", nodeId, ending: answer.kind, ...told });
  closeEntry(scratch, node, answer.kind, choice);
  if (isFatal) failNode(scratch, node, waitRanOut(node, "nobody decided in time on a call of a tool"));
  else if (next !== null) open(scratch, nodeId, next);
  else goOn(scratch, nodeId);
  return null;
}

function open(scratch: Scratch, nodeId: string, { entry, untilMs }: CallQuestion): void {
  const { kind, title } = entry;
  const wake = untilMs === null ? {} : { wakeAtMs: untilMs };
  scratch.changes.push({ nodeId, status: "waiting", ...wake });
  scratch.events.push({ type: "node.waiting", nodeId, untilMs, kind, title });
  scratch.waits.push({ kind: "open", nodeId, deadlineAtMs: untilMs, entry });
  if (untilMs !== null) scratch.effects.push({ kind: "node.ready", nodeId, notBeforeMs: untilMs });
}

/** The agent continues after its steps: it is queued like another try. */
export function goOn(scratch: Scratch, nodeId: string): void {
  const { asks: _asked, ...count } = scratch.attempts[nodeId] ?? { number: 0, lost: 0, lostInARow: 0 };
  scratch.attempts[nodeId] = count;
  scratch.phases[nodeId] = "retrying";
  scratch.changes.push({ nodeId, status: "running" });
  scratch.effects.push({ kind: "node.ready", nodeId, notBeforeMs: null });
}
