const keyringKey = Buffer.alloc(32, 7).toString("base64");
export const testKeyring = `k1:${keyringKey}`;

/**
 * The environment of a test's web process. With the same database and keyring, processes can read each other's secrets.
 */
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
