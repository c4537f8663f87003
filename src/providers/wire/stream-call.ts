import { AppError } from "#core/errors.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { ModelEvent } from "#engine/ports.ts";
import { type CallTimeouts, CallWatch, onceAllIsRead } from "./call-watch.ts";
import { createEventLimit, isEventStream } from "./limit-body.ts";
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
    const wire = readEvents(response.body, lookAt(call, watch));
    while (!reader.isComplete(state)) {
      const next = await watch.waitForEvent(wire.next());
      for (const step of readSteps(call, state, next, watch)) {
        state = step.state;
        if (reader.isComplete(state)) await drain(wire, watch);
        for (const event of step.events) yield event;
      }
    }
  } catch (error) {
    const usage = usageOfCut(reader, state);
    if (usage !== null) yield { type: "usage", usage };
    if (signal.aborted) throw signal.reason;
    throw call.toAppError(error);
  } finally {
    watch.close();
  }
}

/** Null where nothing is known, or all has been said. */
function usageOfCut<State>(reader: WireReader<State>, state: State): ModelUsage | null {
  return reader.isComplete(state) ? null : reader.usageSoFar(state);
}

async function openStream<State>(call: StreamedCall<State>, watch: CallWatch): Promise<Response> {
  const response = await watch.waitForHead(call.open(watch.signal));
  if (isEventStream(response)) return response;
  throw new AppError(
    "PROVIDER_PROTOCOL",
    `${call.label} did not answer with a stream. Check the provider's base URL.`,
    { retryable: false },
  );
}

/** Everything that comes is a sign of life: also keep-alives that are mere comments, of which no event is made. */
function lookAt<State>({ label }: StreamedCall<State>, watch: CallWatch): (chunk: Uint8Array) => void {
  const limit = createEventLimit(label);
  return (chunk) => {
    watch.heard();
    limit(chunk);
  };
}

/** Folds what has come together, one event after another, up to the wire's last one. */
function* readSteps<State>(
  call: StreamedCall<State>,
  before: State,
  next: IteratorResult<readonly ServerSentEvent[], void>,
  watch: CallWatch,
): Generator<ReadStep<State>, void, undefined> {
  if (next.done) {
    yield readEnd(call, before);
    return;
  }
  const { reader } = call;
  let state = before;
  for (const event of next.value) {
    if (reader.isComplete(state)) return;
    if (!reader.isKeepAlive(event)) watch.progressed();
    const step = reader.read(state, event);
    state = step.state;
    yield step;
  }
}

function readEnd<State>({ reader, label }: StreamedCall<State>, state: State): ReadStep<State> {
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
  const timer = setTimeout(() => onceAllIsRead(limit.resolve), drainLimitMs);
  await watch.waitForEvent(Promise.race([rest, limit.promise])).catch(() => {});
  clearTimeout(timer);
}
