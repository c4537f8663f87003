import { expect, it } from "vitest";
import { userIdSchema, waitIdSchema, workspaceIdSchema } from "#core/ids.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { contextOf } from "#server/services/testing/service-context.ts";
import { decideWaits } from "./decide-waits.ts";

const uuid = (end: string) => `018f4a5e-0000-7000-8000-00000000000${end}`;

it("reports the database's trouble for each wait, and meets it once", async () => {
  const db = createDatabase({ url: "postgresql://penstock_app:x@127.0.0.1:1/none", poolSize: 1 });
  const seeded = { workspaceId: workspaceIdSchema.parse(uuid("1")), userId: userIdSchema.parse(uuid("2")) };
  const context = contextOf(db, seeded);
  let asked = 0;
  const counted = {
    ...context,
    get db() {
      asked += 1;
      return db;
    },
  };
  const waitIds = [waitIdSchema.parse(uuid("3")), waitIdSchema.parse(uuid("4"))];
  const results = await decideWaits(counted, { waitIds, choice: "approve", form: null });
  expect(results).toMatchObject(
    waitIds.map((waitId) => ({ waitId, ok: false, error: { code: "DATABASE_UNAVAILABLE" } })),
  );
  expect(asked).toBe(1);
  await db.$disconnect();
});
