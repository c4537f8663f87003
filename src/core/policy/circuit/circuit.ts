import type { CircuitVerdict } from "./verdict.ts";

/** This many calls in a row must find the provider down. */
export const failuresToOpen = 5;
/** Nobody calls for this long; then one may. */
export const openMs = 60_000;
/** A caller that finds a probe under way asks again after this. */
export const probeWaitMs = 10_000;

/**
 * What a workspace knows of one model behind one key: whether calls are worth making. A circuit that is not stored is
 * closed and without failures.
 */
export type Circuit =
  /** Calls are made; `failures` of them in a row have failed because the provider was down. */
  | { readonly state: "closed"; readonly failures: number }
  /** No calls are made until `probeAtMs`; the first one after that is a probe. */
  | { readonly state: "open"; readonly sinceMs: number; readonly probeAtMs: number }
  /** One call is under way, and the others wait for its result. */
  | { readonly state: "probing"; readonly sinceMs: number; readonly probe: string };

export const closedCircuit: Circuit = { state: "closed", failures: 0 };

/** Somebody who is about to call. */
export interface Caller {
  /** Identifies the attempt; the same when its end is reported. */
  readonly name: string;
  readonly nowMs: number;
}

export type CircuitAdmission =
  | { readonly kind: "call" }
  /** The caller is the probe, once this circuit has replaced the one it was decided on. */
  | { readonly kind: "probe"; readonly circuit: Circuit }
  | { readonly kind: "wait"; readonly waitMs: number };

/**
 * Whether a call may be made. `isProbeAlive` says whether the worker of the current probe still gives signs of life: a
 * probe whose worker died is replaced.
 */
export function admit(circuit: Circuit, { name, nowMs }: Caller, isProbeAlive: boolean): CircuitAdmission {
  switch (circuit.state) {
    case "closed":
      return { kind: "call" };
    case "open": {
      const waitMs = circuit.probeAtMs - nowMs;
      return waitMs > 0 ? { kind: "wait", waitMs } : probeBy(name, circuit.sinceMs);
    }
    case "probing":
      return isProbeAlive ? { kind: "wait", waitMs: probeWaitMs } : probeBy(name, circuit.sinceMs);
  }
}

function probeBy(probe: string, sinceMs: number): CircuitAdmission {
  return { kind: "probe", circuit: { state: "probing", sinceMs, probe } };
}

/**
 * The circuit after a call has ended. While it is not closed, only the probe counts: calls that left before it opened
 * end late, and say nothing about now. The same object if nothing changes.
 */
export function hear(circuit: Circuit, { name, nowMs }: Caller, verdict: CircuitVerdict): Circuit {
  switch (circuit.state) {
    case "closed":
      return hearClosed(circuit, nowMs, verdict);
    case "open":
      return circuit;
    case "probing":
      return circuit.probe === name ? hearProbe(circuit.sinceMs, nowMs, verdict) : circuit;
  }
}

function hearClosed(
  circuit: Extract<Circuit, { readonly state: "closed" }>,
  nowMs: number,
  verdict: CircuitVerdict,
): Circuit {
  switch (verdict) {
    case "answered":
      return circuit.failures === 0 ? circuit : closedCircuit;
    case "down": {
      const failures = circuit.failures + 1;
      if (failures < failuresToOpen) return { state: "closed", failures };
      return { state: "open", sinceMs: nowMs, probeAtMs: nowMs + openMs };
    }
    case "refused":
    case "unsaid":
      return circuit;
  }
}

/** A probe that is refused has reached the provider. One that was stopped says nothing, and the next may go. */
function hearProbe(sinceMs: number, nowMs: number, verdict: CircuitVerdict): Circuit {
  switch (verdict) {
    case "answered":
    case "refused":
      return closedCircuit;
    case "down":
      return { state: "open", sinceMs, probeAtMs: nowMs + openMs };
    case "unsaid":
      return { state: "open", sinceMs, probeAtMs: nowMs };
  }
}
