import { expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { playBill } from "./testing/bill/play-bill.ts";

const database = await createTestDatabase();

/** A longer one: `npm run bill -- --calls 10000 --seed 7`. */
const plan = { calls: 100, seed: 20_261_129 };

it(`books ${plan.calls} calls in trouble as the vendor bills them (seed ${plan.seed})`, {
  timeout: 600_000,
}, async ({ annotate }) => {
  const { faults, bill, endings, blows, cancelled, ledger } = await playBill(database, plan);
  await annotate(`${JSON.stringify([...endings])}; ${JSON.stringify([...blows])}; ${cancelled} stopped`);
  expect(faults).toEqual([]);
  expect(bill.calls).toBeGreaterThanOrEqual(plan.calls);
  expect(bill.exactTokens).toBe(ledger.told);
  expect(bill.estimatedTokens).toBe(ledger.estimated);
  expect(bill.exact).toBeGreaterThan(plan.calls / 8);
  expect(endings.get("completed")?.calls).toBeGreaterThan(plan.calls / 4);
  expect(blows.size).toBeGreaterThan(0);
});
