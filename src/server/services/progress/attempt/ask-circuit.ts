import type { ErrorInfo } from "#core/errors.ts";
import { admit, probeWaitMs } from "#core/policy/circuit/circuit.ts";
import { circuitOpen } from "#core/policy/circuit/circuit-open.ts";
import { readTroubledCircuits, type TroubledCircuit, takeProbe } from "#server/db/circuits/admit-store.ts";
import { type CallingAttempt, callerName } from "#server/db/circuits/stored-circuit.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { Changeset } from "../step/changeset.ts";
import type { Credential } from "./choose-credential.ts";

/** Why an attempt may not call now. */
export interface CircuitRefusal {
  readonly error: ErrorInfo;
  readonly waitMs: number;
}

/** The state of a model's circuits; empty for nodes that call none. */
export async function readCircuits(
  tx: TenantSql,
  { run }: Changeset,
  ref: Credential["ref"] | null,
): Promise<readonly TroubledCircuit[]> {
  return ref === null ? [] : readTroubledCircuits(tx, run.workspaceId, ref);
}

/**
 * Null when the attempt may call: its circuit is closed, or it is the probe. Of several at the same time one becomes
 * the probe; the others wait for its result.
 */
export async function askCircuit(
  tx: TenantSql,
  { run }: Changeset,
  { ref, providerKeyId }: Credential,
  known: readonly TroubledCircuit[],
  attempt: CallingAttempt,
): Promise<CircuitRefusal | null> {
  const circuit = known.find((each) => each.providerKeyId === providerKeyId);
  if (circuit === undefined) return null;
  const caller = { name: callerName(attempt), nowMs: run.nowMs };
  const admission = admit(circuit.circuit, caller, circuit.isProbeAlive);
  const refuse = (waitMs: number): CircuitRefusal => {
    const model = `${ref.provider}/${ref.model}`;
    return { waitMs, error: circuitOpen(attempt.nodeId, model, circuit.lastError, waitMs) };
  };
  switch (admission.kind) {
    case "call":
      return null;
    case "wait":
      return refuse(admission.waitMs);
    case "probe":
      return (await takeProbe(tx, run.workspaceId, circuit, attempt)) ? null : refuse(probeWaitMs);
  }
}
