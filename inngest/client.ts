import { eventType, Inngest, type Logger, type Middleware } from "inngest";
import {
  engineEventNames,
  nodeReadyDataSchema,
  runRequestedDataSchema,
} from "#core/dispatch/engine-event.ts";

/** The app's id at Inngest; function ids there are `penstock-<function>`. */
const inngestAppId = "penstock";

/** The events that start our functions: name and payload in one, for triggers and for `create(data, { id, ts })`. */
export const agentReady = eventType(engineEventNames.agentReady, { schema: nodeReadyDataSchema });
export const nodeReady = eventType(engineEventNames.nodeReady, { schema: nodeReadyDataSchema });
export const runRequested = eventType(engineEventNames.runRequested, { schema: runRequestedDataSchema });

export interface InngestClientOptions {
  /** True only with the dev server: signatures are neither made nor checked. */
  readonly isDev: boolean;
  readonly eventKey?: string;
  readonly signingKey?: string;
  /** The address of the Inngest server; if absent, the SDK's own defaults for dev and cloud apply. */
  readonly baseUrl?: string;
  /** Replaces the network: the embedded engine answers the SDK's calls in this process. */
  readonly fetch?: typeof fetch;
  readonly logger?: Logger;
  readonly middleware?: Middleware.Class[];
}

/** Steps whose results may be lost together when the process dies; the database has each of them all the same. */
const bufferedSteps = 1;

/**
 * The client that functions are made with and events are sent by. All options are explicit, so that an environment
 * variable cannot turn signatures off or send events elsewhere.
 */
export function createInngestClient(options: InngestClientOptions) {
  return new Inngest({
    id: inngestAppId,
    isDev: options.isDev,
    // Reads vendors' token counts from every OpenTelemetry span of the process; our ledger has them first hand.
    aiMetadata: false,
    sessionPropagation: false,
    checkpointing: { bufferedSteps },
    ...(options.eventKey === undefined ? {} : { eventKey: options.eventKey }),
    ...(options.signingKey === undefined ? {} : { signingKey: options.signingKey }),
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.logger === undefined ? {} : { logger: options.logger, internalLogger: options.logger }),
    ...(options.middleware === undefined ? {} : { middleware: options.middleware }),
  });
}

export type PenstockInngest = ReturnType<typeof createInngestClient>;
