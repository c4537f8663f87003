import type Anthropic from "@anthropic-ai/sdk";
import type { ModelEvent, ModelRequest } from "#engine/ports.ts";
import type { CallTimeouts } from "../wire/call-watch.ts";
import type { ServerSentEvent } from "../wire/read-events.ts";
import type { CallContext } from "../wire/refusal.ts";
import { type ReadStep, streamCall, type WireReader } from "../wire/stream-call.ts";
import { sizeOf } from "../wire/usage-guess.ts";
import { toRequestId } from "../wire/vendor-word.ts";
import { mapError, mapVendorError, requestIdHeader } from "./map-error.ts";
import { initialReadState, type ReadState, readEvent, usageSoFar } from "./read-event.ts";
import { toMessageParams } from "./to-request.ts";
import { readVendorError } from "./vendor-error.ts";
import { parseWireEvent } from "./wire-event.ts";

export interface StreamSettings {
  readonly client: Anthropic;
  readonly apiKey: string;
  readonly label: string;
  readonly timeouts: CallTimeouts;
}

/**
 * One streamed call. The SDK makes the request, but the events are split and read here: the SDK's own stream hides
 * keep-alives, and ends without an error when the connection closes early.
 */
export function streamMessage(
  { client, apiKey, label, timeouts }: StreamSettings,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, void> {
  const context = () => ({ label, apiKey, model: request.model, nowMs: Date.now() });
  return streamCall(
    {
      label,
      timeouts,
      reader: createReader(request, context),
      open: (aborted) => client.messages.create(toMessageParams(request), { signal: aborted }).asResponse(),
      requestIdOf: (response) => toRequestId(response.headers.get(requestIdHeader), apiKey),
      toAppError: (error) => mapError(error, context()),
    },
    signal,
  );
}

function createReader(request: ModelRequest, context: () => CallContext): WireReader<ReadState> {
  return {
    initial: initialReadState(sizeOf(request), request.tools !== undefined),
    read: (state, event) => readNext(state, event, context),
    isKeepAlive: ({ event, data }) => event === "ping" || data === "" || /^\{"type": ?"ping"\}$/.test(data),
    // Only the vendor's last event says that the answer is complete.
    readEnd: () => null,
    isComplete: ({ complete }) => complete,
    usageSoFar,
  };
}

function readNext(
  state: ReadState,
  { event, data }: ServerSentEvent,
  context: () => CallContext,
): ReadStep<ReadState> {
  if (event === "ping" || data === "") return { state, events: [] };
  const wire = parseWireEvent(event ?? null, data);
  if (wire.name === "unknown" && wire.type === "error")
    throw mapVendorError(null, readVendorError(wire.data), null, context());
  return readEvent(state, wire);
}
