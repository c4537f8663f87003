import { onTestFinished } from "vitest";
import type { Json } from "#core/json/json.ts";
import {
  collect,
  type ScriptedVendor,
  sampleRequest,
  scriptVendor,
  sendEvents,
} from "../../wire/testing/scripted-vendor.ts";
import { createAnthropicModel } from "../model.ts";

export const apiKey = "sk-ant-canary-0123456789";
/** Never aborted. */
export const signal = new AbortController().signal;

export type Events = readonly { readonly [key: string]: Json }[];

export const start: Events[number] = {
  type: "message_start",
  message: {
    usage: { input_tokens: 25, output_tokens: 1, cache_read_input_tokens: 7, cache_creation_input_tokens: 3 },
  },
};

export function text(said: string): Events[number] {
  return { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: said } };
}

/** The last two events of an answer. */
export function stop(reason: string | null, usage: Json = { output_tokens: 9, input_tokens: null }): Events {
  return [{ type: "message_delta", delta: { stop_reason: reason }, usage }, { type: "message_stop" }];
}

/** A scripted vendor that closes with the test. */
export async function vendor(...args: Parameters<typeof scriptVendor>): Promise<ScriptedVendor> {
  const started = await scriptVendor(...args);
  onTestFinished(() => started.close());
  return started;
}

/** The adapter's events for a stream of wire events. */
export async function streamOf(events: Events) {
  const server = await vendor((response) => sendEvents(response, events));
  return collect(createAnthropicModel({ apiKey, baseUrl: server.url }).stream(sampleRequest, { signal }));
}
