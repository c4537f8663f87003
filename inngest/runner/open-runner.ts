import { startSandboxServer } from "#providers/sandbox/server.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { type Listener, listen } from "#server/db/listen.ts";
import type { Environment } from "#server/env.ts";
import type { Logger } from "#server/logger.ts";
import { createSmtpMailer } from "#server/mail/smtp-mailer.ts";
import type { EngineKind } from "#server/services/progress/engine-context.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import type { WebhookTools } from "#server/services/webhooks/webhook-tools.ts";
import { createNodeRunner } from "./create-node-runner.ts";
import type { NodeRunner } from "./run-node-step.ts";

/** Connections for runs; an engine's queue has its own. */
const poolSize = 16;

/** A process's means to run nodes: its runner, and the subscription through which it learns of stops. */
export interface OpenedRunner {
  readonly runner: NodeRunner;
  readonly listener: Listener;
  /** What sending webhooks takes, besides a way to send them. */
  readonly webhooks: Omit<WebhookTools, "post">;
  close(): Promise<void>;
}

/** Opens the database, the bell and, unless one runs elsewhere, the sandbox. */
export async function openRunner(
  environment: Environment,
  log: Logger,
  engine: EngineKind,
): Promise<OpenedRunner> {
  const { databaseAppUrl, sandboxUrl } = environment;
  const db = createDatabase({ url: databaseAppUrl, poolSize });
  const listener = await listen({
    url: databaseAppUrl,
    // Each line of a log rings the bell for its watchers. This process ignores it.
    to: engine === "inngest" ? ["run_control", "outbox"] : ["run_control"],
    onReconnect: () => undefined,
  });
  const sandbox = sandboxUrl === null ? await startSandboxServer() : null;
  const runner = createNodeRunner({
    db,
    log,
    engine,
    plans: new PlanCache(),
    keyring: parseKeyring(environment.keyring),
    sandboxUrl: sandbox?.url ?? sandboxUrl ?? "",
    allowPrivateHttp: environment.allowPrivateHttp,
    allowedHttpPorts: environment.allowedHttpPorts,
    egressProxy: environment.egressProxy,
    privateModelHosts: environment.privateModelHosts,
    publicOrigin: environment.publicOrigin,
    files: environment.files,
  });
  listener.subscribe("run_control", (runId) => runner.keeper.abortRun(runId));
  return {
    runner,
    listener,
    webhooks: {
      db,
      log,
      keyring: parseKeyring(environment.keyring),
      newId: () => uuid7(),
      publicOrigin: environment.publicOrigin,
      random: Math.random,
      mailer: environment.mail === null ? null : createSmtpMailer(environment.mail),
    },
    async close() {
      runner.close();
      await listener.close();
      await sandbox?.close();
      await db.$disconnect();
    },
  };
}
