import { expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { playChaos } from "./testing/chaos/play-chaos.ts";
import { spread } from "./testing/spread.ts";

const database = await createTestDatabase();

/** A longer one: `npm run chaos -- --runs 1000 --kills 200 --seed 7`. */
const plan = { runs: 28, kills: 6, seed: 20_261_129 };

it(`ends ${plan.runs} runs right through ${plan.kills} kills and other trouble (seed ${plan.seed})`, {
  timeout: 600_000,
}, async ({ annotate }) => {
  const { faults, attempts, lostAttempts, blows, silentMs, bill, waitedForMoney, undone, talk } =
    await playChaos(database, plan);
  const struck = [...blows].map(([name, count]) => `${count} ${name}`).join(", ");
  await annotate(`${struck}; ${lostAttempts} of ${attempts} attempts lost; then silent ${spread(silentMs)}`);
  expect(faults).toEqual([]);
  expect(lostAttempts).toBeGreaterThan(0);
  // Hundreds, most of them booked to the token.
  expect(bill.calls).toBeGreaterThan(200);
  expect(bill.exact).toBeGreaterThan(bill.estimated);
  expect(waitedForMoney).toBeGreaterThan(0);
  expect(undone).toBeGreaterThan(0);
  expect(talk.talks).toBe(plan.kills);
  expect(talk.acts + talk.unknownActs).toBeGreaterThan(0);
});
