import { AppError } from "#core/errors.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { ModelEvent } from "#engine/ports.ts";
import { type CallTimeouts, CallWatch } from "./call-watch.ts";
import { isEventStream, limitEvents } from "./limit-body.ts";
import { readEvents, type ServerSentEvent } from "./read-events.ts";

/** What one event of the wire changes and says. */
export interface ReadStep<State> {
  readonly state: State;
  readonly events: readonly ModelEvent[];
}

/** How a wire's events are understood. Pure: all that is known of the answer lies in the state. */
export interface WireReader<State> {
  readonly initial: State;
  /** Folds one event into the state. Throws an AppError for what makes no sense, or says that the call failed. */
  read(state: State, event: ServerSentEvent): ReadStep<State>;
  /** Whether an event is a keep-alive, which shows that somebody is there and nothing more. */
  isKeepAlive(event: ServerSentEvent): boolean;
  /** What to say where the body ends without the wire's last event; null: the answer was cut. */
  readEnd(state: State): ReadStep<State> | null;
  /** The vendor's last event has come: nothing more is needed. */
  isComplete(state: State): boolean;
  /** What the call costs as far as is known; null before the answer began. */
  usageSoFar(state: State): ModelUsage | null;
}

export interface StreamedCall<State> {
  readonly label: string;
  readonly timeouts: CallTimeouts;
  readonly reader: WireReader<State>;
  /** Makes the one request. Rejects where the answer says no. */
  open(signal: AbortSignal): Promise<Response>;
  requestIdOf(response: Response): string | null;
  /** Turns whatever a call threw into an AppError that holds neither key nor prompt. */
  toAppError(error: unknown): AppError;
}

/**
 * One call, streamed: exactly one request, ended by the vendor's last event, by a fault, by time or by the caller.
 * Usage that is known when it fails is said before the throw; an aborted signal ends it with the signal's reason.
 */
export async function* streamCall<State>(
  call: StreamedCall<State>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, void> {
  const { reader } = call;
  const watch = new CallWatch(signal, call.timeouts, call.label);
  let state = reader.initial;
  try {
    const response = await openStream(call, watch);
    yield { type: "request", providerRequestId: call.requestIdOf(response) };
    const wire = readEvents(response);
    while (!reader.isComplete(state)) {
      const step = readNext(call, state, await watch.waitForEvent(wire.next()), watch);
      state = step.state;
      if (reader.isComplete(state)) await drain(wire, watch);
      yield* step.events;
    }
  } catch (error) {
    const usage = reader.usageSoFar(state);
    if (usage !== null && !reader.isComplete(state)) yield { type: "usage", usage };
    if (signal.aborted) throw signal.reason;
    throw call.toAppError(error);
  } finally {
    watch.close();
  }
}

async function openStream<State>(call: StreamedCall<State>, watch: CallWatch): Promise<Response> {
  const response = await watch.waitForHead(call.open(watch.signal));
  if (isEventStream(response)) return limitEvents(response, call.label, () => watch.heard());
  throw new AppError(
    "PROVIDER_PROTOCOL",
    `${call.label} did not answer with a stream. Check the provider's base URL.`,
    { retryable: false },
  );
}

function readNext<State>(
  { reader, label }: StreamedCall<State>,
  state: State,
  next: IteratorResult<ServerSentEvent, void>,
  watch: CallWatch,
): ReadStep<State> {
  if (!next.done) {
    if (!reader.isKeepAlive(next.value)) watch.progressed();
    return reader.read(state, next.value);
  }
  const last = reader.readEnd(state);
  if (last !== null) return last;
  throw new AppError(
    "PROVIDER_STREAM_CUT",
    `${label} closed the connection before its answer was complete. Trying again may help.`,
  );
}

const drainLimitMs = 250;

/** Reads to the end of the body, which follows immediately, so that the connection can be used again. */
async function drain(wire: AsyncGenerator<unknown>, watch: CallWatch): Promise<void> {
  const rest = (async () => {
    for await (const _late of wire);
  })();
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(limit.resolve, drainLimitMs);
  await watch.waitForEvent(Promise.race([rest, limit.promise])).catch(() => {});
  clearTimeout(timer);
}
