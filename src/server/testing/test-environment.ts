const keyringKey = Buffer.alloc(32, 7).toString("base64");
export const testKeyring = `k1:${keyringKey}`;

/** What a web process of the tests is told: all on one database can read each other's secrets. */
export function testEnvironment(appUrl: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: "test",
    LOG_LEVEL: "silent",
    DATABASE_APP_URL: appUrl,
    PENSTOCK_KEYRING: testKeyring,
    NEXTAUTH_SECRET: "a secret of tests that is long enough",
    PENSTOCK_URL: "http://penstock.test",
    ALLOW_PRIVATE_HTTP: "1",
  };
}
