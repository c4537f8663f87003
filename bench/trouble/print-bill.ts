import type { BillOutcome, BillPlan } from "#inngest/testing/bill/play-bill.ts";

const mostFaultsShown = 20;

/** The vendor's bill, the ledger, what is unaccounted for, and how to repeat it. */
export function printBill({ seed }: BillPlan, outcome: BillOutcome, tookMs: number): void {
  const { faults, bill, endings, ledger, runs, cancelled, blows } = outcome;
  console.log(`\nseed ${seed}: ${runs} runs, ${cancelled} of them stopped, ${Math.round(tookMs / 1_000)} s`);
  console.log(`struck: ${[...blows].map(([name, count]) => `${count} ${name}`).join(", ")}`);
  console.log(`the vendor saw ${bill.calls} calls and billed ${bill.billedTokens} tokens:`);
  for (const [ending, { calls, tokens }] of [...endings].toSorted(([left], [right]) =>
    left.localeCompare(right),
  ))
    console.log(`  ${ending}: ${calls} calls, ${tokens} tokens`);
  console.log(
    `booked: ${bill.exact} attempts to the token (${bill.exactTokens}), ${bill.estimated} as estimates (${bill.estimatedTokens}), ${bill.free} with nothing`,
  );
  console.log(`the ledger: ${ledger.told} tokens as told, ${ledger.estimated} estimated`);
  console.log(`unaccounted or wrong: ${faults.length}`);
  for (const { runId, kind, words } of faults.slice(0, mostFaultsShown))
    console.log(`  ${kind}: run ${runId}: ${words}`);
  if (faults.length > mostFaultsShown) console.log(`  and ${faults.length - mostFaultsShown} more`);
}
