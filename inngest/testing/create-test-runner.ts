import { createNodeRunner, type RunnerOptions } from "#inngest/runner/create-node-runner.ts";
import type { NodeRunner } from "#inngest/runner/run-node-step.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** What a worker is that shares the work with others, without a process of its own. No sandbox answers unless named. */
export function createTestRunner(
  { db, log, runs, keyring }: ServiceTools,
  options: Partial<RunnerOptions> = {},
): NodeRunner {
  return createNodeRunner({
    ...runs,
    db,
    log,
    keyring,
    sandboxUrl: "http://127.0.0.1:9",
    allowPrivateHttp: false,
    publicOrigin: "http://penstock.test",
    ...options,
  });
}
