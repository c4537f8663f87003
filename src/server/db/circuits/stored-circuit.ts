import type { ErrorInfo } from "#core/errors.ts";
import type { ProviderKeyId, RunId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { Circuit } from "#core/policy/circuit/circuit.ts";

/** What a circuit belongs to: a model behind a key. Null key: the sandbox, which needs none. */
export interface CircuitSubject extends ModelRef {
  readonly providerKeyId: ProviderKeyId | null;
}

/** An attempt that makes, or has made, a call. */
export interface CallingAttempt {
  readonly runId: RunId;
  readonly nodeId: string;
  readonly attempt: number;
}

/** A circuit's row at one revision. */
export interface StoredCircuit extends CircuitSubject {
  readonly id: string;
  readonly revision: number;
  readonly circuit: Circuit;
  readonly lastError: ErrorInfo | null;
}

/** The row as `admit-store.ts` and `hear-store.ts` select it. */
export interface CircuitRecord extends CircuitSubject {
  readonly id: string;
  readonly revision: number;
  readonly state: Circuit["state"];
  readonly failures: number;
  readonly sinceMs: number | null;
  readonly probeAtMs: number | null;
  readonly probeRunId: RunId | null;
  readonly probeNodeId: string | null;
  readonly probeAttempt: number | null;
  readonly lastError: ErrorInfo | null;
}

/** The core's name for an attempt. */
export function callerName({ runId, nodeId, attempt }: CallingAttempt): string {
  return `${runId}/${nodeId}/${attempt}`;
}

function probeOf(row: CircuitRecord): CallingAttempt | null {
  const { probeRunId, probeNodeId, probeAttempt } = row;
  if (probeRunId === null || probeNodeId === null) return null;
  return {
    runId: probeRunId,
    nodeId: probeNodeId,
    attempt: probeAttempt ?? 0,
  };
}

export function toStored(row: CircuitRecord): StoredCircuit {
  const { id, revision, provider, model, providerKeyId, lastError } = row;
  return { id, revision, provider, model, providerKeyId, lastError, circuit: toCircuit(row) };
}

function toCircuit(row: CircuitRecord): Circuit {
  const { state, failures, probeAtMs } = row;
  const sinceMs = row.sinceMs ?? 0;
  switch (state) {
    case "closed":
      return { state, failures };
    case "open":
      return { state, sinceMs, probeAtMs: probeAtMs ?? 0 };
    case "probing": {
      const probe = probeOf(row);
      return { state, sinceMs, probe: probe === null ? "" : callerName(probe) };
    }
  }
}

/** Equal exactly for equal subjects. */
export function subjectKey({ provider, model, providerKeyId }: CircuitSubject): string {
  return JSON.stringify([provider, model, providerKeyId]);
}
