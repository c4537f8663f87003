import type { ErrorInfo } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { AdvanceResult } from "../advance-result.ts";
import type { Happening } from "../happening.ts";
import { initialRunState } from "../phase.ts";
import { advance } from "../reducer/advance.ts";
import type { RunState } from "../state.ts";

type Advanced = Extract<AdvanceResult, { kind: "advanced" }>;

export const nowMs = 1_000_000;

/** One step of `advance` on the test's own trigger data, variables and time. */
export function step(
  plan: Plan,
  state: RunState,
  happening: Happening,
  outputs: { [id: string]: Json } = {},
) {
  return advance(plan, state, happening, {
    nowMs,
    runId: "run",
    startedAtMs: nowMs,
    deadlineMs: nowMs + plan.timeoutMs,
    trigger: { text: "hello", flag: true },
    variables: { topic: "tides" },
    outputs: new Map(Object.entries(outputs)),
  });
}

/** For steps that are to change something. */
export function must(result: AdvanceResult): Advanced {
  if (result.kind !== "advanced") throw new Error(`${result.kind}: ${JSON.stringify(result)}`);
  return result;
}

export function start(plan: Plan): Advanced {
  return must(step(plan, initialRunState(plan), { kind: "run.start" }));
}

export function claim(plan: Plan, state: RunState, nodeId: string, attempt = 1): Advanced {
  return must(step(plan, state, { kind: "attempt.started", nodeId, attempt }));
}

export function complete(nodeId: string, output: Json, attempt = 1): Happening {
  return { kind: "attempt.completed", nodeId, attempt, output };
}

export function failure(
  nodeId: string,
  error: Partial<ErrorInfo> = {},
  attempt = 1,
  retryAfterMs: number | null = null,
): Extract<Happening, { readonly kind: "attempt.failed" }> {
  const told = { code: "PROVIDER_OVERLOADED", message: "Too busy", retryable: true, ...error } as const;
  return { kind: "attempt.failed", nodeId, attempt, error: told, retryAfterMs, jitter: 0 };
}

export const refused = { code: "PROVIDER_REFUSED", message: "No", retryable: false } as const;
