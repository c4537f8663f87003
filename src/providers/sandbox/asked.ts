import type { Json, JsonObject } from "#core/json/json.ts";
import type { Prefix } from "./prompt-cache.ts";
import { estimateTokens } from "./token-pieces.ts";

/** A tool that a request offers. */
export interface SandboxTool {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
}

/** A call of one. */
export interface SandboxCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

/** What a request asks for, whichever wire it came by. */
export interface Asked {
  readonly model: string;
  readonly system: string;
  /** What the first message of the user says: what follows in a conversation is about the answer to it. */
  readonly text: string;
  /** What is known of the files with it: type and size. */
  readonly files?: readonly string[];
  /** All text of all messages, and of the system prompt. */
  readonly characters: number;
  /** A JSON Schema that the answer must match. */
  readonly schema: JsonObject | null;
  /** Absent: one question, without tools. */
  readonly conversation?: Conversation;
  /** What of the prompt the vendor may find or keep; absent: nothing of it is to be kept. */
  readonly prefixes?: readonly Prefix[];
  readonly maxTokens: number;
  readonly userId: string | null;
  readonly isStreamed: boolean;
}

/** Where a conversation with tools stands. */
interface Conversation {
  readonly tools: readonly SandboxTool[];
  /** From 1: after each turn that called tools comes another. */
  readonly turn: number;
  /** What tools have said so far. */
  readonly results: readonly string[];
}

/** All that a vendor would count as input. */
export function inputTokensOf({ characters, schema }: Pick<Asked, "characters" | "schema">): number {
  return estimateTokens(characters + (schema === null ? 0 : JSON.stringify(schema).length));
}
