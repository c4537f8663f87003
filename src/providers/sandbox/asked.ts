import type { Json, JsonObject } from "#core/json/json.ts";
import type { Prefix } from "./prompt-cache.ts";
import { estimateTokens } from "./token-pieces.ts";

/** A tool that a request offers. */
export interface SandboxTool {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
}

/** A call of such a tool. */
export interface SandboxCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

/** A request, whichever wire it came by. */
export interface Asked {
  readonly model: string;
  readonly system: string;
  /** The first user message. Later messages of a conversation are about the answer to it. */
  readonly text: string;
  /** The type and size of each attached file. */
  readonly files?: readonly string[];
  /** The length of all messages and of the system prompt. */
  readonly characters: number;
  /** A JSON Schema that the answer must match. */
  readonly schema: JsonObject | null;
  /** Absent: a single question, without tools. */
  readonly conversation?: Conversation;
  /** The prefixes of the prompt that may be read from or written to the cache. Absent: no caching. */
  readonly prefixes?: readonly Prefix[];
  readonly maxTokens: number;
  readonly userId: string | null;
  readonly isStreamed: boolean;
}

/** The state of a conversation with tools. */
interface Conversation {
  readonly tools: readonly SandboxTool[];
  /** From 1. Each turn that called tools is followed by another. */
  readonly turn: number;
  /** Tool results so far. */
  readonly results: readonly string[];
}

/** Everything that a vendor would count as input. */
export function inputTokensOf({ characters, schema }: Pick<Asked, "characters" | "schema">): number {
  return estimateTokens(characters + (schema === null ? 0 : JSON.stringify(schema).length));
}
