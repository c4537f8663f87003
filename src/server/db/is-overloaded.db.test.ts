import { afterAll, describe, expect, it } from "vitest";
import { workspaceIdSchema } from "#core/ids.ts";
import { createDatabase } from "./driver/client.ts";
import { withTenantDirect } from "./driver/direct-transaction.ts";
import { withSystem } from "./driver/with-tenant.ts";
import { isOverloaded } from "./is-overloaded.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

const database = await createTestDatabase();
const db = createDatabase({ url: database.appUrl, poolSize: 1, waitMs: 1_500 });
afterAll(() => db.$disconnect());

const workspaceId = workspaceIdSchema.parse("01a22500-0000-7000-8000-000000000001");
const hold = <Result>(work: () => Promise<Result>) =>
  withTenantDirect(db, workspaceId, async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    return work();
  });

describe("isOverloaded", () => {
  it.each([
    ["on the driver", () => withTenantDirect(db, workspaceId, (tx) => tx.$queryRaw`SELECT 1`)],
    ["through Prisma", () => withSystem(db, (tx) => tx.$queryRaw`SELECT 1`)],
  ])("knows a transaction %s that found no connection", async (_name, ask) => {
    const error = await hold(() => ask().catch((thrown: unknown) => thrown));
    expect(error).toBeInstanceOf(Error);
    expect(isOverloaded(error)).toBe(true);
  });

  it("takes no other fault for it", async () => {
    const error = await withSystem(db, (tx) => tx.$queryRaw`SELECT nonsense`).catch(
      (thrown: unknown) => thrown,
    );
    expect(isOverloaded(error)).toBe(false);
    expect(isOverloaded(null)).toBe(false);
  });
});
