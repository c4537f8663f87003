import { afterAll, describe, expect, it } from "vitest";
import { workspaceIdSchema } from "#core/ids.ts";
import { createDatabase } from "./driver/client.ts";
import { withTenantDirect } from "./driver/direct-transaction.ts";
import { withSystem } from "./driver/with-tenant.ts";
import { findTrouble } from "./find-trouble.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

const database = await createTestDatabase();
const { db } = database;
/** Has one connection, for which nobody waits long. */
const narrow = createDatabase({ url: database.appUrl, poolSize: 1, waitMs: 1_500 });
afterAll(() => narrow.$disconnect());

const workspaceId = workspaceIdSchema.parse("01a22500-0000-7000-8000-000000000001");

/** Has the one connection while it works. A slow machine may need more than one try to make it. */
async function hold<Result>(work: () => Promise<Result>): Promise<Result> {
  const isThere = () =>
    withTenantDirect(narrow, workspaceId, (tx) => tx.$queryRaw`SELECT 1`).then(
      () => true,
      () => false,
    );
  await expect.poll(isThere).toBe(true);
  return withTenantDirect(narrow, workspaceId, async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    return work();
  });
}

describe("findTrouble", () => {
  it.each([
    ["on the driver", () => withTenantDirect(narrow, workspaceId, (tx) => tx.$queryRaw`SELECT 1`)],
    ["through Prisma", () => withSystem(narrow, (tx) => tx.$queryRaw`SELECT 1`)],
  ])("recognises a transaction %s that got no connection", async (_name, ask) => {
    const error = await hold(() => ask().catch((thrown: unknown) => thrown));
    expect(error).toBeInstanceOf(Error);
    expect(findTrouble(error)).toBe("overloaded");
  });

  it.each([
    ["a full disk", "53100", "disk-full"],
    ["a server that ends", "57P01", "away"],
    ["a server that comes up", "57P03", "away"],
    ["a number that is too large", "22003", null],
  ] as const)("tells %s, on the driver and through Prisma alike", async (_name, state, trouble) => {
    await database.asOwner(`create or replace function fail_with() returns int language plpgsql as
      $$ begin raise exception 'it does not go' using errcode = '${state}'; end $$`);
    const direct = withTenantDirect(db, workspaceId, (tx) => tx.$queryRaw`SELECT fail_with()`);
    expect(findTrouble(await direct.catch((thrown: unknown) => thrown))).toBe(trouble);
    const throughPrisma = withSystem(db, (tx) => tx.$queryRaw`SELECT fail_with()`);
    expect(findTrouble(await throughPrisma.catch((thrown: unknown) => thrown))).toBe(trouble);
  });

  it("recognises a server that is unreachable", async () => {
    const nowhere = createDatabase({ url: "postgresql://app:x@127.0.0.1:1/none", poolSize: 1 });
    const direct = withTenantDirect(nowhere, workspaceId, (tx) => tx.$queryRaw`SELECT 1`);
    expect(findTrouble(await direct.catch((thrown: unknown) => thrown))).toBe("away");
    const throughPrisma = withSystem(nowhere, (tx) => tx.$queryRaw`SELECT 1`);
    expect(findTrouble(await throughPrisma.catch((thrown: unknown) => thrown))).toBe("away");
    await nowhere.$disconnect();
  });

  it("matches no other error", async () => {
    const error = await withSystem(db, (tx) => tx.$queryRaw`SELECT nonsense`).catch(
      (thrown: unknown) => thrown,
    );
    expect(findTrouble(error)).toBeNull();
    expect(findTrouble(null)).toBeNull();
  });
});
