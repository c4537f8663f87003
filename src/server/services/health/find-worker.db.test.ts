import { expect, it, vi } from "vitest";
import { acquireWorkerLock } from "#inngest/embedded/queue/worker-lock.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { findWorker } from "./find-worker.ts";

const database = await createTestDatabase();
const other = await createTestDatabase();
const context = await createTestContext(database.db);
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

it("sees a worker exactly while it holds its lock, and only in its own database", async () => {
  const embedded = { db: database.db, runs: { ...context.runs, engine: "embedded" } } as const;
  expect(await findWorker(embedded)).toEqual({ isAtWork: false });
  const lock = await acquireWorkerLock(database.engineUrl, log, new AbortController().signal);
  expect(await findWorker(embedded)).toEqual({ isAtWork: true });
  expect(await findWorker({ ...embedded, db: other.db })).toEqual({ isAtWork: false });
  await lock?.release();
  await vi.waitFor(async () => expect(await findWorker(embedded)).toEqual({ isAtWork: false }), {
    timeout: 20_000,
  });
});

it("leaves that to an Inngest server where there is one", async () => {
  const inngest = { db: database.db, runs: { ...context.runs, engine: "inngest" } } as const;
  expect(await findWorker(inngest)).toEqual({ isAtWork: true });
});
