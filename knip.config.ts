import type { KnipConfig } from "knip";

/**
 * What nothing uses is deleted: files, exports and packages. Beside these entries knip finds those of Next, Vitest,
 * Playwright and Prisma.
 */
export const config: KnipConfig = {
  entry: [
    // What `scripts/bootstrap.mjs` starts by its name.
    "scripts/*.{ts,mjs}",
    // What is measured by hand: `node bench/queue/engine-hop.ts`.
    "bench/{busy-run,queue/engine-hop}.ts",
    "bench/installed/vendor-process.ts",
    // What is started as a process, or loaded by a tool, by its path.
    "scripts/checks/{serve-for-browser,move-schedule,pass-days}.ts",
    "scripts/checks/reporters/*.ts",
    "inngest/testing/{keep-compiled,throwing-surroundings,rotate-keys-main}.ts",
    "inngest/embedded/testing/crash-worker.ts",
    "inngest/testing/chaos/web-main.ts",
    "src/server/testing/web-main.ts",
    "src/server/services/triggers/testing/tick-process.ts",
    "src/server/services/waits/testing/decide-process.ts",
    // The pages that only a development build has.
    "src/app/**/*.dev.tsx",
    // The door of the package.
    "src/client/index.ts",
  ],
  project: ["{src,inngest,appliance,scripts,prisma,e2e,bench}/**/*.{ts,tsx,mjs,css,prisma}"],
  // A function's types are exported with it, so that its callers can name them.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // The generated client imports it, and is in no checkout.
    "@prisma/client",
    // A command, started by its file.
    "@biomejs/biome",
  ],
  // One figure may have a name for each of its meanings.
  exclude: ["duplicates"],
};

export default config;
