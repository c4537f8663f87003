import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { applyOutputMapping } from "../output-mapping.ts";
import type { Draft } from "./draft.ts";
import { fitsIntoRun, remainingMs, seconds } from "./remaining-time.ts";
import { resolveInput } from "./resolve-node-input.ts";
import { completeNode, failNode } from "./settle-node.ts";
import { chargeNode } from "./step-work.ts";

const iteration = 0;

/** Begins a wait. Its input is resolved now, so that a mapping that fails does so before the wait and not after it. */
export function beginDelay(draft: Draft, node: PlanNode): void {
  if (node.definition.type !== "delay") return;
  const resolved = resolveInput(draft, node);
  if (resolved === null) return;
  const startedAtMs = draft.context.nowMs;
  if (!resolved.ok) {
    failNode(draft, node, resolved.error, { startedAtMs });
    return;
  }
  const waitMs = Math.ceil(node.definition.config.seconds * 1_000);
  if (!fitsIntoRun(draft, waitMs)) {
    failNode(draft, node, tooLong(draft, node, waitMs), { startedAtMs, input: resolved.input });
    return;
  }
  const untilMs = startedAtMs + waitMs;
  draft.phases[node.id] = "waiting";
  chargeNode(draft.work, draft.weighed, resolved.input);
  draft.changes.push({
    nodeId: node.id,
    iteration,
    status: "waiting",
    input: resolved.input,
    startedAtMs,
    wakeAtMs: untilMs,
  });
  draft.events.push({ type: "node.waiting", nodeId: node.id, iteration, untilMs });
  draft.effects.push({ kind: "node.ready", nodeId: node.id, iteration, notBeforeMs: untilMs });
}

function tooLong(draft: Draft, node: PlanNode, waitMs: number): ErrorInfo {
  return {
    code: "RUN_TIMEOUT",
    message: `Delay "${node.id}" would wait ${seconds(waitMs)}, but the run ends in ${seconds(remainingMs(draft))}. Raise settings.timeoutSeconds, or shorten the wait.`,
    retryable: false,
    nodeId: node.id,
  };
}

/** Ends a wait: what came in goes out. */
export function endDelay(draft: Draft, node: PlanNode): void {
  draft.work.isSure = true;
  const resolved = resolveInput(draft, node);
  if (resolved === null) return;
  draft.events.push({ type: "node.resumed", nodeId: node.id, iteration });
  if (!resolved.ok) {
    failNode(draft, node, resolved.error);
    return;
  }
  const mapped = applyOutputMapping(node, resolved.input, resolved.scope);
  if (mapped.ok) completeNode(draft, node, mapped.output);
  else failNode(draft, node, mapped.error);
}
