import type Anthropic from "@anthropic-ai/sdk";
import { Stream } from "@anthropic-ai/sdk/core/streaming";
import { AppError } from "#core/errors.ts";
import type { ModelEvent, ModelRequest } from "#engine/ports.ts";
import { type CallTimeouts, CallWatch } from "./call-watch.ts";
import { isEventStream, limitEvents } from "./limit-body.ts";
import { mapError, mapVendorError } from "./map-error.ts";
import { initialReadState, type ReadState, readEvent, usageSoFar } from "./read-event.ts";
import { toMessageParams } from "./to-request.ts";
import { readVendorError, toRequestId } from "./vendor-error.ts";
import { parseWireEvent } from "./wire-event.ts";

export interface StreamSettings {
  readonly client: Anthropic;
  readonly apiKey: string;
  readonly label: string;
  readonly timeouts: CallTimeouts;
}

type ServerSentEvent = Awaited<ReturnType<ReturnType<typeof Stream.rawEvents>["next"]>>;

/**
 * One call, streamed. The SDK makes the request and splits the body into events; their meaning is read here, because
 * the SDK's own stream hides keep-alives and ends without an error when the connection closes early.
 */
export async function* streamMessage(
  settings: StreamSettings,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, void> {
  const watch = new CallWatch(signal, settings.timeouts, settings.label);
  let state = initialReadState(lengthOf(request), request.maxTokens);
  try {
    const response = await openStream(settings, request, watch);
    yield {
      type: "request",
      providerRequestId: toRequestId(response.headers.get("request-id"), settings.apiKey),
    };
    const wire = Stream.rawEvents(response);
    while (!state.complete) {
      const next = await watch.waitForEvent(wire.next());
      const step = readNext(state, next, settings, request.model);
      if (step.progress) watch.progressed();
      state = step.state;
      if (state.complete) await drain(wire, watch);
      yield* step.events;
    }
  } catch (error) {
    const usage = usageSoFar(state);
    if (usage !== null && !state.complete) yield { type: "usage", usage };
    if (signal.aborted) throw signal.reason;
    throw mapError(error, { ...settings, model: request.model, nowMs: Date.now() });
  } finally {
    watch.close();
  }
}

function lengthOf({ system, messages }: ModelRequest): number {
  return messages.reduce((length, { text }) => length + text.length, system?.length ?? 0);
}

async function openStream(
  settings: StreamSettings,
  request: ModelRequest,
  watch: CallWatch,
): Promise<Response> {
  const call = settings.client.messages.create(toMessageParams(request), { signal: watch.signal });
  const response = await watch.waitForHead(call.asResponse());
  if (isEventStream(response)) return limitEvents(response, settings.label, () => watch.heard());
  throw new AppError(
    "PROVIDER_PROTOCOL",
    `${settings.label} did not answer with a stream. Check the provider's base URL.`,
    { retryable: false },
  );
}

interface NextStep {
  readonly state: ReadState;
  readonly events: readonly ModelEvent[];
  readonly progress: boolean;
}

function readNext(
  state: ReadState,
  next: ServerSentEvent,
  settings: StreamSettings,
  model: string,
): NextStep {
  if (next.done) {
    throw new AppError(
      "PROVIDER_STREAM_CUT",
      `${settings.label} closed the connection before its answer was complete. Trying again may help.`,
    );
  }
  const { event, data } = next.value;
  if (event === "ping" || data === "") return { state, events: [], progress: false };
  const wire = parseWireEvent(event, data);
  if (wire.name === "unknown" && wire.type === "error") {
    const context = { ...settings, model, nowMs: Date.now() };
    throw mapVendorError(null, readVendorError(wire.data), undefined, context);
  }
  const step = readEvent(state, wire);
  return { ...step, progress: wire.name !== "unknown" || wire.type !== "ping" };
}

const drainLimitMs = 250;

/** Reads to the end of the body, which follows at once, so that the connection can be used again. */
async function drain(wire: AsyncGenerator<unknown>, watch: CallWatch): Promise<void> {
  const rest = (async () => {
    for await (const _late of wire);
  })();
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(limit.resolve, drainLimitMs);
  await watch.waitForEvent(Promise.race([rest, limit.promise])).catch(() => {});
  clearTimeout(timer);
}
