import type { Json } from "#core/json/json.ts";
import type { Asked, SandboxCall, SandboxTool } from "../asked.ts";
import { findUnanswered, type Turn, toSaid } from "../conversation.ts";

/** Why an answer ends; each wire has its own word for it. `new` is a reason unknown to all clients. */
export type StopReason = "end_turn" | "max_tokens" | "refusal" | "tool_use" | "pause_turn" | "new";

/** The facts about an answer that are known from its start. */
export interface Told {
  readonly requestId: string;
  readonly model: string;
  /** All input, cached or not. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  /** Silent thinking came first. */
  readonly hasThought: boolean;
}

/** The content of a finished answer. */
export interface Said {
  readonly text: string;
  /** Tool calls that follow its text. */
  readonly calls: readonly SandboxCall[];
}

export type ParsedBody<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

/** A vendor's format: how a request is read, and how an answer is written. */
export interface SandboxWire {
  /** Strict like the vendor, which refuses unknown fields. */
  parse(body: unknown): ParsedBody<Asked>;
  /** The body of an error. */
  errorBody(status: number, message: string, requestId: string): string;
  /** The answer without streaming. */
  whole(told: Told, said: Said, ending: StopReason): object;
  /** The parts of a stream, as sent. */
  start(told: Told): string;
  readonly keepAlive: string;
  thinkStart(): string;
  thinkEnd(): string;
  textStart(told: Told): string;
  text(piece: string, told: Told): string;
  end(told: Told, said: Said, ending: StopReason): string;
  errorEvent(status: number, message: string, requestId: string): string;
  /** An event that breaks off in its middle. */
  readonly malformed: string;
}

/** One named event, as two of the wires write it. */
export function namedEvent(type: string, fields: { readonly [key: string]: unknown }): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** A stop reason unknown to all clients. */
export const newReason = "a_reason_of_2030";

/** The request of a conversation, or what is wrong with the order of its calls and results. */
export function readConversation(
  system: string,
  turns: readonly Turn[],
  tools: readonly SandboxTool[],
): ParsedBody<ReturnType<typeof toSaid>> {
  const fault = findUnanswered(turns);
  return fault === null ? { ok: true, value: toSaid(system, turns, tools) } : { ok: false, message: fault };
}

/** An input in two pieces, as vendors send it. */
export function inPieces(input: Json): readonly [string, string] {
  const text = JSON.stringify(input);
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
