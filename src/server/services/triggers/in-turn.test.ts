import { expect, it } from "vitest";
import { InTurn } from "./in-turn.ts";

it("does the work of one workspace in order, one at a time, and that of others concurrently", async () => {
  const turns = new InTurn();
  const told: string[] = [];
  const gates = ["a1", "a2", "b1"].map((name) => ({ name, ...Promise.withResolvers<void>() }));
  const [a1, a2, b1] = gates.map(({ name, promise }) =>
    turns.take(name.slice(0, 1), async () => {
      told.push(`${name} begins`);
      await promise;
      if (name === "a1") throw new Error("a1 fails");
      return name;
    }),
  );
  const failure = expect(a1).rejects.toThrow("a1 fails");
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual(["a1 begins", "b1 begins"]);
  for (const { resolve } of gates) resolve();
  await failure;
  expect(await Promise.all([a2, b1])).toEqual(["a2", "b1"]);
  expect(told).toEqual(["a1 begins", "b1 begins", "a2 begins"]);
});

it("refuses what would wait too long, and accepts more when some of it is done", async () => {
  const turns = new InTurn();
  const { promise, resolve } = Promise.withResolvers<void>();
  const taken = Array.from({ length: 1_000 }, () => turns.take("a", () => promise));
  await expect(turns.take("a", async () => undefined)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(await turns.take("b", async () => "another's")).toBe("another's");
  resolve();
  await Promise.all(taken);
  expect(await turns.take("a", async () => "again")).toBe("again");
});
