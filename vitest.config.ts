import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * Where there are two processors, both work; each file of database tests may hold dozens of connections to the one
 * server.
 */
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1));

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "src/**/*.test.ts",
            "inngest/**/*.test.ts",
            "{appliance,scripts,bench}/**/*.test.ts",
            "prisma/**/*.test.ts",
          ],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
          testTimeout: 60_000,
          // Pure tests leave nothing behind, so that all files of a worker share what one has loaded: half of the time
          // went there.
          isolate: false,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: "db",
          include: ["{src,inngest,appliance,scripts,prisma}/**/*.db.test.ts"],
          // Hooks of a helper belong into the function that a test calls: its module is loaded once for many files.
          isolate: false,
          globalSetup: ["appliance/database/start-test-server.ts"],
          // What is killed and starts again takes its time where others are running too.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
