import { type BillByUser, billedCallsOf, isAsBilled } from "./find-bill-faults.ts";
import type { RunFacts } from "./read-run-facts.ts";

/** How the calls that the vendor saw stand in the book. Tokens are read and said ones together. */
export interface BillFigures {
  /** At the vendor. */
  readonly calls: number;
  readonly billedTokens: number;
  /** Attempts that are booked with the very tokens of a call. */
  readonly exact: number;
  readonly exactTokens: number;
  /** Attempts that are marked as estimated. */
  readonly estimated: number;
  readonly estimatedTokens: number;
  /** Attempts that are booked with nothing: refused by the vendor, or dead before they called. */
  readonly free: number;
}

/** The figures of one run. */
export async function countBill(run: RunFacts, byUser: BillByUser): Promise<BillFigures> {
  const nodes = run.nodeRuns.filter(({ nodeType }) => nodeType === "agent");
  const calls = (await Promise.all(nodes.map((node) => billedCallsOf(run, node, byUser)))).flat();
  const paid = run.attempts.filter(({ isPaid }) => isPaid);
  const byId = new Map(calls.map((call) => [call.requestId, call]));
  const estimated = paid.filter(({ isEstimated }) => isEstimated);
  const told = paid.filter((one) => !one.isEstimated && tokensOf(one) > 0);
  const exact = told.filter((one) => {
    const call = byId.get(one.requestId ?? "");
    return call === undefined ? calls.some((other) => isAsBilled(one, other)) : isAsBilled(one, call);
  });
  return {
    calls: calls.length,
    billedTokens: sum(calls),
    exact: exact.length,
    exactTokens: sum(exact),
    estimated: estimated.length,
    estimatedTokens: sum(estimated),
    free: paid.length - estimated.length - told.length,
  };
}

/** Those of all runs together. */
export function addBills(bills: readonly BillFigures[]): BillFigures {
  const of = (read: (bill: BillFigures) => number) => bills.reduce((total, bill) => total + read(bill), 0);
  return {
    calls: of((bill) => bill.calls),
    billedTokens: of((bill) => bill.billedTokens),
    exact: of((bill) => bill.exact),
    exactTokens: of((bill) => bill.exactTokens),
    estimated: of((bill) => bill.estimated),
    estimatedTokens: of((bill) => bill.estimatedTokens),
    free: of((bill) => bill.free),
  };
}

interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

function tokensOf({ inputTokens, outputTokens }: Tokens): number {
  return inputTokens + outputTokens;
}

function sum(rows: readonly Tokens[]): number {
  return rows.reduce((total, row) => total + tokensOf(row), 0);
}
