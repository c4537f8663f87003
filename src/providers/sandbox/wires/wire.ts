import type { Json } from "#core/json/json.ts";
import type { Asked, SandboxCall, SandboxTool } from "../asked.ts";
import { findUnanswered, type Turn, toSaid } from "../conversation.ts";

/** Why an answer ends; each wire has its own word for it. `new` is a reason that no client knows. */
export type Ending = "end_turn" | "max_tokens" | "refusal" | "tool_use" | "pause_turn" | "new";

/** What is known of an answer. */
export interface Told {
  readonly requestId: string;
  readonly model: string;
  /** All that was read, cached or not. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  /** Silent thinking came first. */
  readonly hasThought: boolean;
}

/** What an answer holds when it ends. */
export interface Said {
  readonly text: string;
  /** Tools that it calls after its text. */
  readonly calls: readonly SandboxCall[];
}

export type ParsedBody<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

/** A format that vendors speak: how a request is read, and how an answer is written. */
export interface SandboxWire {
  /** Strict like the vendor, which refuses what it does not know. */
  parse(body: unknown): ParsedBody<Asked>;
  /** The body of an error. */
  errorBody(status: number, message: string, requestId: string): string;
  /** An answer that is not streamed. */
  whole(told: Told, said: Said, ending: Ending): object;
  /** The parts of a stream, each as it is written. */
  start(told: Told): string;
  readonly keepAlive: string;
  thinkStart(): string;
  thinkEnd(): string;
  textStart(told: Told): string;
  text(piece: string, told: Told): string;
  end(told: Told, said: Said, ending: Ending): string;
  errorEvent(status: number, message: string, requestId: string): string;
  /** An event that breaks off in its middle. */
  readonly malformed: string;
}

/** One event with its name, as two of the wires write it. */
export function namedEvent(type: string, fields: { readonly [key: string]: unknown }): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** The word of the reason that no client knows. */
export const newReason = "a_reason_of_2030";

/** What a conversation asks for, or what is wrong with the order of its calls and results. */
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
