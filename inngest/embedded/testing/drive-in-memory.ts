import type { InngestFunction } from "inngest";
import type { JsonObject } from "#core/json/json.ts";
import { createInngestClient, type PenstockInngest } from "#inngest/client.ts";
import { Loopback, loopbackUrl } from "../sdk/loopback.ts";
import { NoNestedSteps } from "../sdk/no-nested-steps.ts";
import { registerFunctions } from "../sdk/register-functions.ts";
import { RunDriver, type RunResult } from "../sdk/run-driver.ts";
import { type FunctionRunState, newRunState } from "../sdk/run-state.ts";
import { createSdkHandler, type SdkAnswer, type SdkHandler, type SdkRequest } from "../sdk/sdk-handler.ts";

/** Everything that went over the wire, and how the run ended. */
export interface DrivenRun {
  readonly result: RunResult;
  readonly calls: readonly { readonly request: SdkRequest; readonly answer: SdkAnswer }[];
  /** How long each pause was, by a clock that jumps. */
  readonly pausesMs: readonly number[];
}

export interface DriveOptions {
  readonly data?: JsonObject;
  readonly state?: FunctionRunState;
  /** Leaves off at the first pause instead of jumping over it. */
  readonly stopAtPause?: boolean;
}

/** The SDK as the engine uses it: one client and handler, its network looped back, no queue and no database. */
export function sdkOf(functions: (client: PenstockInngest) => readonly InngestFunction.Like[]) {
  const sent: unknown[] = [];
  const loopback = new Loopback((events) => {
    sent.push(...events);
    return Promise.resolve(events.map((_, index) => `event-${index}`));
  });
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const client = createInngestClient({
    isDev: false,
    baseUrl: loopbackUrl,
    eventKey: "embedded",
    signingKey: "00".repeat(32),
    fetch: loopback.fetch,
    logger: quiet,
    middleware: [NoNestedSteps],
  });
  const sdk = createSdkHandler({ client, functions: functions(client) });
  return { client, sdk, loopback, sent };
}

/**
 * Drives one run of the only function to its end; pauses are jumped over and go through JSON, as the queue would have
 * it.
 */
export async function driveInMemory(
  functions: (client: PenstockInngest) => readonly InngestFunction.Like[],
  options: DriveOptions = {},
): Promise<DrivenRun> {
  const { sdk, loopback } = sdkOf(functions);
  const plan = (await registerFunctions(sdk)).all[0];
  if (plan === undefined) throw new Error("There is no function to drive.");
  const calls: { request: SdkRequest; answer: SdkAnswer }[] = [];
  const recorded: SdkHandler = async (request) => {
    const answer = await sdk(request);
    calls.push({ request, answer });
    return answer;
  };
  let nowMs = 1_000_000;
  const ports = {
    sdk: recorded,
    nowMs: () => nowMs,
    jitter: () => 0,
    stopping: () => false,
    listen: loopback.listen.bind(loopback),
    watchDatabase: () => () => Promise.resolve(false),
  };
  const event = { id: "e1", name: plan.events[0] ?? "", data: options.data ?? {}, ts: nowMs };
  const pausesMs: number[] = [];
  let state = options.state ?? newRunState(nowMs);
  for (;;) {
    const driver = new RunDriver({ plan, runId: "r1", event, driveId: `j${pausesMs.length}` }, state, ports);
    const result = await driver.drive();
    if (result.kind !== "paused" || options.stopAtPause === true) return { result, calls, pausesMs };
    pausesMs.push(result.resumeAtMs - nowMs);
    nowMs = Math.max(nowMs, result.resumeAtMs);
    state = JSON.parse(JSON.stringify(result.state));
  }
}
