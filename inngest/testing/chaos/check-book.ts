import type { RunId } from "#core/ids.ts";
import type { BillingEntry } from "#providers/sandbox/billing-log.ts";
import { addBills, type BillFigures, countBill } from "../count-bill.ts";
import { billByUser, findBillFaults } from "../find-bill-faults.ts";
import { findFaults, type RunFault } from "../find-faults.ts";
import type { Pace } from "../pace.ts";
import { type RunFacts, readRunFacts } from "../read-run-facts.ts";
import type { StageDatabase } from "../set-stage.ts";
import { findBudgetFaults } from "./find-budget-faults.ts";
import { findEventFaults } from "./find-event-faults.ts";
import { findSumFaults } from "./find-sum-faults.ts";

/** A run that somebody was promised. */
export interface PromisedRun {
  readonly runId: RunId;
  /** The one with the same pipeline and input to which nothing happened. */
  readonly quietRunId: RunId;
  readonly isCancelled: boolean;
}

export interface CheckedBook {
  readonly faults: readonly RunFault[];
  readonly attempts: number;
  readonly lostAttempts: number;
  readonly bill: BillFigures;
  /** How many runs ended so. */
  readonly ends: ReadonlyMap<string, number>;
}

/**
 * Reads nothing but the database and what the vendor billed: each promised run is there once and is right, and there is
 * no run that nobody was promised. What agents with tools did in theirs is looked at beside this.
 */
export async function checkBook(
  database: StageDatabase,
  bill: readonly Readonly<BillingEntry>[],
  promised: readonly PromisedRun[],
  talks: readonly RunId[],
  pace: Pace,
): Promise<CheckedBook> {
  const there = await database.asOwner<{ id: RunId; rootId: RunId; isChild: boolean }>(
    `select id, coalesce(root_run_id, id) as "rootId", root_run_id is not null as "isChild" from runs`,
  );
  const ids = new Set(there.map(({ id }) => id));
  const known = new Set([...promised.flatMap(({ runId, quietRunId }) => [runId, quietRunId]), ...talks]);
  const faults: RunFault[] = [
    ...there
      .filter(({ rootId }) => !known.has(rootId))
      .map(({ id }) => ({ runId: id, kind: "doubled" as const, words: "nobody asked for it" })),
  ];
  const ends = new Map<string, number>();
  const billOf = billByUser(bill);
  const billed: BillFigures[] = [];
  let attempts = 0;
  let lostAttempts = 0;
  for (const one of promised) {
    if (!ids.has(one.runId)) {
      faults.push({ runId: one.runId, kind: "lost", words: "was promised and is not there" });
      continue;
    }
    const facts = await readRunFacts(database, one.runId);
    faults.push(...findFaults(facts, pace), ...(await findBillFaults(facts, billOf)));
    billed.push(await countBill(facts, billOf));
    faults.push(...(await outcomeFaults(database, facts, one)));
    ends.set(facts.status, (ends.get(facts.status) ?? 0) + 1);
    attempts += facts.attempts.length;
    lostAttempts += facts.attempts.filter(({ status }) => status === "lost").length;
  }
  for (const { id } of there.filter(({ isChild }) => isChild)) {
    faults.push(...findFaults(await readRunFacts(database, id), pace));
  }
  faults.push(...(await findBudgetFaults(database)), ...(await findEventFaults(database)));
  faults.push(...(await findSumFaults(database)));
  return { faults, attempts, lostAttempts, bill: addBills(billed), ends };
}

/** What comes out is what comes out when nothing happens. */
async function outcomeFaults(
  database: StageDatabase,
  { runId, status, output, attempts }: RunFacts,
  { quietRunId, isCancelled }: PromisedRun,
): Promise<readonly RunFault[]> {
  const [quiet] = await database.asOwner<{ status: string; output: unknown }>(
    "select status, output from runs where id = $1",
    [quietRunId],
  );
  if (isCancelled && status === "cancelled") return [];
  const [own, other] = [JSON.stringify(output), JSON.stringify(quiet?.output)];
  if (status === quiet?.status && own === other) return [];
  const [ended] = await database.asOwner<{ error: unknown }>("select error from runs where id = $1", [runId]);
  const tries = attempts
    .filter((attempt) => attempt.status !== "completed")
    .map((attempt) => `${attempt.nodeId} ${attempt.number} ${attempt.status}`);
  const is = `is ${status} with ${own}, and without trouble ${quiet?.status} with ${other}`;
  const words = `${is}; its error ${JSON.stringify(ended?.error)}; its tries ${tries.join(", ")}`;
  return [{ runId, kind: "contradictory", words }];
}
