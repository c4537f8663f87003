import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/checks/longest-first.ts";

const processors = availableParallelism();
/** Where there are two processors, both work. */
const unitWorkers = Math.min(4, Math.max(2, processors - 1));
/**
 * Three on two processors, since database tests spend half of their time waiting for what is no work of this machine.
 * Four at most: each file may hold dozens of connections to the one server.
 */
const databaseWorkers = Math.min(4, Math.max(3, processors));

/** A value that is not as expected is told whole: of some failures it is all that is left to go by. */
const chaiConfig = { truncateThreshold: 4_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          maxWorkers: unitWorkers,
          sequence: { groupOrder: 0 },
          include: [
            "src/**/*.test.ts",
            "inngest/**/*.test.ts",
            "{appliance,scripts,bench}/**/*.test.ts",
            "prisma/**/*.test.ts",
          ],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
          testTimeout: 60_000,
          chaiConfig,
          // Pure tests leave nothing behind, so that all files of a worker share what one has loaded: half of the time
          // went there.
          isolate: false,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: "db",
          maxWorkers: databaseWorkers,
          // Vitest asks for an order where two projects have different numbers of workers.
          sequence: { groupOrder: 1 },
          include: ["{src,inngest,appliance,scripts,prisma}/**/*.db.test.ts"],
          // Hooks of a helper belong into the function that a test calls: its module is loaded once for many files.
          isolate: false,
          globalSetup: ["appliance/database/start-test-server.ts"],
          // What is killed and starts again takes its time where others are running too.
          testTimeout: 180_000,
          chaiConfig,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
