import { afterAll } from "vitest";
import { buildWebProcess, type WebProcess } from "#server/composition.ts";
import { createTestDatabase, type TestDatabase } from "#server/db/testing/create-test-database.ts";
import { parseEnvironment } from "#server/env.ts";

export interface TestWeb extends WebProcess {
  readonly database: TestDatabase;
}

const keyringKey = Buffer.alloc(32, 7).toString("base64");
export const testKeyring = `k1:${keyringKey}`;

/** The web process as it is really put together, on a database of its own; vendors may be called on this machine. */
export async function createTestWeb(): Promise<TestWeb> {
  const database = await createTestDatabase();
  const web = buildWebProcess(
    parseEnvironment({
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      DATABASE_APP_URL: database.appUrl,
      PENSTOCK_KEYRING: testKeyring,
      NEXTAUTH_SECRET: "a secret of tests that is long enough",
      PENSTOCK_URL: "http://penstock.test",
      ALLOW_PRIVATE_HTTP: "1",
    }),
  );
  afterAll(() => web.close());
  return { ...web, database };
}
