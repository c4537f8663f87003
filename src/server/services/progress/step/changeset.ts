import type { ErrorInfo } from "#core/errors.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { ProviderKeyId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import { addTotals, noTotals, type Totals } from "#core/model/usage.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { Effect, NodeChange, RunEnd, WaitChange } from "#core/run/advance-result.ts";
import type { RunState } from "#core/run/state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import type { ReachedBudget } from "#server/db/money/budget-alerts.ts";
import type { ArtifactWrite } from "#server/db/run/artifact-store.ts";
import type { AgentStepWrite } from "#server/db/run/progress/agent-steps/write-steps.ts";
import type { NewRun } from "#server/db/run/progress/insert-run.ts";
import type { RunStep } from "#server/db/run/progress/list-run-steps.ts";
import type { LockedRun } from "#server/db/run/progress/lock-run.ts";
import type { AttemptClose, AttemptOpen } from "#server/db/run/progress/write-attempts.ts";
import type { LedgerLine, LedgerWrite } from "#server/db/run/progress/write-ledger.ts";
import type { AttemptRefusal } from "#server/db/run/progress/write-refusals.ts";
import type { CallReport } from "./hear-circuits.ts";
import { stepUnits } from "./step-budget.ts";

/**
 * What one step of progress changes in a run, collected while the step is being decided, mostly inside the transaction
 * that holds the run's row lock. Several happenings may be applied to it (an attempt ends, its successor begins); it is
 * written once.
 */
export interface Changeset {
  readonly run: LockedRun;
  /** False where the run's state is what this process remembers; writing the changeset must verify it. */
  readonly isLocked: boolean;
  readonly plan: Plan;
  readonly outputs: Map<string, Json>;
  /** Outputs that are too large to be loaded for the run's own. */
  readonly outputsLeftOut: Set<string>;
  /** The run's earlier steps, loaded where the step was expected to end the run. */
  earlierSteps: readonly RunStep[] | null;
  /** The same from this process's memory, for a run that it has handled from its beginning. */
  story: { steps(): readonly RunStep[] } | null;
  /** For the start of a fork: errors of nodes taken over. */
  readonly reusedErrors: ReadonlyMap<string, ErrorInfo>;
  state: RunState;
  /** Units of work that this step may still do. */
  workLeft: number;
  isStart: boolean;
  /** The run itself, where it is written together with its first step. */
  newRun: NewRun | null;
  end: RunEnd | null;
  /** By node id: a node that changed twice is written once. */
  readonly changes: Map<string, NodeChange>;
  /** Waits that begin and end, in order. */
  readonly waits: WaitChange[];
  /** What this step adds to a node run. */
  readonly spent: Map<string, Totals>;
  /** A node run's total usage including this step, for the line that ends it. */
  readonly nodeTotals: Map<string, Totals>;
  /** Credentials chosen for this run's providers so far. */
  readonly credentials: Map<ProviderName, ProviderKeyId | null>;
  readonly events: NewRunEvent[];
  readonly effects: Effect[];
  readonly closes: AttemptClose[];
  readonly opens: AttemptOpen[];
  /** Attempts that were not allowed to call. */
  readonly refusals: AttemptRefusal[];
  /** How model calls have ended. */
  readonly reports: CallReport[];
  readonly ledger: LedgerWrite[];
  /** How many ledger lines have been booked in budgets. */
  budgetedLines: number;
  readonly artifacts: ArtifactWrite[];
  /** Turns and calls of agents with tools. */
  readonly agentSteps: AgentStepWrite[];
  /** Budgets that had no room for a call of this step. */
  readonly reached: ReachedBudget[];
}

/** An empty changeset over a locked run. */
export function createChangeset(
  run: LockedRun,
  plan: Plan,
  reusedErrors: ReadonlyMap<string, ErrorInfo> = new Map(),
  state: RunState = decodeRunState(plan, run),
  workLeft: number = stepUnits,
): Changeset {
  return {
    run,
    isLocked: true,
    plan,
    reusedErrors,
    outputs: new Map(),
    outputsLeftOut: new Set(),
    earlierSteps: null,
    story: null,
    state,
    workLeft,
    isStart: false,
    newRun: null,
    end: null,
    changes: new Map(),
    waits: [],
    spent: new Map(),
    nodeTotals: new Map(),
    credentials: new Map(),
    events: [],
    effects: [],
    closes: [],
    opens: [],
    refusals: [],
    reports: [],
    ledger: [],
    budgetedLines: 0,
    artifacts: [],
    agentSteps: [],
    reached: [],
  };
}

/** Adds an attempt's usage to its node run; the run's own sum follows from it. */
export function addSpent(changeset: Changeset, nodeId: string, before: Totals, spent: Totals): void {
  changeset.spent.set(nodeId, addTotals(changeset.spent.get(nodeId) ?? noTotals, spent));
  changeset.nodeTotals.set(nodeId, addTotals(changeset.nodeTotals.get(nodeId) ?? before, spent));
}

/** Sets a node run's earlier usage, for the line that ends it, where this step adds nothing. */
export function noteTotalsBefore(changeset: Changeset, nodeId: string, before: Totals): void {
  const hasUsed = before.inputTokens + before.outputTokens > 0;
  if (hasUsed && !changeset.nodeTotals.has(nodeId)) changeset.nodeTotals.set(nodeId, before);
}

/** The step's ledger lines, with their run. */
export function ledgerLinesOf({ run: { runId }, ledger }: Changeset): readonly LedgerLine[] {
  return ledger.map((line) => ({ ...line, runId }));
}

/** The lines not booked in budgets yet; marks them as booked. */
export function takeUnbudgetedLines(changeset: Changeset): readonly LedgerLine[] {
  const unbooked = ledgerLinesOf(changeset).slice(changeset.budgetedLines);
  changeset.budgetedLines = changeset.ledger.length;
  return unbooked;
}
