import type { ServerResponse } from "node:http";
import type { SandboxModel } from "#core/model/sandbox-model.ts";
import type { Asked } from "./asked.ts";
import type { BillingEntry } from "./billing-log.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { SandboxWire, Told } from "./wires/wire.ts";

/** One model request. */
export interface MessageCall {
  readonly response: ServerResponse;
  /** Fires when the client has disconnected. */
  readonly gone: AbortSignal;
  readonly entry: BillingEntry;
  readonly wire: SandboxWire;
  readonly request: Asked;
  readonly model: SandboxModel;
  readonly meetsFault: boolean;
  readonly promptCache: PromptCache;
  /** The credential as sent. A refused one is echoed, as careless vendors do. */
  readonly credential: string;
}

/** The facts about the answer that a wire needs at its start. */
export function toldOf({ entry, request, model }: Pick<MessageCall, "entry" | "request" | "model">): Told {
  const { requestId, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = entry;
  const tokens = { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens };
  return { requestId, model: request.model, ...tokens, hasThought: model.thinkMs > 0 };
}
