import type { ChaosOutcome, ChaosPlan } from "#inngest/testing/chaos/play-chaos.ts";
import { faultKinds } from "#inngest/testing/find-faults.ts";
import { spread } from "#inngest/testing/spread.ts";

/** Of each kind. */
const mostFaultsShown = 12;

/** The figures and findings, and how to repeat them. */
export function printChaos(plan: ChaosPlan, outcome: ChaosOutcome, tookMs: number): void {
  const { faults, ends, blows, attempts, lostAttempts, silentMs, endedWorkers } = outcome;
  const total = [...ends.values()].reduce((sum, count) => sum + count, 0);
  console.log(`\nseed ${plan.seed}: ${total} runs, ${plan.kills} kills, ${Math.round(tookMs / 1_000)} s`);
  console.log(`struck: ${listed(blows)}; ${endedWorkers} workers ended when cut off, and were started again`);
  console.log(`ends: ${listed(ends)}; ${attempts} attempts, ${lostAttempts} of them lost with their workers`);
  const { bill, waitedForMoney, undone, talk } = outcome;
  console.log(
    `bill: ${bill.calls} calls for ${bill.billedTokens} tokens; booked: ${bill.exact} attempts to the token (${bill.exactTokens}), ${bill.estimated} as estimates (${bill.estimatedTokens}), ${bill.free} with nothing; ${waitedForMoney} waits for money; ${undone} nodes undone`,
  );
  console.log(
    `agents with tools: ${talk.talks}, ${talk.turns} turns and ${talk.lostTurns} lost ones; calls that act: ${talk.acts} made, ${talk.unknownActs} unknown, ${talk.rejectedActs} rejected`,
  );
  console.log(`from a blow to the next line of any run: ${spread(silentMs)}`);
  const found = Map.groupBy(faults, ({ kind }) => kind);
  console.log(faultKinds.map((kind) => `${kind} ${found.get(kind)?.length ?? 0}`).join(", "));
  for (const [kind, ofKind] of found) {
    for (const { runId, words } of ofKind.slice(0, mostFaultsShown)) {
      console.log(`  ${kind}: run ${runId}: ${words}`);
    }
    if (ofKind.length > mostFaultsShown)
      console.log(`  ${kind}: and ${ofKind.length - mostFaultsShown} more`);
  }
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
