import { describe, expect, it } from "vitest";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import { hashPassword, maxPasswordBytes, verifyPassword } from "./password.ts";

describe("hashPassword", () => {
  it("uses argon2id at the agreed cost, with a new salt each time", async () => {
    const [first, second] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
  });
});

describe("verifyPassword", () => {
  it("accepts only the exact password", async () => {
    const stored = await hashPassword("correct horse");
    const answers = await Promise.all(
      ["correct horse", "correct horse ", "Correct horse", ""].map((password) =>
        verifyPassword(stored, password),
      ),
    );
    expect(answers).toEqual([true, false, false, false]);
  });

  it("rejects every password where none is set", async () => {
    expect(await verifyPassword(null, "nobody has this password")).toBe(false);
  });

  it("rejects input that is too long to hash", async () => {
    const long = "é".repeat(maxPasswordBytes / 2 + 1);
    expect(await verifyPassword(await hashPassword(long), long)).toBe(false);
  });

  it("does as much work for an unknown account as for a known one", async () => {
    const stored = await hashPassword("correct horse");
    await verifyPassword(null, "warm up");
    const timesMs: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (let round = 0; round < 9; round += 1) {
      timesMs.known.push(await workMs(() => verifyPassword(stored, "wrong")));
      timesMs.unknown.push(await workMs(() => verifyPassword(null, "wrong")));
    }
    const [known, unknown] = [median(timesMs.known), median(timesMs.unknown)];
    expect(unknown).toBeGreaterThan(known / 2);
    expect(unknown).toBeLessThan(known * 2);
  });
});

/** Processor time of all threads, including the hashing ones: it does not grow when the machine is busy. */
async function workMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = cpuTimeMs();
  await work();
  return cpuTimeMs() - startedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
