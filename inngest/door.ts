import { serve } from "inngest/next";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { createDatabase } from "#server/db/client.ts";
import { listen } from "#server/db/listen.ts";
import type { Environment } from "#server/env.ts";
import type { Logger } from "#server/logger.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { createInngestClient } from "./client.ts";
import { createFunctions } from "./functions/all.ts";
import { createNodeRunner } from "./ports.ts";
import { relayOutbox } from "./runner/outbox-relay.ts";
import { watchStranded } from "./runner/stranded-watch.ts";

const poolSize = 16;

/** What Next mounts at /api/inngest. */
export type InngestDoor = Pick<ReturnType<typeof serve>, "GET" | "POST" | "PUT">;

/**
 * Serves the functions to a real Inngest server and sends it what transactions have written. Outside development every call must carry the
 * server's signature: without the signing key the door does not open.
 * @throws Error when the environment lacks what a signed door needs.
 */
export async function openInngestDoor(environment: Environment, log: Logger): Promise<InngestDoor> {
  const { signingKey, eventKey, baseUrl } = environment.inngest;
  const isDev = environment.nodeEnv !== "production";
  if (!isDev && signingKey === null) throw new Error("INNGEST_SIGNING_KEY is required in production.");
  const db = createDatabase({ url: environment.databaseAppUrl, poolSize });
  const runner = createNodeRunner({
    db,
    log,
    engine: "inngest",
    plans: new PlanCache(),
    keyring: parseKeyring(environment.keyring),
    sandboxUrl: environment.sandboxUrl ?? (await startSandboxServer()).url,
    allowPrivateHttp: environment.allowPrivateHttp,
  });
  const client = createInngestClient({
    isDev,
    ...(signingKey === null ? {} : { signingKey }),
    ...(eventKey === null ? {} : { eventKey }),
    ...(baseUrl === null ? {} : { baseUrl }),
  });
  const listener = await listen({ url: environment.databaseAppUrl, onReconnect: () => undefined });
  listener.subscribe("run_control", (runId) => runner.keeper.abortRun(runId));
  relayOutbox({
    context: runner.context,
    listener,
    send: async (events) => {
      await client.send(events.map(({ id, name, data, ts }) => ({ id, name, data, ts })));
    },
  });
  runner.keeper.start();
  watchStranded(runner.context);
  return serve({ client, functions: createFunctions(client, runner) });
}
