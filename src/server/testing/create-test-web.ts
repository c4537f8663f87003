import { afterAll } from "vitest";
import { buildWebProcess, type WebProcess } from "#server/composition.ts";
import { createTestDatabase, type TestDatabase } from "#server/db/testing/create-test-database.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { parseEnvironment } from "#server/env.ts";
import { testEnvironment } from "./test-environment.ts";

export interface TestWeb extends WebProcess {
  readonly database: TestDatabase;
}

/** The web process as in production, with its own database; vendors on this machine may be called. */
export async function createTestWeb(): Promise<TestWeb> {
  const database = await createTestDatabase();
  const web = buildWebProcess(parseEnvironment(testEnvironment(database.appUrl)), { waitMs: patienceMs });
  afterAll(() => web.close());
  return { ...web, database };
}
