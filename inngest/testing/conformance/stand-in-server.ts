import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { FunctionDirectory, FunctionPlan } from "#inngest/embedded/function-plan.ts";
import { Loopback, type SdkEvent } from "#inngest/embedded/sdk/loopback.ts";
import { registerFunctions } from "#inngest/embedded/sdk/register-functions.ts";
import { RunDriver } from "#inngest/embedded/sdk/run-driver.ts";
import { newRunState } from "#inngest/embedded/sdk/run-state.ts";
import type { SdkAnswer, SdkHandler, SdkRequest } from "#inngest/embedded/sdk/sdk-handler.ts";
import { type LocalServer, listenOnLoopback } from "./listen-on-loopback.ts";

/**
 * Stands in for an Inngest server where there is none: takes registrations and events over HTTP, and calls the
 * functions over HTTP, as `inngest dev` does. It keeps everything in memory, and each event twice, as a server may.
 */
export async function startStandIn(): Promise<LocalServer> {
  const server = new StandIn();
  const { url, close } = await listenOnLoopback((request) => server.answer(request));
  return {
    url,
    async close() {
      server.stop();
      await close();
    },
  };
}

class StandIn {
  #directory: FunctionDirectory | null = null;
  #appUrl = "";
  #drives = 0;
  readonly #stopping = new AbortController();
  readonly #loopback = new Loopback((events) => this.#take(events));

  stop(): void {
    this.#stopping.abort();
  }

  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const body = await request.text();
    if (pathname !== "/fn/register")
      return this.#loopback.fetch(request.url, { method: request.method, body });
    this.#appUrl = JSON.parse(body).url;
    this.#directory = await registerFunctions(() => Promise.resolve({ status: 200, headers: {}, body }));
    return Response.json({ ok: true, modified: true });
  }

  async #take(events: readonly SdkEvent[]): Promise<readonly string[]> {
    return events.map((event, index) => {
      const id = event.id ?? `event-${this.#drives}-${index}`;
      for (const plan of this.#directory?.startedBy(event.name) ?? []) {
        for (let time = 0; time < 2; time += 1) void this.#drive(plan, { ...event, id });
      }
      return id;
    });
  }

  async #drive(plan: FunctionPlan, event: EngineEvent): Promise<void> {
    this.#drives += 1;
    const driveId = `drive-${this.#drives}`;
    let state = newRunState(Date.now());
    while (!this.#stopping.signal.aborted) {
      const driver = new RunDriver({ plan, runId: driveId, event, driveId }, state, {
        sdk: this.#call,
        nowMs: Date.now,
        jitter: () => 0,
        stopping: () => this.#stopping.signal.aborted,
        listen: (callId, onSteps) => this.#loopback.listen(callId, onSteps),
        watchDatabase: () => () => Promise.resolve(false),
      });
      const result = await driver.drive();
      if (result.kind !== "paused") return;
      state = JSON.parse(JSON.stringify(result.state));
      await sleep(Math.max(0, result.resumeAtMs - Date.now()), undefined, {
        signal: this.#stopping.signal,
      }).catch(() => undefined);
    }
  }

  readonly #call: SdkHandler = async ({ method, query, headers, body }: SdkRequest): Promise<SdkAnswer> => {
    const url = `${this.#appUrl}?${new URLSearchParams(query)}`;
    const response = await fetch(url, { method, headers, body });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}
