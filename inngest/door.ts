import type { Environment } from "#server/env.ts";
import type { Logger } from "#server/logger.ts";
import { createInngestClient } from "./client.ts";
import { createFunctions } from "./functions/all.ts";
import { watchBudgets } from "./runner/budget-watch.ts";
import { openRunner } from "./runner/open-runner.ts";
import { relayOutbox } from "./runner/outbox-relay.ts";
import { watchSchedules } from "./runner/schedule-watch.ts";
import { watchStranded } from "./runner/stranded-watch.ts";
import { watchWebhooks } from "./runner/webhook-watch.ts";
import { sdkLogger } from "./sdk-logger.ts";
import { createServeHandlers, type ServeHandlers } from "./serve.ts";

/** The route that Next mounts at /api/inngest, and the way to close it. */
export interface InngestDoor {
  readonly handlers: ServeHandlers;
  close(): Promise<void>;
}

/**
 * Serves the functions to a real Inngest server and sends it the events that transactions have written. Outside
 * development every call must carry the server's signature: without the signing key the door does not open.
 * @throws AppError if the environment would leave the door open, or nobody could open it.
 */
export async function openInngestDoor(environment: Environment, log: Logger): Promise<InngestDoor> {
  const { signingKey, eventKey, baseUrl } = environment.inngest;
  const production = environment.nodeEnv === "production";
  const opened = await openRunner(environment, log, "inngest");
  const { runner, listener } = opened;
  const client = createInngestClient({
    isDev: !production,
    ...(signingKey === null ? {} : { signingKey }),
    ...(eventKey === null ? {} : { eventKey }),
    ...(baseUrl === null ? {} : { baseUrl }),
    logger: sdkLogger({
      debug: (message, fields) => log.debug(fields, message),
      info: (message, fields) => log.info(fields, message),
      warn: (message, fields) => log.warn(fields, message),
    }),
  });
  const handlers = createServeHandlers({
    engine: "inngest",
    production,
    isDev: !production,
    signingKey,
    client,
    functions: createFunctions(client, runner),
  });
  const stopRelay = relayOutbox({
    context: runner.context,
    listener,
    send: async (events) => {
      await client.send(events.map(({ id, name, data, ts }) => ({ id, name, data, ts })));
    },
  });
  runner.keeper.start();
  const { context } = runner;
  const stopWatching = [
    watchStranded(context),
    watchSchedules(context),
    watchBudgets(context),
    watchWebhooks(opened.webhooks, runner.ports.http, log),
  ];
  return {
    handlers,
    async close() {
      stopRelay();
      await Promise.all(stopWatching.map((stop) => stop()));
      await opened.close();
    },
  };
}
