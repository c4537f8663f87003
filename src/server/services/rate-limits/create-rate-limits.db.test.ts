import { describe, expect, it } from "vitest";
import type { AppError } from "#core/errors.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createRateLimits } from "./create-rate-limits.ts";

const { db, asOwner } = await createTestDatabase();

async function triesUntilRefused(limits: ReturnType<typeof createRateLimits>, key: string): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const error = await limits.consume("guess-by-account", key).catch((caught: AppError) => caught);
    if (error !== undefined) return tries;
  }
}

describe("createRateLimits", () => {
  it("counts each key and each kind of try separately", async () => {
    const limits = createRateLimits(db);
    expect(await triesUntilRefused(limits, "a")).toBe(10);
    expect(await triesUntilRefused(limits, "b")).toBe(10);
    await expect(limits.consume("sign-in-by-address", "a")).resolves.toBeUndefined();
  });

  it("gives replicas one count, which survives a restart", async () => {
    const replicas = [createRateLimits(db), createRateLimits(db)] as const;
    const tries = Array.from({ length: 40 }, (_, index) =>
      replicas[index % 2 === 0 ? 0 : 1].consume("guess-by-account", "shared").then(
        () => "let in",
        (error: AppError) => error.code,
      ),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((outcome) => outcome === "let in")).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === "RATE_LIMITED")).toHaveLength(30);
    expect(await triesUntilRefused(createRateLimits(db), "shared")).toBe(0);
  });

  it("says how long to wait, and admits again when the window is over", async () => {
    const limits = createRateLimits(db);
    await triesUntilRefused(limits, "waiting");
    const refused = (await limits
      .consume("guess-by-account", "waiting")
      .catch((caught: AppError) => caught)) as AppError;
    expect(refused).toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringMatching(/Wait \d+ seconds/),
    });
    expect(refused.retryAfterMs).toBeLessThanOrEqual(60 * 60 * 1000);
    await asOwner("update system.rate_limits set expire = 0");
    await expect(createRateLimits(db).consume("guess-by-account", "waiting")).resolves.toBeUndefined();
  });

  it("clears the count after a success", async () => {
    const limits = createRateLimits(db);
    await triesUntilRefused(limits, "right");
    await limits.reset("guess-by-account", "right");
    expect(await triesUntilRefused(limits, "right")).toBe(10);
  });

  it("takes a try back, also after it has refused one", async () => {
    const limits = createRateLimits(db);
    await triesUntilRefused(limits, "innocent");
    await limits.giveBack("guess-by-account", "innocent");
    await limits.giveBack("guess-by-account", "innocent");
    expect(await triesUntilRefused(createRateLimits(db), "innocent")).toBe(1);
    expect(await triesUntilRefused(limits, "innocent")).toBe(0);
  });

  it("stores no address", async () => {
    await createRateLimits(db).consume("guess-by-account", "ada@example.com");
    const rows = await asOwner<{ key: string }>("select key from system.rate_limits");
    expect(rows.map(({ key }) => key).join()).not.toContain("ada");
  });
});

describe("limits on requests", () => {
  it.each([
    ["run-start-by-workspace", 3_000],
    ["model-list-by-person", 60],
    ["workspace-create-by-person", 120],
    ["token-create-by-person", 60],
  ] as const)("stops %s after %i", async (name, tries) => {
    const limits = createRateLimits(db);
    for (let round = 0; round < tries; round += 1) await limits.consume(name, "a program gone wrong");
    await expect(limits.consume(name, "a program gone wrong")).rejects.toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: expect.any(Number),
    });
    await expect(limits.consume(name, "another")).resolves.toBeUndefined();
  });
});
