import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "src/**/*.test.ts",
            "inngest/**/*.test.ts",
            "{appliance,scripts}/**/*.test.ts",
            "prisma/**/*.test.ts",
          ],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
          testTimeout: 30_000,
          // Pure tests leave nothing behind, so that all files of a worker share what one has loaded: half of the time went there.
          isolate: false,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: "db",
          include: ["{src,inngest,appliance,scripts,prisma}/**/*.db.test.ts"],
          globalSetup: ["appliance/database/start-test-server.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
