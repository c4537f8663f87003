import { z } from "zod";
import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { FunctionPlan } from "../function-plan.ts";
import { discovery, type FunctionRunState, type Pending } from "./run-state.ts";
import type { SdkAnswer, SdkRequest } from "./sdk-handler.ts";

const opSchema = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.object({ parallelMode: z.string().optional() }).nullish(),
});
/** One thing that a function asks for or reports. */
export type Op = z.infer<typeof opSchema>;

export const opsSchema = z.union([z.array(opSchema), opSchema.transform((op) => [op])]);

/** A function's response to one call. */
export type CallOutcome =
  | { readonly kind: "ops"; readonly ops: readonly Op[]; readonly retryAfter: string | null }
  | { readonly kind: "resolved" }
  | {
      readonly kind: "rejected";
      readonly retriable: boolean;
      readonly retryAfter: string | null;
      readonly error: unknown;
    };

export interface SdkCallContext {
  readonly plan: FunctionPlan;
  readonly runId: string;
  readonly event: EngineEvent;
  /** Identifies this call among all that are under way: checkpoints refer to it. */
  readonly callId: string;
}

/** The request that makes a function continue from a state. */
export function toSdkRequest(
  context: SdkCallContext,
  state: FunctionRunState,
  pending: Pending,
  alone: boolean,
): SdkRequest {
  return {
    method: "POST",
    query: { fnId: context.plan.id, stepId: pending.target },
    headers: state.version < 0 ? {} : { "x-inngest-req-version": String(state.version) },
    body: JSON.stringify({
      version: state.version,
      event: context.event,
      events: [context.event],
      steps: state.steps,
      ctx: {
        run_id: context.runId,
        attempt: pending.attempt,
        max_attempts: context.plan.maxAttempts,
        stack: { stack: state.stack, current: state.stack.length },
        disable_immediate_execution: !alone,
        use_api: false,
        // Both together ask the SDK to run step after step in one call and to report each as it goes.
        fn_id: context.plan.id,
        qi_id: context.callId,
      },
    }),
  };
}

export function readSdkAnswer(answer: SdkAnswer): CallOutcome {
  const retryAfter = answer.headers["retry-after"] ?? null;
  const body: unknown = answer.body === "" ? null : JSON.parse(answer.body);
  if (answer.status === 200) return { kind: "resolved" };
  if (answer.status === 206) return { kind: "ops", ops: opsSchema.parse(body), retryAfter };
  const retriable = answer.headers["x-inngest-no-retry"] !== "true" && answer.status !== 400;
  return { kind: "rejected", retriable, retryAfter, error: body };
}

/** The request version that the SDK chose; it must be sent back on every later call. */
export function answeredVersion(answer: SdkAnswer, current: number): number {
  const version = Number(answer.headers["x-inngest-req-version"] ?? Number.NaN);
  return Number.isInteger(version) ? version : current;
}

export function isDiscovery(pending: Pending): boolean {
  return pending.kind === "call" && pending.target === discovery;
}
