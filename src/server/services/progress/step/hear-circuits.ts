import type { ErrorInfo } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { hear } from "#core/policy/circuit/circuit.ts";
import type { CircuitVerdict } from "#core/policy/circuit/verdict.ts";
import {
  type CircuitWrite,
  calmCircuits,
  lockCircuits,
  writeCircuits,
} from "#server/db/circuits/hear-store.ts";
import {
  type CallingAttempt,
  type CircuitSubject,
  callerName,
  type StoredCircuit,
  subjectKey,
} from "#server/db/circuits/stored-circuit.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What the end of a call says about its provider. */
export interface CallReport extends CircuitSubject, CallingAttempt {
  readonly verdict: CircuitVerdict;
  readonly error: ErrorInfo | null;
  readonly nowMs: number;
}

/**
 * Updates circuits with how calls have ended, in the transaction that settles them. For answered calls it is one
 * statement that usually writes nothing; for the others the circuits are locked, and the core decides. The returned
 * function writes the result together with the rest of the step.
 */
export async function hearCircuits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  reports: readonly CallReport[],
): Promise<{ write(): Promise<unknown> }> {
  const answered = reports.filter(({ verdict }) => verdict === "answered");
  const writes = await decide(
    tx,
    workspaceId,
    reports.filter(({ verdict }) => verdict !== "answered"),
  );
  return {
    write: () =>
      Promise.all([writeCircuits(tx, workspaceId, writes), calmCircuits(tx, workspaceId, answered)]),
  };
}

async function decide(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  reports: readonly CallReport[],
): Promise<readonly CircuitWrite[]> {
  if (reports.length === 0) return [];
  const subjects = new Map<string, CircuitSubject & { readonly isNew: boolean }>();
  for (const { provider, model, providerKeyId, verdict } of reports) {
    const subject = { provider, model, providerKeyId };
    const isNew = verdict === "down" || subjects.get(subjectKey(subject))?.isNew === true;
    subjects.set(subjectKey(subject), { ...subject, isNew });
  }
  const circuits = await lockCircuits(tx, workspaceId, [...subjects.values()]);
  return circuits.flatMap((stored) => {
    const own = reports.filter((report) => subjectKey(report) === subjectKey(stored));
    const change = hearAll(stored, own);
    return change === null ? [] : [change];
  });
}

function hearAll({ id, circuit }: StoredCircuit, reports: readonly CallReport[]): CircuitWrite | null {
  let now = circuit;
  let error: ErrorInfo | null = null;
  for (const report of reports) {
    const next = hear(now, { name: callerName(report), nowMs: report.nowMs }, report.verdict);
    if (next !== now && report.verdict === "down") error = report.error;
    now = next;
  }
  return now === circuit || now.state === "probing" ? null : { id, circuit: now, error };
}
