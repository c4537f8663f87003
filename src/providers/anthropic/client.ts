import Anthropic from "@anthropic-ai/sdk";
import { limitAnswer } from "../wire/limit-body.ts";

/** The wire version that this adapter was written for: that of the pinned SDK (a test compares them). */
export const anthropicVersion = "2026-10-21";

export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A validated credential and how to use it. */
export interface ClientSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  /** The vendor's name as people see it. */
  readonly label: string;
  readonly connectTimeoutMs: number;
  readonly fetch: FetchFunction;
}

const silent = () => {};
const silentLogger = { error: silent, warn: silent, info: silent, debug: silent };

/**
 * An SDK client that takes nothing from its surroundings. By default the SDK would read a key, a token, profiles on
 * disk, a base URL, headers, a log level and tracing settings from the process environment, which belongs to no tenant.
 */
export function createClient(settings: ClientSettings): Anthropic {
  return new Anthropic({
    apiKey: settings.apiKey,
    baseURL: settings.baseUrl,
    webhookKey: null,
    maxRetries: 0,
    // The adapter's own clock fires first; the SDK's would count retries and log.
    timeout: settings.connectTimeoutMs + 5_000,
    logLevel: "off",
    logger: silentLogger,
    openTelemetry: false,
    fetch: withOwnHeaders(settings),
  });
}

/**
 * Replaces the headers of each request: the SDK merges ANTHROPIC_CUSTOM_HEADERS over its own, which could replace the
 * credential. Redirects are not followed: a vendor's API has none, and the key must not leave its host. The SDK reads
 * whole bodies, also of errors, so their size is limited here.
 */
function withOwnHeaders({ apiKey, label, fetch }: ClientSettings): FetchFunction {
  return async (input, init) => {
    const response = await fetch(input, {
      ...init,
      redirect: "manual",
      headers: {
        accept: "application/json",
        authorization: `Bearer ${apiKey}`,
        "anthropic-version": anthropicVersion,
        "user-agent": "penstock",
        ...(init?.body == null ? {} : { "content-type": "application/json" }),
      },
    });
    return limitAnswer(response, label);
  };
}
