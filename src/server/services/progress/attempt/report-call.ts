import { circuitVerdictOf } from "#core/policy/circuit/verdict.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import type { AttemptRef } from "#server/db/run/progress/write-attempts.ts";
import type { Changeset } from "../step/changeset.ts";
import type { Paid } from "./price-attempt.ts";

/** How a call ended, as far as its provider's circuit is concerned. */
type CallEnd =
  | Pick<Extract<NodeOutcome, { readonly kind: "failed" }>, "kind" | "error">
  | { readonly kind: "completed" | "cancelled" };

/** Adds to a changeset what the end of an attempt's call says about its provider. */
export function reportCall(changeset: Changeset, attempt: AttemptRef, paid: Paid, end: CallEnd): void {
  const { runId, nowMs } = changeset.run;
  const error = end.kind === "failed" ? end.error : null;
  const verdict = end.kind === "cancelled" ? "unsaid" : circuitVerdictOf(error?.code ?? null);
  const { ref, providerKeyId } = paid;
  const { nodeId, attempt: number } = attempt;
  changeset.reports.push({
    ...ref,
    providerKeyId,
    runId,
    nodeId,
    attempt: number,
    verdict,
    error,
    nowMs,
  });
}
