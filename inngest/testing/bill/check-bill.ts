import type { RunId } from "#core/ids.ts";
import { workspaceIdSchema } from "#core/ids.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { BillingEntry } from "#providers/sandbox/billing-log.ts";
import { findSumFaults } from "../chaos/find-sum-faults.ts";
import { addBills, type BillFigures, countBill } from "../count-bill.ts";
import { billByUser, findBillFaults } from "../find-bill-faults.ts";
import { findFaults, type RunFault } from "../find-faults.ts";
import { readRunFacts } from "../read-run-facts.ts";
import type { StageDatabase } from "../set-stage.ts";

type Bill = readonly Readonly<BillingEntry>[];

export interface CheckedBill {
  readonly faults: readonly RunFault[];
  readonly bill: BillFigures;
  /** Calls and their tokens, by how the vendor says that they ended. */
  readonly endings: ReadonlyMap<string, { readonly calls: number; readonly tokens: number }>;
  /** Tokens in the ledger: of calls that are booked as the vendor told them, and of those that had to be estimated. */
  readonly ledger: { readonly told: number; readonly estimated: number };
}

/**
 * Holds the ledger against the vendor's own bill: every call belongs to an attempt, what completed is booked to the
 * token, what is not booked as billed is marked as an estimate, every reservation is closed once, and all sums are
 * those of the ledger.
 */
export async function checkBill(
  database: StageDatabase,
  bill: Bill,
  runIds: readonly RunId[],
): Promise<CheckedBill> {
  const byUser = billByUser(bill);
  const faults: RunFault[] = [];
  const figures: BillFigures[] = [];
  const known = new Set<string | null>();
  for (const runId of runIds) {
    const facts = await readRunFacts(database, runId);
    const money = findFaults(facts).filter(({ kind }) => kind === "unaccounted" || kind === "stuck");
    faults.push(...money, ...(await findBillFaults(facts, byUser)));
    figures.push(await countBill(facts, byUser));
    const workspaceId = workspaceIdSchema.parse(facts.workspaceId);
    for (const { nodeId } of facts.nodeRuns) known.add(await endUserIdOf({ workspaceId, runId, nodeId }));
  }
  const [runId] = runIds;
  if (runId !== undefined) faults.push(...strangers(bill, known, runId));
  faults.push(...(await findSumFaults(database)));
  return { faults, bill: addBills(figures), endings: byEnding(bill), ledger: await readLedger(database) };
}

/** Calls that nobody of ours has made: the money would be nowhere in the book. */
function strangers(bill: Bill, known: ReadonlySet<string | null>, runId: RunId): readonly RunFault[] {
  return bill
    .filter(({ userId }) => !known.has(userId))
    .map(({ requestId, outcome }) => ({
      runId,
      kind: "unaccounted",
      words: `call ${requestId} (${outcome}) belongs to no node of any run`,
    }));
}

function byEnding(bill: Bill): CheckedBill["endings"] {
  const groups = Map.groupBy(bill, ({ outcome }) => outcome);
  return new Map(
    [...groups].map(([outcome, calls]) => [
      outcome,
      {
        calls: calls.length,
        tokens: calls.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
      },
    ]),
  );
}

async function readLedger({ asOwner }: StageDatabase): Promise<CheckedBill["ledger"]> {
  const [row] = await asOwner<{ told: number; estimated: number }>(
    `select coalesce(sum(input_tokens + output_tokens) filter (where not usage_estimated), 0)::float8 as told,
            coalesce(sum(input_tokens + output_tokens) filter (where usage_estimated), 0)::float8 as estimated
       from attempts where provider is not null`,
  );
  return row ?? { told: 0, estimated: 0 };
}
