import type { ModelEvent, ModelRequest } from "#engine/ports.ts";
import type { CallTimeouts } from "../wire/call-watch.ts";
import type { CallContext } from "../wire/refusal.ts";
import { streamCall, type WireReader } from "../wire/stream-call.ts";
import { type CallSize, sizeOf } from "../wire/usage-guess.ts";
import { toRequestId } from "../wire/vendor-word.ts";
import {
  type ChatState,
  initialChatState,
  readChunk,
  readEndOfBody,
  usageSoFar as usageOfChat,
} from "./chat/read-chunk.ts";
import { toChatParams } from "./chat/to-request.ts";
import type { VendorClient } from "./client.ts";
import { mapError, mapVendorError, requestIdHeader } from "./map-error.ts";
import { regionOf } from "./region.ts";
import {
  initialReadState,
  type ReadState,
  readEvent,
  usageSoFar as usageOfResponse,
} from "./responses/read-event.ts";
import { toResponseParams } from "./responses/to-request.ts";
import { parseWireEvent } from "./responses/wire-event.ts";
import type { VendorError } from "./vendor-error.ts";

export interface StreamSettings {
  readonly client: VendorClient;
  readonly apiKey: string;
  readonly label: string;
  readonly timeouts: CallTimeouts;
}

type Stream = (
  settings: StreamSettings,
  request: ModelRequest,
  signal: AbortSignal,
) => AsyncGenerator<ModelEvent, void, void>;

type Fail = (error: VendorError) => never;

/** One call over the Responses API, which ends with its own event: completed, incomplete or failed. */
export const streamResponse: Stream = (settings, request, signal) =>
  stream<ReadState>(settings, request, signal, "/responses", toResponseParams(request), (size, fail) => ({
    initial: initialReadState(size, regionOf(settings.client.baseUrl)),
    read: (state, { event, data }) => readEvent(state, parseWireEvent(event, data), fail),
    isKeepAlive: ({ event, data }) => event === "keepalive" || /^\{"type": ?"keepalive"/.test(data),
    readEnd: () => null,
    isComplete: ({ last }) => last !== null,
    usageSoFar: usageOfResponse,
  }));

/** One call over Chat Completions, which ends with `[DONE]`. */
export const streamChat: Stream = (settings, request, signal) =>
  stream<ChatState>(settings, request, signal, "/chat/completions", toChatParams(request), (size, fail) => ({
    initial: initialChatState(size),
    read: (state, { data }) => (data === "" ? { state, events: [] } : readChunk(state, data, fail)),
    isKeepAlive: ({ data }) => data === "",
    readEnd: readEndOfBody,
    isComplete: ({ complete }) => complete,
    usageSoFar: usageOfChat,
  }));

function stream<State>(
  { client, apiKey, label, timeouts }: StreamSettings,
  request: ModelRequest,
  signal: AbortSignal,
  path: string,
  body: object,
  createReader: (size: CallSize, fail: Fail) => WireReader<State>,
): AsyncGenerator<ModelEvent, void, void> {
  let hasBegun = false;
  const context = (): CallContext => ({ label, apiKey, model: request.model, nowMs: Date.now() });
  const fail: Fail = (error) => {
    throw mapVendorError(null, error, null, context());
  };
  const open = async (aborted: AbortSignal) => {
    const response = await client.post(path, body, aborted);
    hasBegun = true;
    return response;
  };
  const requestIdOf = ({ headers }: Response) =>
    toRequestId(headers.get(requestIdHeader) ?? headers.get("request-id"), apiKey);
  const toAppError = (error: unknown) => mapError(error, context(), hasBegun);
  const reader = createReader(sizeOf(request), fail);
  return streamCall({ label, timeouts, reader, open, requestIdOf, toAppError }, signal);
}
