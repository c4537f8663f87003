import { addTotals, noTotals, type Totals } from "#core/model/usage.ts";
import type { SimulatedWorld } from "./world.ts";

type Entries = SimulatedWorld["money"]["entries"];

/**
 * Each attempt that calls is reserved once and closed once, one that its circuit refuses never, nothing costs more than
 * was reserved, and all sums are the same.
 */
export function checkMoney(world: SimulatedWorld, told: Totals | null): void {
  const { money, attempts, plan } = world;
  for (const { id, agent } of plan.nodes) {
    const tries = agent === null ? 0 : (attempts.get(id) ?? 0);
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const own = money.entries.filter((entry) => entry.nodeId === id && entry.attempt === attempt);
      const name = `attempt ${attempt} of ${id}`;
      if (world.run.isShut(id, attempt)) checkNothing(name, own);
      else checkAttempt(name, own);
    }
  }
  const total = JSON.stringify(money.total());
  const nodes = JSON.stringify([...money.spent.values()].reduce(addTotals, noTotals));
  const log = told === null ? total : JSON.stringify(told);
  if (nodes !== total) throw new Error(`the nodes cost ${nodes}, the ledger says ${total}`);
  if (log !== total) throw new Error(`the log says ${log}, the ledger ${total}`);
}

function checkNothing(name: string, own: Entries): void {
  if (own.length > 0) throw new Error(`${name} was refused and is booked`);
}

function checkAttempt(name: string, own: Entries): void {
  const count = (...kinds: readonly string[]) => own.filter(({ kind }) => kinds.includes(kind)).length;
  if (count("reserve") !== 1 || count("settle", "release") !== 1)
    throw new Error(`${name} is not booked once`);
  const [reserved, used] = [costOf(own, "reserve"), costOf(own, "settle", "late")];
  if (used > reserved) throw new Error(`${name} cost ${used} and ${reserved} were reserved`);
}

function costOf(entries: Entries, ...kinds: readonly string[]): number {
  return entries
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, { totals }) => sum + (totals.costMicros ?? 0), 0);
}
