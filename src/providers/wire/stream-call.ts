import { AppError } from "#core/errors.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { ModelEvent } from "#engine/ports.ts";
import { type CallTimeouts, CallWatch, onceAllIsRead } from "./call-watch.ts";
import { createEventLimit, isEventStream } from "./limit-body.ts";
import { readEvents, type ServerSentEvent } from "./read-events.ts";

/** The new state and the events that result from one wire event. */
export interface ReadStep<State> {
  readonly state: State;
  readonly events: readonly ModelEvent[];
}

/** Interprets a wire's events. Pure: everything known of the answer is in the state. */
export interface WireReader<State> {
  readonly initial: State;
  /** Folds one event into the state. Throws an AppError for an invalid event, or one that reports a failed call. */
  read(state: State, event: ServerSentEvent): ReadStep<State>;
  /** Whether an event is a keep-alive: a sign of life without content. */
  isKeepAlive(event: ServerSentEvent): boolean;
  /** The final step if the body ends without the wire's last event. Null: the answer was cut. */
  readEnd(state: State): ReadStep<State> | null;
  /** The vendor's last event has arrived. */
  isComplete(state: State): boolean;
  /** The usage known so far. Null before the answer began. */
  usageSoFar(state: State): ModelUsage | null;
}

export interface StreamedCall<State> {
  readonly label: string;
  readonly timeouts: CallTimeouts;
  readonly reader: WireReader<State>;
  /** Makes the one request. Rejects on an error response. */
  open(signal: AbortSignal): Promise<Response>;
  requestIdOf(response: Response): string | null;
  /** Turns anything a call threw into an AppError that contains neither key nor prompt. */
  toAppError(error: unknown): AppError;
}

/**
 * One streamed call: exactly one request, ended by the vendor's last event, an error, a time-out or the caller. When it
 * fails, usage known so far is yielded before the throw. An aborted signal ends it with the signal's reason.
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

/** Null where no usage is known, or it has already been yielded. */
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

/** Every chunk is a sign of life, including keep-alives that are mere comments and yield no event. */
function lookAt<State>({ label }: StreamedCall<State>, watch: CallWatch): (chunk: Uint8Array) => void {
  const limit = createEventLimit(label);
  return (chunk) => {
    watch.heard();
    limit(chunk);
  };
}

/** Folds the events of one chunk one by one, up to the wire's last one. */
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

/** Reads the rest of the body, which follows immediately, so that the connection can be reused. */
async function drain(wire: AsyncGenerator<unknown>, watch: CallWatch): Promise<void> {
  const rest = (async () => {
    for await (const _late of wire);
  })();
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(() => onceAllIsRead(limit.resolve), drainLimitMs);
  await watch.waitForEvent(Promise.race([rest, limit.promise])).catch(() => {});
  clearTimeout(timer);
}
